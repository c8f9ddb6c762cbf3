package org.pennypost.pop3.commands;

import org.pennypost.mailbox.MailboxView;
import org.pennypost.pop3.Maildrop;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.store.StoreException;

/** What every command about one message does first: find it. */
final class OneMessage {
    private OneMessage() {}

    /** What to do with the message. */
    @FunctionalInterface
    interface Deed {
        Outcome perform(MailboxView.Cursor message) throws StoreException;
    }

    /** Does it, if there is a message of this number that is not deleted. */
    static Outcome of(Pop3Session session, long number, Deed deed) throws StoreException {
        Maildrop maildrop = session.maildrop();
        if (number < 1 || number > maildrop.size()) {
            return new Outcome.Err(
                    maildrop.size() == 0
                            ? session.say(Phrase.MAILDROP_EMPTY, shown(session, number))
                            : session.say(Phrase.NO_SUCH_MESSAGE, shown(session, number), maildrop.size()));
        }
        int index = (int) number - 1;
        return maildrop.isDeleted(index)
                ? new Outcome.Err(session.say(Phrase.IS_MARKED, number))
                : deed.perform(maildrop.at(index));
    }

    /** Somebody else has removed it for good. */
    static Outcome gone(Pop3Session session) {
        return new Outcome.Err(session.say(Phrase.GONE));
    }

    private static String shown(Pop3Session session, long number) {
        return number == Long.MAX_VALUE ? session.say(Phrase.OF_THAT_NUMBER) : Long.toString(number);
    }
}
