package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.search.Found;
import org.pennypost.imap.search.FoundModSeqs;
import org.pennypost.imap.search.Program;
import org.pennypost.imap.search.Relevancies;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.Feature;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.StoreException;

/**
 * SEARCH finds messages (RFC 9051 §6.4.4); with RETURN it tells what is asked for (RFC 4731, RFC 6203 §4), or remembers it as {@code $} (RFC 5182).
 *
 * @param extended whether it is answered with ESEARCH whatever the revision
 * @param charset whether a character set was named
 */
record Search(boolean byUid, boolean extended, Set<Result> results, boolean charset, Program program)
        implements Command {
    private static final String FORM =
            "SEARCH [RETURN (MIN MAX ALL COUNT SAVE RELEVANCY)] [CHARSET name] key [key ...]";

    static final CommandSpec SPEC = new CommandSpec(
            "SEARCH",
            CommandSpec.SELECTED,
            Set.of(Trait.USES_SEQUENCE_NUMBERS),
            FORM,
            (in, vocabulary) -> parse(in, vocabulary, false));

    static final CommandSpec BY_UID = new CommandSpec(
            "UID SEARCH",
            CommandSpec.SELECTED,
            Set.of(Trait.MAY_EXPUNGE),
            "UID " + FORM,
            (in, vocabulary) -> parse(in, vocabulary, true));

    /** What a client wants to know of what is found. */
    enum Result {
        MIN,
        MAX,
        ALL,
        COUNT,
        SAVE,
        RELEVANCY
    }

    /** {@code search = "SEARCH" [search-return-opts] SP search-program}. */
    private static Search parse(ImapReader in, Vocabulary vocabulary, boolean byUid) throws BadSyntax {
        in.sp();
        boolean extended = in.acceptWord("RETURN");
        Set<Result> results = EnumSet.noneOf(Result.class);
        if (extended) {
            in.sp();
            results = results(in);
            in.sp();
        }
        if (in.acceptWord("CHARSET")) {
            in.sp();
            return new Search(byUid, extended, results, true, Program.parseWithCharset(in, vocabulary)).checked();
        }
        return new Search(byUid, extended, results, false, Program.parse(in, vocabulary)).checked();
    }

    private Search checked() throws BadSyntax {
        if (results.contains(Result.RELEVANCY)) {
            program.requireFuzzy();
        }
        return this;
    }

    private static Set<Result> results(ImapReader in) throws BadSyntax {
        Set<Result> results = EnumSet.noneOf(Result.class);
        in.expect('(');
        if (!in.accept(')')) {
            do {
                results.add(result(in.keyword("a result option")));
            } while (in.accept(' '));
            in.expect(')');
        }
        if (results.isEmpty()) {
            results.add(Result.ALL);
        }
        return results;
    }

    private static Result result(String name) throws BadSyntax {
        for (Result each : Result.values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw new BadSyntax("there is no result option " + Shown.of(name));
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException {
        if (charset && session.has(Feature.UTF8_ACCEPT)) {
            return new Outcome.Bad("SEARCH names no character set after ENABLE UTF8=ACCEPT (RFC 6855): it is UTF-8.");
        }
        if (!program.knownCharset()) {
            if (results.contains(Result.SAVE)) {
                session.save(UidSet.EMPTY);
            }
            return Program.badCharset();
        }
        if (program.asksForModSeq()) {
            session.enableCondstore(out);
        }
        Found uids = new Found();
        Found numbers = new Found();
        FoundModSeqs modSeqs = new FoundModSeqs();
        Relevancies relevancies = new Relevancies();
        try {
            program.find(session, (message, likeness) -> {
                uids.add(message.uid());
                numbers.add(message.number());
                modSeqs.add(message.modSeq());
                if (results.contains(Result.RELEVANCY)) {
                    relevancies.add(likeness);
                }
            });
        } catch (StoreException e) {
            // RFC 5182 §2.1: it is answered NO, and nothing is found.
            if (results.contains(Result.SAVE)) {
                session.save(UidSet.EMPTY);
            }
            throw e;
        }
        if (results.contains(Result.SAVE)) {
            session.save(saved(uids));
        }
        if (extended || session.has(Feature.IMAP4REV2)) {
            tellExtended(session, byUid ? uids : numbers, modSeqs, relevancies, out);
        } else {
            out.begin().raw("SEARCH");
            (byUid ? uids : numbers).writeEach(out);
            if (program.asksForModSeq() && uids.count() > 0) {
                out.raw(" (MODSEQ ").number(modSeqs.highest()).raw(')');
            }
            out.end();
        }
        return new Outcome.Ok("SEARCH done.");
    }

    /** RFC 5182 §2.1: with MIN or MAX alone, those are what is remembered. */
    private UidSet saved(Found uids) {
        boolean ends = results.contains(Result.MIN) || results.contains(Result.MAX);
        if (!ends || results.contains(Result.ALL) || results.contains(Result.COUNT) || uids.count() == 0) {
            return uids.uids();
        }
        Found some = new Found();
        if (results.contains(Result.MIN)) {
            some.add(uids.min());
        }
        if (results.contains(Result.MAX) && (some.count() == 0 || uids.max() > uids.min())) {
            some.add(uids.max());
        }
        return some.uids();
    }

    /** RFC 9051 §7.3.4. If SAVE alone is asked for, nothing is told (RFC 5182 §2.1). */
    private void tellExtended(
            ImapSession session, Found found, FoundModSeqs modSeqs, Relevancies relevancies, ResponseWriter out)
            throws IOException {
        Set<Result> wanted = results.isEmpty() ? EnumSet.of(Result.ALL) : results;
        if (wanted.equals(EnumSet.of(Result.SAVE))) {
            return;
        }
        out.begin().raw("ESEARCH (TAG ").string(session.tag()).raw(byUid ? ") UID" : ")");
        for (Result result : wanted) {
            if (result == Result.COUNT) {
                out.raw(" COUNT ").number(found.count());
            } else if (result != Result.SAVE && found.count() > 0) {
                out.sp().raw(result.name()).sp();
                switch (result) {
                    case MIN -> out.number(found.min());
                    case MAX -> out.number(found.max());
                    case ALL -> found.writeRanges(out);
                    case RELEVANCY -> relevancies.write(out);
                    case COUNT, SAVE -> throw new IllegalStateException("told of above");
                }
            }
        }
        if (program.asksForModSeq() && found.count() > 0) {
            out.raw(" MODSEQ ").number(modSeq(wanted, modSeqs));
        }
        out.end();
    }

    /** RFC 4731 §3.2: of those messages that are told. */
    private static long modSeq(Set<Result> wanted, FoundModSeqs modSeqs) {
        if (wanted.contains(Result.ALL) || wanted.contains(Result.COUNT) || wanted.contains(Result.RELEVANCY)) {
            return modSeqs.highest();
        }
        long min = wanted.contains(Result.MIN) ? modSeqs.first() : 0;
        return wanted.contains(Result.MAX) ? Math.max(min, modSeqs.last()) : min;
    }

    @Override
    public boolean namesNumbers() {
        return program.term().namesNumbers();
    }
}
