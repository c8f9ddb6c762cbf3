package org.pennypost.imap.extensions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.search.Program;
import org.pennypost.imap.search.Relevancies;
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
import org.pennypost.mailbox.MessageOrder;
import org.pennypost.mailbox.SortKey;
import org.pennypost.mailbox.projection.Projection;

/** SORT finds messages and tells them in an order (RFC 5256 §3), also by names as they are shown (RFC 5957), also as ESEARCH (RFC 5267 §3, RFC 6203 §6). */
final class Sort implements ImapExtension {
    private static final String FORM =
            "SORT [RETURN (MIN MAX ALL COUNT RELEVANCY)] ([REVERSE] criterion ...) charset key [key ...]";

    /** The most criteria; there are ten to begin with. */
    private static final int CRITERIA_MAX = 50;

    private static final CommandSpec SORT = new CommandSpec(
            "SORT",
            CommandSpec.SELECTED,
            Set.of(Trait.USES_SEQUENCE_NUMBERS),
            FORM,
            (in, vocabulary) -> parse(in, vocabulary, false));

    private static final CommandSpec BY_UID = new CommandSpec(
            "UID SORT",
            CommandSpec.SELECTED,
            Set.of(Trait.MAY_EXPUNGE),
            "UID " + FORM,
            (in, vocabulary) -> parse(in, vocabulary, true));

    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED ? List.of() : List.of("SORT", "SORT=DISPLAY", "ESORT");
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(SORT, BY_UID);
    }

    /** What a client wants to know of the order. */
    private enum Result {
        MIN,
        MAX,
        ALL,
        COUNT,
        RELEVANCY
    }

    /** {@code sort = ["UID" SP] "SORT" [sort-return-opts] SP sort-criteria SP search-criteria}. */
    private static Order parse(ImapReader in, Vocabulary vocabulary, boolean byUid) throws BadSyntax {
        in.sp();
        Set<Result> results = EnumSet.noneOf(Result.class);
        if (in.acceptWord("RETURN")) {
            in.sp();
            results = results(in);
            in.sp();
        }
        List<MessageOrder.Criterion> criteria = new ArrayList<>();
        in.expect('(');
        do {
            if (criteria.size() == CRITERIA_MAX) {
                throw new BadSyntax("at most " + CRITERIA_MAX + " criteria decide");
            }
            criteria.add(criterion(in));
        } while (in.accept(' '));
        in.expect(')');
        in.sp();
        Program program = Program.parseWithCharset(in, vocabulary);
        if (results.contains(Result.RELEVANCY) || criteria.stream().anyMatch(each -> each.key() == SortKey.RELEVANCY)) {
            program.requireFuzzy();
        }
        return new Order(byUid, results, criteria, program);
    }

    private static Set<Result> results(ImapReader in) throws BadSyntax {
        Set<Result> results = EnumSet.noneOf(Result.class);
        in.expect('(');
        if (!in.accept(')')) {
            do {
                String name = in.keyword("a result option");
                results.add(named(Result.values(), name)
                        .orElseThrow(() -> new BadSyntax("there is no result option " + Shown.of(name))));
            } while (in.accept(' '));
            in.expect(')');
        }
        if (results.isEmpty()) {
            results.add(Result.ALL);
        }
        return results;
    }

    /** {@code sort-criterion = ["REVERSE" SP] sort-key}. */
    private static MessageOrder.Criterion criterion(ImapReader in) throws BadSyntax {
        boolean reverse = in.acceptWord("REVERSE");
        if (reverse) {
            in.sp();
        }
        String name = in.keyword("a sort criterion");
        SortKey key = named(SortKey.values(), name)
                .orElseThrow(() -> new BadSyntax("there is no sort criterion " + Shown.of(name)));
        return new MessageOrder.Criterion(key, reverse);
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        for (E each : values) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /**
     * The command.
     *
     * @param results empty for an answer with SORT
     */
    private record Order(boolean byUid, Set<Result> results, List<MessageOrder.Criterion> criteria, Program program)
            implements Command {
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
            MessageOrder order =
                    new MessageOrder(criteria, session.service().limits().sortOctetsMax());
            Relevancies relevancies = new Relevancies();
            program.find(session, (message, likeness) -> {
                if (add(message, likeness, order) && results.contains(Result.RELEVANCY)) {
                    relevancies.add(likeness);
                }
            });
            if (order.isFull()) {
                return new Outcome.No(
                        ResponseCode.LIMIT, "What these messages are sorted by is too much; search for fewer of them.");
            }
            MessageOrder.Sorted sorted = order.sorted();
            if (results.isEmpty()) {
                out.begin().raw("SORT");
                for (long each : sorted.keys()) {
                    out.sp().number(each);
                    out.relieve();
                }
                if (program.asksForModSeq() && sorted.keys().length > 0) {
                    out.raw(" (MODSEQ ").number(highest(sorted.modSeqs())).raw(')');
                }
                out.end();
            } else {
                extended(session, sorted, relevancies, out);
            }
            return new Outcome.Ok("SORT done.");
        }

        /** Returns false for one whose octets are gone for good, where they decide. */
        private boolean add(SelectedMessage message, double likeness, MessageOrder order) throws IOException {
            long arrival = message.receivedSeconds();
            Optional<Glance> glance = order.needsSentDate() ? message.glance() : Optional.of(Glance.NONE);
            if (glance.isEmpty()) {
                return false;
            }
            MessageOrder.Row row = new MessageOrder.Row(
                    byUid ? message.uid() : message.number(),
                    message.modSeq(),
                    arrival,
                    glance.get().sentSeconds(arrival),
                    message.sizeOctets(),
                    likeness);
            if (!order.needsProjection()) {
                order.add(row);
                return true;
            }
            Optional<Projection> projection = message.projection();
            if (projection.isPresent()) {
                order.add(row, projection.get());
            }
            return projection.isPresent();
        }

        /** RFC 5267 §3.2: MIN is the first of the order, MAX the last. */
        private void extended(
                ImapSession session, MessageOrder.Sorted sorted, Relevancies relevancies, ResponseWriter out)
                throws IOException {
            long[] keys = sorted.keys();
            out.begin().raw("ESEARCH (TAG ").string(session.tag()).raw(byUid ? ") UID" : ")");
            for (Result result : results) {
                if (result == Result.COUNT) {
                    out.raw(" COUNT ").number(keys.length);
                } else if (keys.length > 0) {
                    out.sp().raw(result.name()).sp();
                    switch (result) {
                        case MIN -> out.number(keys[0]);
                        case MAX -> out.number(keys[keys.length - 1]);
                        case ALL -> each(keys, out);
                        case RELEVANCY -> relevancies.write(sorted.rows(), out);
                        case COUNT -> throw new IllegalStateException("told of above");
                    }
                }
            }
            if (program.asksForModSeq() && keys.length > 0) {
                out.raw(" MODSEQ ").number(highest(told(sorted.modSeqs())));
            }
            out.end();
        }

        /** Those that count (RFC 7162 §3.1.10, RFC 4731 §3.2). */
        private long[] told(long[] modSeqs) {
            if (results.contains(Result.ALL) || results.contains(Result.COUNT) || results.contains(Result.RELEVANCY)) {
                return modSeqs;
            }
            long last = modSeqs[modSeqs.length - 1];
            long first = results.contains(Result.MIN) ? modSeqs[0] : last;
            return new long[] {first, results.contains(Result.MAX) ? last : first};
        }

        private static long highest(long[] modSeqs) {
            return Arrays.stream(modSeqs).max().orElse(0);
        }

        /** Without ranges, which would stand for rising numbers alone. */
        private static void each(long[] sorted, ResponseWriter out) throws IOException {
            String between = "";
            for (long each : sorted) {
                out.raw(between).number(each);
                out.relieve();
                between = ",";
            }
        }
    }
}
