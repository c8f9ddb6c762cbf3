package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.MailboxPattern;
import org.pennypost.imap.grammar.MailboxPatterns;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.NameScope;
import org.pennypost.mailbox.SubscriptionWalk;

/** LSUB tells which names are subscribed to (RFC 3501 §6.3.9); IMAP4rev2 asks LIST for that. */
record Lsub(String reference, String pattern) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "LSUB", CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), "LSUB reference pattern", Lsub::parse);

    /** {@code lsub = "LSUB" SP mailbox SP list-mailbox}. */
    private static Lsub parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        String reference = in.mailboxText();
        in.sp();
        return new Lsub(reference, in.listMailbox());
    }

    /**
     * Where a pattern that ends with {@code %} does not reach a subscribed name, it may reach one above it, which is then told with
     * {@code \Noselect} (RFC 3501 §6.3.9).
     */
    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        MailboxPatterns wanted = new MailboxPatterns(List.of(new MailboxPattern(reference + pattern)));
        SubscriptionWalk walk = session.account().subscriptions(wanted.prefix());
        @Nullable MailboxName before = null;
        for (Optional<MailboxName> next = walk.next(); next.isPresent(); next = walk.next()) {
            MailboxName name = next.get();
            if (wanted.matches(name)) {
                tell("LSUB () \"/\" ", name, out);
            } else if (pattern.endsWith("%")) {
                tellAbove(session.account(), wanted, name, before, out);
                before = name;
            }
            MailboxListing.passOver(walk, wanted, name);
        }
        return new Outcome.Ok("LSUB done.");
    }

    /**
     * Names below one come in a row: what is above the last of them too was told with that.
     *
     * @param before the last name for which this was done; null for none
     */
    private static void tellAbove(
            Account account, NameScope wanted, MailboxName name, @Nullable MailboxName before, ResponseWriter out)
            throws IOException {
        for (Optional<MailboxName> above = name.parent();
                above.isPresent() && (before == null || !before.isWithin(above.get()));
                above = above.get().parent()) {
            if (wanted.matches(above.get()) && !account.isSubscribed(above.get())) {
                tell("LSUB (\\Noselect) \"/\" ", above.get(), out);
            }
        }
    }

    private static void tell(String what, MailboxName name, ResponseWriter out) throws IOException {
        out.begin().raw(what).mailbox(name).end();
    }
}
