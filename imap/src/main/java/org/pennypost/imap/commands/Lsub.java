package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.MailboxPattern;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.MailboxName;

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
        MailboxPattern wanted = new MailboxPattern(reference + pattern);
        TreeMap<MailboxName, Boolean> told = new TreeMap<>();
        for (MailboxName name : session.account().subscriptions()) {
            if (wanted.matches(name)) {
                told.put(name, true);
            } else if (pattern.endsWith("%")) {
                for (Optional<MailboxName> above = name.parent();
                        above.isPresent();
                        above = above.get().parent()) {
                    if (wanted.matches(above.get())) {
                        told.putIfAbsent(above.get(), false);
                    }
                }
            }
        }
        for (var each : told.entrySet()) {
            out.begin()
                    .raw(each.getValue() ? "LSUB () \"/\" " : "LSUB (\\Noselect) \"/\" ")
                    .mailbox(each.getKey())
                    .end();
        }
        return new Outcome.Ok("LSUB done.");
    }
}
