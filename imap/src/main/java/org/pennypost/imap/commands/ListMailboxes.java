package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pennypost.imap.commands.ListOptions.Selection;
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
import org.pennypost.mailbox.Mailbox;

/**
 * LIST tells which mailboxes there are (RFC 9051 §6.3.9), what they are for (RFC 6154 §2), and which have others below (RFC 3348); the
 * extended one also which are subscribed to (RFC 5258), and their counters (RFC 5819).
 *
 * @param extended whether it is extended in one of the three ways of RFC 5258 §1
 * @param patterns one at least
 */
record ListMailboxes(boolean extended, ListOptions options, String reference, List<String> patterns)
        implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "LIST",
            CommandSpec.LOGGED_IN,
            Set.of(Trait.MAY_EXPUNGE),
            "LIST [(option ...)] reference pattern, or (pattern ...), [RETURN (option ...)]",
            ListMailboxes::parse);

    /** The longest that all patterns of one command may be together, in characters. */
    private static final int PATTERNS_MAX = 20_000;

    /** {@code list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]}. */
    private static ListMailboxes parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        boolean selects = in.isNext('(');
        Set<Selection> selection = Set.of();
        if (selects) {
            selection = ListOptions.selection(in);
            in.sp();
        }
        String reference = in.mailboxText();
        in.sp();
        boolean several = in.isNext('(');
        List<String> patterns = several ? patterns(in) : List.of(in.listMailbox());
        limit(reference, patterns);
        boolean returns = in.accept(' ');
        ListOptions options = new ListOptions(selection, Set.of(), List.of());
        if (returns) {
            if (!in.acceptWord("RETURN")) {
                throw in.expected("RETURN");
            }
            in.sp();
            options = ListOptions.returning(selection, in, vocabulary);
        }
        return new ListMailboxes(selects || several || returns, options, reference, patterns);
    }

    private static List<String> patterns(ImapReader in) throws BadSyntax {
        List<String> patterns = new ArrayList<>();
        in.expect('(');
        do {
            patterns.add(in.listMailbox());
        } while (in.accept(' '));
        in.expect(')');
        return patterns;
    }

    private static void limit(String reference, List<String> patterns) throws BadSyntax {
        long length = 0;
        for (String pattern : patterns) {
            length += reference.length() + pattern.length();
        }
        if (length > PATTERNS_MAX) {
            throw new BadSyntax("the patterns of one LIST have at most " + PATTERNS_MAX + " characters");
        }
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        if (!extended && patterns.getFirst().isEmpty()) {
            // The separator and the root of the reference, which is the same for all (RFC 9051 §6.3.9).
            out.untagged("LIST (\\Noselect) \"/\" \"\"");
            return new Outcome.Ok("LIST done.");
        }
        // An empty one among several, or with options, matches nothing (RFC 5258 §3).
        MailboxPatterns wanted = new MailboxPatterns(patterns.stream()
                .filter(pattern -> !pattern.isEmpty())
                .map(pattern -> new MailboxPattern(reference + pattern))
                .toList());
        MailboxListing.tell(session.account(), options, wanted, line -> tell(session, line, out));
        return new Outcome.Ok("LIST done.");
    }

    private void tell(ImapSession session, MailboxListing.Line line, ResponseWriter out) throws IOException {
        Mailbox mailbox = line.mailbox();
        out.begin().raw("LIST (").raw(line.children() ? "\\HasChildren" : "\\HasNoChildren");
        if (mailbox != null) {
            mailbox.roles().forEach(role -> out.sp().raw(role.attribute()));
        } else {
            out.raw(" \\NonExistent");
        }
        if (line.subscribed() && options.tellsSubscriptions()) {
            out.raw(" \\Subscribed");
        }
        out.raw(") \"/\" ").mailbox(line.name());
        if (line.childInfo()) {
            out.raw(" (\"CHILDINFO\" (").raw(criteria()).raw("))");
        }
        out.end();
        if (mailbox != null && line.selected() && !options.status().isEmpty()) {
            Status.tell(session, mailbox, options.status(), out);
        }
    }

    /** {@code childinfo-extended-item}: what was asked for, of which there is something below. */
    private String criteria() {
        boolean subscribed = options.selection().contains(Selection.SUBSCRIBED);
        boolean specialUse = options.selection().contains(Selection.SPECIAL_USE);
        return (subscribed ? "\"SUBSCRIBED\"" : "")
                + (subscribed && specialUse ? " " : "")
                + (specialUse ? "\"SPECIAL-USE\"" : "");
    }
}
