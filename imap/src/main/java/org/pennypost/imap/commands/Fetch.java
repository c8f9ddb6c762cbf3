package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.grammar.SequenceSet;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.Feature;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.MessageWalk;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;

/**
 * FETCH tells of messages (RFC 9051 §6.4.5), UID FETCH of those that UIDs name (§6.4.9).
 *
 * @param names of those items that have no section
 */
record Fetch(boolean byUid, SequenceSet set, List<FetchItem> items, Set<String> names, FetchModifiers modifiers)
        implements Command {
    private static final System.Logger LOG = System.getLogger(Fetch.class.getName());

    /** So many messages are marked as seen by one commit. */
    private static final int SEEN_TOGETHER = 200;

    private static final String FORM = "FETCH set attribute, or FETCH set (attribute ...), [(CHANGEDSINCE modseq)]";

    private static final String UID = "UID";
    private static final String FLAGS = "FLAGS";
    private static final String MODSEQ = "MODSEQ";

    /** The most messages of which it is said that they were downgraded (RFC 6858 §3 asks for no more). */
    private static final int DOWNGRADED_MAX = 1_000;

    /** The most attributes of one command. */
    private static final int ITEMS_MAX = 1_000;

    static final CommandSpec SPEC =
            new CommandSpec("FETCH", CommandSpec.SELECTED, Set.of(Trait.USES_SEQUENCE_NUMBERS), FORM, Fetch::parse);

    static final CommandSpec BY_UID = new CommandSpec(
            "UID FETCH", CommandSpec.SELECTED, Set.of(Trait.MAY_EXPUNGE), "UID " + FORM, Fetch::parseByUid);

    private static Fetch parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        return parse(in, vocabulary, false);
    }

    private static Fetch parseByUid(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        return parse(in, vocabulary, true);
    }

    /** {@code fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")}. */
    private static Fetch parse(ImapReader in, Vocabulary vocabulary, boolean byUid) throws BadSyntax {
        in.sp();
        SequenceSet set = in.sequenceSet();
        in.sp();
        // A name that comes twice is answered once, unless it has a section.
        Map<String, FetchItem> items = new LinkedHashMap<>();
        if (byUid) {
            items.put(UID, item(in, vocabulary, UID));
        }
        if (in.accept('(')) {
            do {
                add(in, vocabulary, in.attributeName(), items);
            } while (in.accept(' '));
            in.expect(')');
        } else {
            String name = in.attributeName();
            List<String> macro = macro(name);
            for (String each : macro.isEmpty() ? List.of(name) : macro) {
                add(in, vocabulary, each, items);
            }
        }
        FetchModifiers modifiers = in.accept(' ') ? FetchModifiers.parse(in, byUid) : FetchModifiers.NONE;
        if (modifiers.changedSince().isPresent() && !items.containsKey(MODSEQ)) {
            items.put(MODSEQ, item(in, vocabulary, MODSEQ));
        }
        return new Fetch(byUid, set, List.copyOf(items.values()), Set.copyOf(items.keySet()), modifiers);
    }

    private static List<String> macro(String name) {
        return switch (name) {
            case "ALL" -> List.of("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE");
            case "FAST" -> List.of("FLAGS", "INTERNALDATE", "RFC822.SIZE");
            case "FULL" -> List.of("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY");
            default -> List.of();
        };
    }

    private static void add(ImapReader in, Vocabulary vocabulary, String name, Map<String, FetchItem> items)
            throws BadSyntax {
        if (items.size() == ITEMS_MAX) {
            throw new BadSyntax("at most " + ITEMS_MAX + " attributes are told at once");
        }
        boolean section = in.isNext('[');
        FetchItem item = item(in, vocabulary, name);
        items.put(section ? name + " " + items.size() : name, item);
    }

    private static FetchItem item(ImapReader in, Vocabulary vocabulary, String name) throws BadSyntax {
        FetchAttribute attribute = vocabulary
                .fetchAttribute(name)
                .orElseThrow(() -> new BadSyntax("there is no attribute " + Shown.of(name)));
        return attribute.parser().parse(in);
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException {
        if (modifiers.vanished() && !session.has(Feature.QRESYNC)) {
            throw new BadSyntax("ENABLE QRESYNC comes before VANISHED");
        }
        SelectedMailbox selected = session.selected();
        UidSet named = selected.uids(set, byUid, session.saved());
        if (items.stream().anyMatch(FetchItem::asksForModSeq)) {
            session.enableCondstore(out);
        }
        UidSet uids = modifiers.apply(selected, named, everNamed(selected, named), out);
        if (selected.isReadOnly() || items.stream().noneMatch(FetchItem::setsSeen)) {
            List<Uid> downgraded = new ArrayList<>();
            return outcome(tell(selected, uids, UidSet.EMPTY, downgraded, out), downgraded);
        }
        // The next messages are marked as seen together, just before they are sent: each commit waits for the disk.
        Optional<Outcome.No> objection = Optional.empty();
        List<Uid> downgraded = new ArrayList<>();
        UidSet left = uids;
        while (!left.isEmpty()) {
            Batch batch = Batch.of(selected, left);
            UidSet seen = batch.unseen().isEmpty() ? UidSet.EMPTY : see(selected, batch.unseen(), out);
            Optional<Outcome.No> here;
            try {
                here = tell(selected, batch.uids(), seen, downgraded, out);
            } catch (StoreException e) {
                // The numbers show already that they are seen, so nothing else would tell of it.
                if (!seen.isEmpty() && out.takeBack()) {
                    selected.flags(out, seen, byUid);
                }
                throw e;
            }
            objection = objection.isPresent() ? objection : here;
            left = batch.left();
        }
        return outcome(objection, downgraded);
    }

    /** The same with {@code *} for the highest UID that there ever was: the last messages may be those that were expunged. */
    private UidSet everNamed(SelectedMailbox selected, UidSet named) {
        return set.isSaved() || !byUid ? named : set.resolved(selected.view().uidNext() - 1);
    }

    private static Outcome outcome(Optional<Outcome.No> objection, List<Uid> downgraded) {
        if (objection.isPresent()) {
            return objection.get();
        }
        return new Outcome.Ok(
                downgraded.isEmpty() ? ResponseCode.NONE : ResponseCode.downgraded(UidSet.of(downgraded)),
                "FETCH done.");
    }

    /** Mail can be read on a disk that takes nothing any more. */
    private UidSet see(SelectedMailbox selected, UidSet uids, ResponseWriter out) throws IOException {
        try {
            return selected.see(out, uids, byUid);
        } catch (StoreFull e) {
            LOG.log(System.Logger.Level.WARNING, "messages were fetched and cannot be marked as seen", e);
            return UidSet.EMPTY;
        }
    }

    /**
     * The first messages of a set.
     *
     * @param uids the ranges in which they are
     * @param unseen those that lack {@code \Seen}
     * @param left the set without them
     */
    private record Batch(UidSet uids, UidSet unseen, UidSet left) {
        static Batch of(SelectedMailbox selected, UidSet set) {
            List<Uid> unseen = new ArrayList<>();
            long last = Uid.MAX;
            int count = 0;
            try (MessageWalk walk = selected.walk(set)) {
                while (count < SEEN_TOGETHER && walk.next()) {
                    count++;
                    last = walk.message().uid();
                    if (!walk.message().isSeen() && !walk.message().isGone()) {
                        unseen.add(new Uid(last));
                    }
                }
            }
            if (count < SEEN_TOGETHER) {
                return new Batch(set, UidSet.of(unseen), UidSet.EMPTY);
            }
            return new Batch(between(set, 1, last), UidSet.of(unseen), between(set, last + 1, Uid.MAX));
        }

        private static UidSet between(UidSet set, long first, long last) {
            List<UidSet.Range> ranges = new ArrayList<>();
            for (UidSet.Range range : set.ranges()) {
                long from = Math.max(first, range.first().number());
                long to = Math.min(last, range.last().number());
                if (from <= to) {
                    ranges.add(new UidSet.Range(new Uid(from), new Uid(to)));
                }
            }
            return UidSet.ofRanges(ranges);
        }
    }

    /**
     * @param seen messages whose flags are told though nobody asked: fetching has changed them
     * @param downgraded takes the first of those of which a surrogate was told
     * @return why the first of those was left out that could not be told of; empty if all were
     */
    private Optional<Outcome.No> tell(
            SelectedMailbox selected, UidSet uids, UidSet seen, List<Uid> downgraded, ResponseWriter out)
            throws IOException {
        Optional<Outcome.No> objection = Optional.empty();
        try (MessageWalk walk = selected.walk(uids)) {
            while (walk.next()) {
                SelectedMessage message = walk.message();
                Optional<Outcome.No> here = objection(message);
                if (here.isEmpty()) {
                    tell(message, seen.contains(new Uid(message.uid())), out);
                } else {
                    objection = objection.isPresent() ? objection : here;
                }
                if (message.wasDowngraded() && downgraded.size() < DOWNGRADED_MAX) {
                    downgraded.add(new Uid(message.uid()));
                }
            }
        }
        // Those that were left out may have been marked as seen too.
        if (objection.isPresent() && !seen.isEmpty()) {
            selected.flags(out, seen, byUid);
        }
        return objection;
    }

    private Optional<Outcome.No> objection(SelectedMessage message) throws IOException {
        for (FetchItem item : items) {
            Optional<Outcome.No> objection = item.objection(message);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private void tell(SelectedMessage message, boolean seen, ResponseWriter out) throws IOException {
        out.begin().number(message.number()).raw(" FETCH (");
        boolean first = true;
        for (FetchItem item : items) {
            if (!first) {
                out.sp();
            }
            item.write(message, out);
            first = false;
        }
        if (seen) {
            tellSeen(message, out);
        }
        out.raw(')').end();
    }

    /** What fetching has changed; with the UID and the mod-sequence for who knows those (RFC 7162 §3.2.4). */
    private void tellSeen(SelectedMessage message, ResponseWriter out) {
        if (!names.contains(FLAGS)) {
            out.raw(" FLAGS ").flags(message.flags(), message.isRecent());
        }
        if (message.mailbox().tellsModSeqs()) {
            if (!names.contains(UID)) {
                out.raw(" UID ").number(message.uid());
            }
            if (!names.contains(MODSEQ)) {
                out.raw(" MODSEQ (").number(message.modSeq()).raw(')');
            }
        }
    }
}
