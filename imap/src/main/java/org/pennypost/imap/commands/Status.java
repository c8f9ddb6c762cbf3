package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.StatusItem;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.Mailbox;
import org.pennypost.mailbox.MailboxName;

/** STATUS tells the counters of a mailbox without selecting it (RFC 9051 §6.3.11). */
record Status(MailboxName name, List<StatusItem> items) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "STATUS", CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), "STATUS mailbox (item ...)", Status::parse);

    /** {@code status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"}. */
    private static Status parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        MailboxName name = in.mailbox();
        in.sp();
        return new Status(name, items(in, vocabulary));
    }

    /** The items in parentheses, each once. */
    static List<StatusItem> items(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        Set<StatusItem> items = new LinkedHashSet<>();
        in.expect('(');
        do {
            String item = in.keyword("a STATUS item");
            items.add(
                    vocabulary.statusItem(item).orElseThrow(() -> new BadSyntax("there is no item " + Shown.of(item))));
        } while (in.accept(' '));
        in.expect(')');
        return List.copyOf(items);
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        Optional<Mailbox> mailbox = session.account().mailbox(name);
        if (mailbox.isEmpty()) {
            return Refusals.nonexistent();
        }
        tell(session, mailbox.get(), items, out);
        return new Outcome.Ok("STATUS done.");
    }

    /** {@code * STATUS mailbox (item number ...)}. */
    static void tell(ImapSession session, Mailbox mailbox, List<StatusItem> items, ResponseWriter out)
            throws IOException {
        if (items.stream().anyMatch(item -> item.name().equals(StatusItem.HIGHESTMODSEQ))) {
            session.enableCondstore(out);
        }
        out.begin().raw("STATUS ").mailbox(mailbox.name()).raw(" (");
        String between = "";
        for (StatusItem item : items) {
            out.raw(between).raw(item.name()).sp().raw(item.value().spelled(session, mailbox));
            between = " ";
        }
        out.raw(')').end();
    }
}
