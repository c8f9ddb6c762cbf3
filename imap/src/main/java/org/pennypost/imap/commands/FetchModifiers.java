package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.Optional;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.search.Found;
import org.pennypost.imap.session.MessageWalk;
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.Vanished;
import org.pennypost.mailbox.ModSeq;
import org.pennypost.mailbox.UidSet;

/**
 * The modifiers of a FETCH (RFC 7162 §3.1.4.1, §3.2.6).
 *
 * @param changedSince only messages that have changed after that
 * @param vanished whether those are told of that were expunged after that
 */
record FetchModifiers(Optional<ModSeq> changedSince, boolean vanished) {
    static final FetchModifiers NONE = new FetchModifiers(Optional.empty(), false);

    /** {@code "(" fetch-modifier *(SP fetch-modifier) ")"} (RFC 4466 §2.4). Lenient: 0 for a mod-sequence, which asks for everything. */
    static FetchModifiers parse(ImapReader in, boolean byUid) throws BadSyntax {
        Optional<ModSeq> changedSince = Optional.empty();
        boolean vanished = false;
        in.expect('(');
        do {
            String name = in.keyword("a modifier");
            switch (name) {
                case "CHANGEDSINCE" -> {
                    in.sp();
                    changedSince = Optional.of(new ModSeq(in.number64()));
                }
                case "VANISHED" -> vanished = true;
                default -> throw new BadSyntax("there is no modifier " + Shown.of(name));
            }
        } while (in.accept(' '));
        in.expect(')');
        if (vanished && (!byUid || changedSince.isEmpty())) {
            throw new BadSyntax("VANISHED goes with CHANGEDSINCE, and with UID FETCH");
        }
        return new FetchModifiers(changedSince, vanished);
    }

    /**
     * Tells what has vanished.
     *
     * @param everNamed what the set names if {@code *} reaches as far as messages ever did: of these the vanished are told
     * @return those that are to be told of, of the messages named
     */
    UidSet apply(SelectedMailbox selected, UidSet named, UidSet everNamed, ResponseWriter out) throws IOException {
        if (changedSince.isEmpty()) {
            return named;
        }
        ModSeq since = changedSince.get();
        if (vanished) {
            Vanished.tell("(EARLIER) ", Vanished.since(selected, since, everNamed, 0), out);
        }
        Found changed = new Found();
        try (MessageWalk walk = selected.walk(named)) {
            while (walk.next()) {
                if (walk.message().modSeq() > since.number()) {
                    changed.add(walk.message().uid());
                }
            }
        }
        return changed.uids();
    }
}
