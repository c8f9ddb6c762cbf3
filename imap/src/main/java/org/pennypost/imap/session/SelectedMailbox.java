package org.pennypost.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.grammar.SequenceSet;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.FlagsResult;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.ModSeq;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;

/**
 * The selected mailbox of one session: what the client knows of it, and how it is told of what changed. Belongs to one thread at a time.
 *
 * <p>Life: begins at SELECT or EXAMINE with everything that is there, and ends when another mailbox is selected, or none. In between
 * {@link #report} brings it forward, at the end of every command and while the session is in IDLE:
 *
 * <ul>
 *   <li>new messages get the next numbers (EXISTS), at any time (RFC 9051 §7.4.1)
 *   <li>changed flags are told (FETCH), at any time
 *   <li>expunged messages are told of (EXPUNGE) only while a command that allows it is in progress (RFC 9051 §7.5.1). Until then they are
 *       ghosts: they keep their numbers, and can be fetched while the history keeps them (RFC 2180 §4.1.1)
 * </ul>
 *
 * <p>What is told is the difference between the view that the client knows and the current one, so a change that was undone in between is
 * never told, and nothing is told twice.
 */
public final class SelectedMailbox {
    private static final List<Flag> SYSTEM_FLAGS =
            List.of(Flag.ANSWERED, Flag.DELETED, Flag.DRAFT, Flag.FLAGGED, Flag.SEEN);

    private final Account account;
    private final MailboxId id;
    private final boolean readOnly;
    private final Set<Feature> features;
    private final RecentMessages recentMessages;
    private final Differences differences;
    private final int ghostsMax;
    private SequenceView numbers;
    private UidSet recentUids;
    /** The last change up to which the client has been told everything: behind that of the view while there are ghosts. */
    private ModSeq reached;
    /** Whether it has been told of expunged messages since {@link #takeReached}. */
    private boolean toldOfExpunged;

    /** A change that this client made and does not want to be told of. */
    private static final class Silence {
        private final UidSet uids;
        private final FlagChange change;
        /** Messages that it is told of behind that, whatever became of them. */
        private final UidSet toldAnyway;

        /** The last flags that were compared: a view has one set for all messages with the same flags, so the next are mostly these. */
        private @Nullable Set<Flag> lastBefore;

        private @Nullable Set<Flag> lastNow;
        private boolean lastAsExpected;

        Silence(UidSet uids, FlagChange change, UidSet toldAnyway) {
            this.uids = uids;
            this.change = change;
            this.toldAnyway = toldAnyway;
        }

        /** What of a run of messages that changed alike is news. */
        UidSet news(UidSet run, Set<Flag> before, Set<Flag> now) {
            UidSet rest = run.without(toldAnyway);
            return isAsExpected(before, now) ? rest.without(uids) : rest;
        }

        @SuppressWarnings("ReferenceEquality") // only a shortcut: equal sets are found equal below
        private boolean isAsExpected(Set<Flag> before, Set<Flag> now) {
            if (before != lastBefore || now != lastNow) {
                lastBefore = before;
                lastNow = now;
                lastAsExpected = now.equals(changed(before));
            }
            return lastAsExpected;
        }

        private Set<Flag> changed(Set<Flag> before) {
            Set<Flag> expected = new HashSet<>(before);
            switch (change.how()) {
                case ADD -> expected.addAll(change.flags());
                case REMOVE -> expected.removeAll(change.flags());
                case REPLACE -> {
                    expected.clear();
                    expected.addAll(change.flags());
                }
            }
            return expected;
        }
    }

    /**
     * Looks at a mailbox for the first time.
     *
     * @param features what the client has enabled; seen as it grows
     * @param ghostsMax with more ghosts the view is not brought forward until they may be told of
     */
    SelectedMailbox(
            Account account,
            MailboxView view,
            boolean readOnly,
            Set<Feature> features,
            RecentMessages recentMessages,
            Differences differences,
            int ghostsMax) {
        this.account = account;
        this.id = view.mailbox();
        this.readOnly = readOnly;
        this.features = features;
        this.recentMessages = recentMessages;
        this.differences = differences;
        this.ghostsMax = ghostsMax;
        this.numbers = SequenceView.of(view);
        this.reached = view.highestModSeq();
        this.recentUids = readOnly
                ? upwards(recentMessages.first(account.id(), view), Uid.MAX)
                : upwards(recentMessages.claim(account.id(), view), view.uidNext() - 1);
    }

    public Account account() {
        return account;
    }

    public MailboxId id() {
        return id;
    }

    /** Whether it was selected with EXAMINE: nothing in it is changed. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** Whether the client is told of mod-sequences (RFC 7162 §3.1). */
    public boolean tellsModSeqs() {
        return features.contains(Feature.CONDSTORE);
    }

    /** The messages as the client numbers them. */
    public SequenceView numbers() {
        return numbers;
    }

    /** What is there, as the client knows it. */
    public MailboxView view() {
        return numbers.view();
    }

    /** The last change up to which the client has been told everything (RFC 7162 §3.2). */
    public ModSeq reached() {
        return reached;
    }

    /** The same where the client cannot know it: it was told of expunged messages since the last time, or waits to be told. */
    Optional<ModSeq> takeReached() {
        boolean unknown = toldOfExpunged || !numbers.ghosts().isEmpty();
        toldOfExpunged = false;
        return unknown ? Optional.of(reached) : Optional.empty();
    }

    private static UidSet upwards(long first, long last) {
        return first > last ? UidSet.EMPTY : UidSet.ofRanges(List.of(new UidSet.Range(new Uid(first), new Uid(last))));
    }

    boolean isRecent(long uid) {
        return !features.contains(Feature.IMAP4REV2) && recentUids.contains(new Uid(uid));
    }

    /** How many messages are recent. */
    public int recent() {
        int recent = 0;
        for (UidSet.Range range : recentUids.ranges()) {
            long behind = range.last().number() + 1;
            int end = behind > Uid.MAX ? view().size() : view().lowerBound(new Uid(behind));
            recent += end - view().lowerBound(range.first());
        }
        return recent;
    }

    /** Whether the client takes UTF-8 in headers (RFC 6855 §3, RFC 9051 §4.3). */
    boolean takesUtf8() {
        return features.contains(Feature.UTF8_ACCEPT) || features.contains(Feature.IMAP4REV2);
    }

    /** A walk over the messages with these UIDs, ghosts among them. */
    public MessageWalk walk(UidSet uids) {
        return new MessageWalk(this, uids);
    }

    /**
     * The UIDs of the messages that a client names.
     *
     * @param set numbers, or UIDs
     * @param saved what {@code $} stands for
     * @throws BadSyntax if a number is higher than the highest there is (RFC 9051 §9 {@code seq-number})
     */
    public UidSet uids(SequenceSet set, boolean byUid, UidSet saved) throws BadSyntax {
        if (set.isSaved()) {
            return saved;
        }
        if (byUid) {
            return set.resolved(numbers.highestUid());
        }
        int size = numbers.size();
        if (set.highest() > size || (set.hasStar() && size == 0)) {
            throw new BadSyntax(
                    size == 0
                            ? "there is no such message: the mailbox is empty"
                            : "there is no message " + set.highest() + ", only 1 to " + size);
        }
        return numbers.uids(set.resolved(size));
    }

    /**
     * Tells of a change of flags that this client made and that is done, as STORE does (RFC 9051 §6.4.6): of all messages that it named,
     * unless it asked for silence, then of those alone that have other flags than it must expect, and of the mod-sequences of the others, if it
     * knows them (RFC 7162 §3.1.3).
     *
     * @param left messages among them that were left alone: the client has to hear why
     * @return whether some of the messages are expunged, and were not changed
     */
    public boolean tellOfFlags(
            ResponseWriter out, UidSet uids, UidSet left, FlagChange change, boolean silent, boolean withUid)
            throws IOException {
        UidSet done = uids.without(left);
        if (!report(new Silence(done, change, silent ? left : uids), out, withUid)) {
            // What the client knows is older than the change, of which it is told when it can be told of the rest; only
            // not that some were left.
            flags(out, left, withUid);
            return numbers.hasGhostIn(uids);
        }
        if (!silent) {
            flags(out, uids, withUid);
        } else if (features.contains(Feature.CONDSTORE)) {
            modSeqs(out, done);
            flags(out, left, withUid);
        }
        return numbers.hasGhostIn(uids);
    }

    private void modSeqs(ResponseWriter out, UidSet uids) throws IOException {
        try (MessageWalk walk = walk(uids)) {
            while (walk.next()) {
                SelectedMessage message = walk.message();
                if (!message.isGone()) {
                    out.begin().number(message.number()).raw(" FETCH (UID ").number(message.uid());
                    out.raw(" MODSEQ (").number(message.modSeq()).raw("))").end();
                }
            }
        }
    }

    /**
     * Sets {@code \Seen}, as fetching a body does (RFC 9051 §6.4.5), and brings the numbers forward; what else has changed is told.
     *
     * @return the messages that have it now and had it not; they are not told of
     */
    public UidSet see(ResponseWriter out, UidSet uids, boolean withUid) throws IOException {
        FlagChange change = FlagChange.add(Flag.SEEN);
        UidSet changed =
                account.flags(id, uids, change) instanceof FlagsResult.Changed done ? done.changed() : UidSet.EMPTY;
        return report(new Silence(changed, change, UidSet.EMPTY), out, withUid) ? changed : UidSet.EMPTY;
    }

    /**
     * Brings the numbers forward behind a change of the client's own.
     *
     * @return whether they show it now
     */
    private boolean report(Silence unwanted, ResponseWriter out, boolean withUid) throws IOException {
        Optional<MailboxView> current = account.view(id);
        return current.isEmpty() || report(current.get(), unwanted, out, false, withUid);
    }

    /**
     * Brings the numbers forward and tells the client.
     *
     * @param mayExpunge whether EXPUNGE may be said now
     * @param withUid whether FETCH responses name the UID, as they must during UID commands (RFC 9051 §6.4.9)
     * @return whether the mailbox is still there
     */
    public boolean report(ResponseWriter out, boolean mayExpunge, boolean withUid) throws IOException {
        Optional<MailboxView> current = account.view(id);
        if (current.isEmpty()) {
            return false;
        }
        report(current.get(), null, out, mayExpunge, withUid);
        return true;
    }

    /**
     * The same in IDLE, where EXPUNGE may be said.
     *
     * @param commit the last that a {@link Account#watch} has told of: all up to it is told, and what comes behind it may be
     */
    public boolean reportShowing(long commit, ResponseWriter out) throws IOException {
        Optional<MailboxView> current = account.viewShowing(id, commit);
        if (current.isEmpty()) {
            return false;
        }
        report(current.get(), null, out, true, false);
        return true;
    }

    /**
     * @param unwanted what the client need not be told of, if anything
     * @return whether the numbers show the view now, or a later one: not while there are too many ghosts
     */
    private boolean report(
            MailboxView newer, @Nullable Silence unwanted, ResponseWriter out, boolean mayExpunge, boolean withUid)
            throws IOException {
        if (newer == view() && (numbers.ghosts().isEmpty() || !mayExpunge)) {
            return true;
        }
        if (newer.highestModSeq().compareTo(view().highestModSeq()) < 0) {
            // Another session's, found while it was looked at: what it shows was told.
            return true;
        }
        Differences.Difference difference = unwanted == null
                ? differences.between(view(), newer)
                : Differences.between(view(), newer, unwanted::news);
        boolean tookKeywords = view().takesKeywords();
        if (mayExpunge) {
            expunge(out, difference.gone());
            numbers = SequenceView.of(newer);
        } else if (numbers.ghosts().size() + difference.gone().size() > ghostsMax) {
            return false;
        } else {
            numbers = numbers.with(newer, difference.gone());
        }
        if (tookKeywords && !newer.takesKeywords()) {
            tellOfFlagsInUse(out);
        }
        if (numbers.ghosts().isEmpty()) {
            reached = newer.highestModSeq();
        }
        if (difference.added() > 0) {
            exists(out);
        }
        if (!difference.changed().isEmpty()) {
            flags(out, difference.changed(), withUid);
        }
        return true;
    }

    /**
     * FLAGS and PERMANENTFLAGS (RFC 9051 §7.1, §7.3.5): with {@code \*}, if new keywords can be made.
     */
    public void tellOfFlagsInUse(ResponseWriter out) throws IOException {
        List<Flag> flags = new ArrayList<>(SYSTEM_FLAGS);
        flags.addAll(view().keywords());
        out.begin().raw("FLAGS ").flags(flags, false).end();
        out.begin().raw("OK [PERMANENTFLAGS ");
        if (readOnly) {
            out.raw("()] Nothing can be changed.");
        } else if (view().takesKeywords()) {
            out.permanentFlags(flags).raw("] These can be set, and new keywords.");
        } else {
            out.flags(flags, false).raw("] These can be set, and no others.");
        }
        out.end();
    }

    /** By their UIDs (RFC 7162 §3.2.10.2), or from the highest number to the lowest, so that each is what it was before. */
    private void expunge(ResponseWriter out, List<Message> gone) throws IOException {
        List<Message> all = new ArrayList<>(numbers.ghosts());
        all.addAll(gone);
        toldOfExpunged |= !all.isEmpty();
        if (features.contains(Feature.QRESYNC)) {
            Vanished.tell("", UidSet.of(all.stream().map(Message::uid).toList()), out);
            return;
        }
        all.sort((a, b) -> b.uid().compareTo(a.uid()));
        for (Message message : all) {
            out.begin()
                    .number(numbers.numberOf(message.uid()).orElseThrow())
                    .raw(" EXPUNGE")
                    .end();
        }
    }

    private void exists(ResponseWriter out) throws IOException {
        out.begin().number(numbers.size()).raw(" EXISTS").end();
        if (!features.contains(Feature.IMAP4REV2)) {
            if (!readOnly) {
                List<UidSet.Range> ranges = new ArrayList<>(recentUids.ranges());
                ranges.addAll(upwards(recentMessages.claim(account.id(), view()), view().uidNext() - 1)
                        .ranges());
                recentUids = UidSet.ofRanges(ranges);
            }
            out.begin().number(recent()).raw(" RECENT").end();
        }
    }

    /** FETCH responses with the flags of these messages. */
    public void flags(ResponseWriter out, UidSet uids, boolean withUid) throws IOException {
        try (MessageWalk walk = walk(uids)) {
            while (walk.next()) {
                flags(out, walk.message(), withUid);
            }
        }
    }

    /** A FETCH response with the flags of this message, unless it is gone. */
    public void flags(ResponseWriter out, SelectedMessage message, boolean withUid) throws IOException {
        if (message.isGone()) {
            return;
        }
        out.begin().number(message.number()).raw(" FETCH (");
        if (withUid || features.contains(Feature.IMAP4REV2) || features.contains(Feature.CONDSTORE)) {
            out.raw("UID ").number(message.uid()).sp();
        }
        out.raw("FLAGS ").messageFlags(message.flags(), message.isRecent());
        if (features.contains(Feature.CONDSTORE)) {
            out.raw(" MODSEQ (").number(message.modSeq()).raw(')');
        }
        out.raw(')').end();
    }
}
