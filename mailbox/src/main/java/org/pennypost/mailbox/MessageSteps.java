package org.pennypost.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.pennypost.store.BatchTooLarge;
import org.pennypost.store.Pending;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * Changes to sets of messages, cut into steps that each fit in a batch. Steps are submitted one behind the other and awaited
 * together, so they share syncs.
 */
final class MessageSteps {
    /** Steps submitted and not yet awaited. */
    private static final int UNDER_WAY_MAX = 16;

    private MessageSteps() {}

    static FlagsResult flags(Account account, MailboxId mailbox, UidSet uids, FlagChange change, ModSeq unchangedSince)
            throws StoreException {
        Gathered changed = new Gathered();
        Gathered modified = new Gathered();
        ModSeq modSeq = ModSeq.ZERO;
        for (FlagsResult step : run(
                account,
                mailbox,
                uids,
                BlockFlags.TOGETHER_MAX,
                true,
                part -> account.submit(
                        new NoSuchMailbox(mailbox), plan -> flags(plan, mailbox, part, change, unchangedSince)))) {
            switch (step) {
                case FlagsResult.Changed done -> {
                    changed.add(done.changed());
                    modified.add(done.modified());
                    modSeq = done.modSeq();
                }
                case NoSuchMailbox _, TooManyKeywords _ -> {
                    return step;
                }
            }
        }
        return new FlagsResult.Changed(changed.set(), modified.set(), modSeq);
    }

    private static FlagsResult flags(
            Plan plan, MailboxId mailbox, UidSet uids, FlagChange change, ModSeq unchangedSince) throws StoreException {
        Optional<MailboxState> found = plan.mailbox(mailbox);
        if (found.isEmpty()) {
            return new NoSuchMailbox(mailbox);
        }
        MailboxState state = found.get();
        Keywords keywords = plan.keywords(state);
        if (change.how() != FlagChange.How.REMOVE) {
            Optional<Keywords> more = keywords.with(change.flags());
            if (more.isEmpty()) {
                return new TooManyKeywords(Keywords.COUNT_MAX);
            }
            keywords = more.get();
        }
        FlagWork work = new FlagWork(plan, state, change, keywords.mask(change.flags()), unchangedSince.number());
        work.perform(uids);
        UidSet done = work.changed();
        if (!done.isEmpty()) {
            plan.keywords(state, keywords);
        }
        return new FlagsResult.Changed(done, work.modified(), reached(plan, !done.isEmpty()));
    }

    static ExpungeResult expunge(Account account, MailboxId mailbox, UidSet uids, Predicate<Row> which)
            throws StoreException {
        Gathered gone = new Gathered();
        ModSeq modSeq = ModSeq.ZERO;
        for (ExpungeResult step : run(
                account,
                mailbox,
                uids,
                0,
                true,
                part -> account.submit(new NoSuchMailbox(mailbox), plan -> expunge(plan, mailbox, part, which)))) {
            switch (step) {
                case ExpungeResult.Expunged done -> {
                    gone.add(done.uids());
                    modSeq = done.modSeq();
                }
                case NoSuchMailbox _ -> {
                    return step;
                }
            }
        }
        return new ExpungeResult.Expunged(gone.set(), modSeq);
    }

    private static ExpungeResult expunge(Plan plan, MailboxId mailbox, UidSet uids, Predicate<Row> which)
            throws StoreException {
        Optional<MailboxState> found = plan.mailbox(mailbox);
        if (found.isEmpty()) {
            return new NoSuchMailbox(mailbox);
        }
        UidSet.Builder gone = new UidSet.Builder();
        List<Row> rows = new ArrayList<>();
        for (Found each : RowTable.find(plan.now(), found.get(), uids)) {
            if (which.test(each.row())) {
                plan.remove(found.get(), each);
                rows.add(each.row());
                gone.add(each.row().uid());
            }
        }
        Emptying.remember(plan.batch(), plan.time(), mailbox.number(), plan.keywords(found.get()), rows);
        return new ExpungeResult.Expunged(gone.build(), reached(plan, !rows.isEmpty()));
    }

    static CopyResult copy(Account account, MailboxId from, UidSet uids, MailboxId to) throws StoreException {
        return transfer(account, from, uids, to, false);
    }

    static CopyResult move(Account account, MailboxId from, UidSet uids, MailboxId to) throws StoreException {
        return transfer(account, from, uids, to, true);
    }

    private static CopyResult transfer(Account account, MailboxId from, UidSet uids, MailboxId to, boolean move)
            throws StoreException {
        Gathered taken = new Gathered();
        Gathered given = new Gathered();
        Optional<CopyResult.Copied> last = Optional.empty();
        Optional<CopyResult> refusal = Optional.empty();
        List<CopyResult> steps = new ArrayList<>();
        Optional<StoreException> failure = Optional.empty();
        try {
            // In the order of the UIDs, so not cut any further: the new ones rise with the old ones.
            run(
                    account,
                    from,
                    uids,
                    0,
                    false,
                    part -> account.submit(new NoSuchMailbox(from), plan -> transfer(plan, from, part, to, move)),
                    steps);
        } catch (StoreException failed) {
            failure = Optional.of(failed);
        }
        for (CopyResult step : steps) {
            switch (step) {
                case CopyResult.Copied done -> {
                    taken.add(done.from());
                    given.add(done.to());
                    last = Optional.of(done);
                }
                case NoSuchMailbox _, OverQuota _, TooManyKeywords _ ->
                    refusal = refusal.isPresent() ? refusal : Optional.of(step);
            }
        }
        if (failure.isPresent()) {
            if (!move && last.isPresent()) {
                undoAsFarAsPossible(account, to, given.set(), failure.get());
            }
            throw failure.get();
        }
        if (refusal.isPresent()) {
            if (!move) {
                undo(account, to, given.set());
            }
            return refusal.get();
        }
        CopyResult.Copied done = last.orElseThrow();
        return new CopyResult.Copied(done.uidValidity(), taken.set(), given.set(), done.modSeq());
    }

    /** Who is told of the failure does it again, and must not have some messages twice. */
    private static void undoAsFarAsPossible(Account account, MailboxId to, UidSet copies, StoreException failure) {
        try {
            undo(account, to, copies);
        } catch (StoreException again) {
            failure.addSuppressed(again);
        }
    }

    /** Takes copies back as if they had never been: nobody asked for them alone, so they do not go into the history. */
    private static void undo(Account account, MailboxId mailbox, UidSet copies) throws StoreException {
        run(
                account,
                mailbox,
                copies,
                part -> account.submit(false, plan -> {
                    Optional<MailboxState> found = plan.mailbox(mailbox);
                    if (found.isEmpty()) {
                        return false;
                    }
                    for (Found each : RowTable.find(plan.now(), found.get(), part)) {
                        plan.remove(found.get(), each);
                        plan.batch().delete(Keys.message(each.row().id()));
                        plan.unshare(each.row().content());
                    }
                    return true;
                }));
    }

    private static CopyResult transfer(Plan plan, MailboxId from, UidSet uids, MailboxId to, boolean move)
            throws StoreException {
        Optional<MailboxState> source = plan.mailbox(from);
        Optional<MailboxState> target = plan.mailbox(to);
        if (source.isEmpty() || target.isEmpty()) {
            return new NoSuchMailbox(source.isEmpty() ? from : to);
        }
        List<Found> found = RowTable.find(plan.now(), source.get(), uids);
        AccountState account = plan.account();
        long octets = found.stream().mapToLong(each -> each.row().size()).sum();
        if (!move && !account.quota.admits(account.usage(), octets, found.size())) {
            return new OverQuota(account.quota, account.usage());
        }
        FlagMap flags = new FlagMap(plan.keywords(source.get()), plan.keywords(target.get()));
        List<Row> rows = found.stream().map(Found::row).toList();
        if (!flags.covers(rows)) {
            return new TooManyKeywords(Keywords.COUNT_MAX);
        }
        plan.keywords(target.get(), flags.target());
        if (!move) {
            plan.readShares(rows);
        }
        UidSet.Builder taken = new UidSet.Builder();
        UidSet.Builder given = new UidSet.Builder();
        for (Found each : found) {
            Row row = each.row();
            taken.add(row.uid());
            if (move) {
                plan.remove(source.get(), each);
            } else {
                plan.share(row.content());
                row = row.copied(plan.nextMessage());
            }
            Row arrived = row.inMailbox(
                    plan.nextUid(target.get()),
                    flags.map(row.flags()),
                    plan.modSeq(),
                    plan.time().getEpochSecond());
            plan.add(target.get(), arrived);
            given.add(arrived.uid());
        }
        return new CopyResult.Copied(
                new UidValidity(target.get().uidValidity),
                taken.build(),
                given.build(),
                reached(plan, !found.isEmpty()));
    }

    private static ModSeq reached(Plan plan, boolean changed) {
        return new ModSeq(changed ? plan.modSeq() : plan.account().counter);
    }

    /** Gives the flags of one mailbox's rows the bits of another's. */
    static final class FlagMap {
        private final Keywords source;
        private final Map<Long, Long> known = new HashMap<>();
        private Keywords target;

        FlagMap(Keywords source, Keywords target) {
            this.source = source;
            this.target = target;
        }

        /** Makes the target know the flags of these rows; false if it cannot. */
        boolean covers(List<Row> rows) {
            long all = 0;
            for (Row row : rows) {
                all |= row.flags();
            }
            Optional<Keywords> more = target.with(source.flags(all));
            target = more.orElse(target);
            return more.isPresent();
        }

        Keywords target() {
            return target;
        }

        long map(long flags) {
            return known.computeIfAbsent(flags, each -> target.mask(source.flags(each)));
        }
    }

    /** UIDs of several steps. */
    private static final class Gathered {
        private final List<UidSet.Range> ranges = new ArrayList<>();

        void add(UidSet set) {
            ranges.addAll(set.ranges());
        }

        UidSet set() {
            return UidSet.ofRanges(ranges);
        }
    }

    /** Submits one step. */
    @FunctionalInterface
    private interface Step<T> {
        Pending<T> submit(UidSet part) throws StoreException;
    }

    private static <T> List<T> run(Account account, MailboxId mailbox, UidSet uids, Step<T> step)
            throws StoreException {
        return run(account, mailbox, uids, 0, true, step);
    }

    private static <T> List<T> run(
            Account account, MailboxId mailbox, UidSet uids, int inBlocks, boolean divisible, Step<T> step)
            throws StoreException {
        List<T> results = new ArrayList<>();
        run(account, mailbox, uids, inBlocks, divisible, step, results);
        return results;
    }

    /**
     * Does all steps, or those up to the first that fails and those that were under way behind it.
     *
     * @param inBlocks so many messages more may be in a step, of blocks of which so many are that they are rewritten
     * @param divisible whether a step that does not fit in a batch is cut up, its parts done out of their order
     * @param results takes what came of each step that was done, also where another one failed
     */
    private static <T> void run(
            Account account,
            MailboxId mailbox,
            UidSet uids,
            int inBlocks,
            boolean divisible,
            Step<T> step,
            List<T> results)
            throws StoreException {
        Deque<UnderWay<T>> underWay = new ArrayDeque<>();
        try {
            for (UidSet part : parts(account, mailbox, uids, inBlocks)) {
                underWay.add(submitted(part, step));
                if (underWay.size() == UNDER_WAY_MAX) {
                    await(underWay.remove(), divisible, step, results);
                }
            }
            while (!underWay.isEmpty()) {
                await(underWay.remove(), divisible, step, results);
            }
        } catch (StoreException failed) {
            for (UnderWay<T> each : underWay) {
                try {
                    results.add(each.pending.await());
                } catch (StoreException again) {
                    failed.addSuppressed(again);
                }
            }
            throw failed;
        }
    }

    private record UnderWay<T>(UidSet part, Pending<T> pending) {}

    /** A store says when it is given a work, or when it is awaited, that its batch is too large. */
    private static <T> UnderWay<T> submitted(UidSet part, Step<T> step) throws StoreException {
        try {
            return new UnderWay<>(part, step.submit(part));
        } catch (BatchTooLarge tooLarge) {
            return new UnderWay<>(part, () -> {
                throw tooLarge;
            });
        }
    }

    /** How much a step puts into its batch depends on how wide the rows are, which nobody knows beforehand. */
    private static <T> void await(UnderWay<T> each, boolean divisible, Step<T> step, List<T> results)
            throws StoreException {
        try {
            results.add(each.pending.await());
        } catch (BatchTooLarge tooLarge) {
            UidSet part = each.part;
            if (!divisible || part.size() <= 1) {
                throw tooLarge;
            }
            long first = part.first(0);
            long last = part.last(part.rangeCount() - 1);
            long middle = first + (last - first) / 2;
            for (UidSet half : List.of(part.between(first, middle), part.between(middle + 1, last))) {
                await(submitted(half, step), true, step, results);
            }
        }
    }

    /** The set, cut between blocks so that about {@link Account#STEP_MESSAGES} messages are in each part, those of blocks that are rewritten not counted. */
    private static List<UidSet> parts(Account account, MailboxId mailbox, UidSet uids, int inBlocks)
            throws StoreException {
        if (uids.size() <= Account.STEP_MESSAGES) {
            return List.of(uids);
        }
        return account.read(now -> {
            Optional<Versioned> record = now.get(Keys.mailbox(mailbox.number()));
            if (record.isEmpty()) {
                return List.of(UidSet.EMPTY);
            }
            Directory directory = Directory.read(now, mailbox.number());
            long uidMax = MailboxState.decode(mailbox.number(), record.get().bytes()).uidNext - 1;
            List<UidSet> parts = new ArrayList<>();
            long from = 1;
            long rows = 0;
            long dense = 0;
            for (int place = 0; place < directory.blocks().size(); place++) {
                Directory.Block block = directory.blocks().get(place);
                UidSet here = uids.between(directory.from(place), directory.to(place));
                boolean whole = inBlocks > 0 && BlockFlags.isDense(here, block, account.packing());
                long more = whole ? 0 : Math.min(here.size(), block.rows());
                long moreDense = whole ? block.rows() : 0;
                if (rows + dense > 0 && (rows + more > Account.STEP_MESSAGES || dense + moreDense > inBlocks)) {
                    parts.add(uids.between(from, directory.from(place) - 1));
                    from = directory.from(place);
                    rows = 0;
                    dense = 0;
                }
                rows += more;
                dense += moreDense;
            }
            parts.add(uids.between(from, uidMax));
            return parts;
        });
    }
}
