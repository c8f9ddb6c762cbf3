package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.List;
import java.util.Set;
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
import org.pennypost.mailbox.Mailbox;

/** LIST tells which mailboxes there are (RFC 9051 §6.3.9), what they are for (RFC 6154 §2), and which have others below (RFC 3348). */
record ListMailboxes(String reference, String pattern) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "LIST", CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), "LIST reference pattern", ListMailboxes::parse);

    /** {@code list = "LIST" SP mailbox SP list-mailbox}. */
    private static ListMailboxes parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        String reference = in.mailboxText();
        in.sp();
        return new ListMailboxes(reference, in.listMailbox());
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        if (pattern.isEmpty()) {
            // The separator and the root of the reference, which is the same for all (RFC 9051 §6.3.9).
            out.untagged("LIST (\\Noselect) \"/\" \"\"");
            return new Outcome.Ok("LIST done.");
        }
        MailboxPattern wanted = new MailboxPattern(reference + pattern);
        List<Mailbox> all = session.account().mailboxes();
        for (int i = 0; i < all.size(); i++) {
            Mailbox mailbox = all.get(i);
            if (!wanted.matches(mailbox.name())) {
                continue;
            }
            boolean children = i + 1 < all.size() && all.get(i + 1).name().isWithin(mailbox.name());
            out.begin().raw("LIST (").raw(children ? "\\HasChildren" : "\\HasNoChildren");
            mailbox.role().ifPresent(role -> out.sp().raw(role.attribute()));
            out.raw(") \"/\" ").mailbox(mailbox.name()).end();
        }
        return new Outcome.Ok("LIST done.");
    }
}
