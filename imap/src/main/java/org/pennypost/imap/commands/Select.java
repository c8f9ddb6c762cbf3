package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.Feature;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.imap.session.Shown;
import org.pennypost.mailbox.Mailbox;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.store.StoreException;

/**
 * SELECT opens a mailbox to work in it (RFC 9051 §6.3.2), EXAMINE to look at it alone (§6.3.3).
 *
 * @param condstore whether the client says that it knows mod-sequences (RFC 7162 §3.1.8)
 * @param resync what it remembers of the mailbox (RFC 7162 §3.2.5); null for nothing
 */
record Select(
        GivenName given,
        boolean readOnly,
        boolean condstore,
        @Nullable QuickResync resync) implements Command {
    private static final String FORM =
            "mailbox [(CONDSTORE)] or mailbox (QRESYNC (uidvalidity modseq [uids] [(numbers uids)]))";

    static final CommandSpec SPEC = new CommandSpec(
            "SELECT",
            CommandSpec.LOGGED_IN,
            Set.of(Trait.CHANGES_SELECTION),
            "SELECT " + FORM,
            (in, _) -> parse(in, false));

    static final CommandSpec EXAMINE = new CommandSpec(
            "EXAMINE",
            CommandSpec.LOGGED_IN,
            Set.of(Trait.CHANGES_SELECTION),
            "EXAMINE " + FORM,
            (in, _) -> parse(in, true));

    /** {@code select = "SELECT" SP mailbox [SP "(" select-param *(SP select-param) ")"]} (RFC 4466 §2.1). */
    private static Select parse(ImapReader in, boolean readOnly) throws BadSyntax {
        in.sp();
        GivenName given = GivenName.parse(in);
        boolean condstore = false;
        QuickResync resync = null;
        if (in.accept(' ')) {
            in.expect('(');
            do {
                String name = in.keyword("a parameter");
                switch (name) {
                    case "CONDSTORE" -> condstore = true;
                    case "QRESYNC" -> {
                        in.sp();
                        resync = QuickResync.parse(in);
                    }
                    default -> throw new BadSyntax("there is no parameter " + Shown.of(name));
                }
            } while (in.accept(' '));
            in.expect(')');
        }
        return new Select(given, readOnly, condstore, resync);
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException {
        if (resync != null && !session.has(Feature.QRESYNC)) {
            throw new BadSyntax("ENABLE QRESYNC comes before the parameter QRESYNC");
        }
        // Even one that fails leaves the mailbox that was selected (RFC 9051 §6.3.2).
        if (session.state() == ImapState.SELECTED) {
            session.unselect();
            // As long as CONDSTORE is announced, to every client (RFC 7162 §3.2.11).
            out.untagged("OK [CLOSED] The mailbox that was selected is left.");
        }
        Optional<Mailbox> mailbox = session.account().mailbox(given.name());
        Optional<MailboxView> view = mailbox.isEmpty()
                ? Optional.empty()
                : session.account().view(mailbox.get().id());
        if (view.isEmpty()) {
            return new Outcome.No(ResponseCode.NONEXISTENT, "There is no such mailbox.");
        }
        if (condstore) {
            session.enable(Feature.CONDSTORE);
        }
        SelectedMailbox selected = session.select(view.get(), readOnly);
        tell(session, mailbox.get(), selected, out);
        if (resync != null) {
            try {
                resync.tell(selected, out);
            } catch (StoreException e) {
                // It is answered NO, and then none is selected (RFC 9051 §6.3.2).
                session.unselect();
                throw e;
            }
        }
        return new Outcome.Ok(readOnly ? ResponseCode.READ_ONLY : ResponseCode.READ_WRITE, "Selected.");
    }

    private void tell(ImapSession session, Mailbox mailbox, SelectedMailbox selected, ResponseWriter out)
            throws IOException {
        MailboxView view = selected.view();
        selected.tellOfFlagsInUse(out);
        out.begin().number(view.size()).raw(" EXISTS").end();
        if (session.has(Feature.IMAP4REV2)) {
            tellName(session, mailbox, out);
        } else {
            out.begin().number(selected.recent()).raw(" RECENT").end();
            firstUnseen(view, out);
        }
        out.untagged("OK [UIDVALIDITY " + view.uidValidity().number() + "] UIDs are valid.");
        out.untagged("OK [UIDNEXT " + view.uidNext() + "] The next message's UID.");
        out.untagged("OK [HIGHESTMODSEQ " + view.highestModSeq().number() + "] The last change.");
        out.untagged("OK [" + ResponseCode.mailboxId(view.mailbox()).text() + "] Its name for ever.");
    }

    /** RFC 9051 §6.3.2: what LIST would say, but for those below. */
    private void tellName(ImapSession session, Mailbox mailbox, ResponseWriter out) throws IOException {
        List<String> attributes = new ArrayList<>();
        mailbox.roles().forEach(role -> attributes.add(role.attribute()));
        if (mailbox.subscribed()) {
            attributes.add("\\Subscribed");
        }
        out.begin()
                .raw("LIST (")
                .raw(String.join(" ", attributes))
                .raw(") \"/\" ")
                .mailbox(given.name());
        given.tellOld(session, out);
        out.end();
    }

    /** RFC 3501 §7.1 UNSEEN; IMAP4rev2 has it no more. */
    private static void firstUnseen(MailboxView view, ResponseWriter out) throws IOException {
        if (view.unseen() == 0) {
            return;
        }
        OptionalInt first = view.firstUnseen();
        if (first.isPresent()) {
            out.untagged("OK [UNSEEN " + (first.getAsInt() + 1) + "] The first unseen message.");
        }
    }
}
