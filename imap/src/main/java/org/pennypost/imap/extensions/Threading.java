package org.pennypost.imap.extensions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.search.Program;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.Glance;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.thread.OrderedSubject;
import org.pennypost.mailbox.thread.ReferencesThreads;
import org.pennypost.mailbox.thread.ThreadMessage;
import org.pennypost.mailbox.thread.Threads;

/** THREAD finds messages and tells which answer which (RFC 5256 §3). */
final class Threading implements ImapExtension {
    private static final String FORM = "THREAD ORDEREDSUBJECT|REFERENCES charset key [key ...]";

    private static final CommandSpec THREAD = new CommandSpec(
            "THREAD",
            CommandSpec.SELECTED,
            Set.of(Trait.USES_SEQUENCE_NUMBERS),
            FORM,
            (in, vocabulary) -> parse(in, vocabulary, false));

    private static final CommandSpec BY_UID = new CommandSpec(
            "UID THREAD",
            CommandSpec.SELECTED,
            Set.of(Trait.MAY_EXPUNGE),
            "UID " + FORM,
            (in, vocabulary) -> parse(in, vocabulary, true));

    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED
                ? List.of()
                : List.of("THREAD=ORDEREDSUBJECT", "THREAD=REFERENCES");
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(THREAD, BY_UID);
    }

    /** {@code thread = ["UID" SP] "THREAD" SP thread-alg SP search-criteria}. */
    private static Conversations parse(ImapReader in, Vocabulary vocabulary, boolean byUid) throws BadSyntax {
        in.sp();
        String algorithm = in.keyword("a threading algorithm");
        boolean references = algorithm.equals("REFERENCES");
        if (!references && !algorithm.equals("ORDEREDSUBJECT")) {
            throw new BadSyntax("there is no algorithm " + Shown.of(algorithm));
        }
        in.sp();
        return new Conversations(byUid, references, Program.parseWithCharset(in, vocabulary));
    }

    /**
     * The command.
     *
     * @param references whether the algorithm is REFERENCES
     */
    private record Conversations(boolean byUid, boolean references, Program program) implements Command {
        @Override
        public boolean namesNumbers() {
            return program.term().namesNumbers();
        }

        @Override
        public Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException {
            if (!program.knownCharset()) {
                return Program.badCharset();
            }
            if (program.asksForModSeq()) {
                session.enableCondstore(out);
            }
            List<ThreadMessage> messages = new ArrayList<>();
            long room = session.service().limits().sortOctetsMax();
            long[] referenceOctets = {0};
            program.find(session, (message, _) -> {
                if (referenceOctets[0] <= room) {
                    threaded(message).ifPresent(messages::add);
                    referenceOctets[0] += messages.isEmpty()
                            ? 0
                            : (long) Long.BYTES * messages.getLast().references().length;
                }
            });
            if (referenceOctets[0] > room) {
                return new Outcome.No(
                        ResponseCode.LIMIT, "These messages refer to too many others; search for fewer of them.");
            }
            Threads threads = references ? ReferencesThreads.of(messages) : OrderedSubject.of(messages);
            out.begin().raw("THREAD");
            if (!threads.roots().isEmpty()) {
                out.sp().raw(threads.toString());
            }
            out.end();
            return new Outcome.Ok("THREAD done.");
        }

        private Optional<ThreadMessage> threaded(SelectedMessage message) throws IOException {
            Optional<Glance> glance = message.glance();
            if (glance.isEmpty()) {
                return Optional.empty();
            }
            long key = byUid ? message.uid() : message.number();
            long sent = glance.get().sentSeconds(message.receivedSeconds());
            if (!references) {
                return Optional.of(
                        ThreadMessage.ofSubject(key, sent, glance.get().subject()));
            }
            Optional<Projection> projection = message.projection();
            return projection.isEmpty()
                    ? Optional.empty()
                    : Optional.of(projection.get().threadKeys().message(key, sent));
        }
    }
}
