package org.pennypost.pop3.commands;

import org.pennypost.mailbox.MailboxView;
import org.pennypost.pop3.Maildrop;
import org.pennypost.pop3.Outcome;
import org.pennypost.store.StoreException;

/** What every command about one message does first: find it. */
final class OneMessage {
    static final Outcome GONE =
            new Outcome.Err("Another program has removed this message meanwhile; log in again to see what is there.");

    private OneMessage() {}

    /** What to do with the message. */
    @FunctionalInterface
    interface Deed {
        Outcome perform(MailboxView.Cursor message) throws StoreException;
    }

    /** Does it, if there is a message of this number that is not deleted. */
    static Outcome of(Maildrop maildrop, long number, Deed deed) throws StoreException {
        if (number < 1 || number > maildrop.size()) {
            return new Outcome.Err(
                    maildrop.size() == 0
                            ? "There is no message " + shown(number) + ": the maildrop is empty."
                            : "There is no message " + shown(number) + ", only 1 to " + maildrop.size() + ".");
        }
        int index = (int) number - 1;
        return maildrop.isDeleted(index)
                ? new Outcome.Err("Message " + number + " is marked as deleted; RSET brings it back.")
                : deed.perform(maildrop.at(index));
    }

    private static String shown(long number) {
        return number == Long.MAX_VALUE ? "of that number" : Long.toString(number);
    }
}
