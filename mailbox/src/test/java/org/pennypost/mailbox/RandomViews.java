package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Pending;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/**
 * Random work in two mailboxes of one account, with blocks of any size, looked at by five servers: one after each step, one after a hundred. Each
 * brings its views forward by what it has; row for row they must be what a server sees that has just begun, and the differences that they tell those
 * that are found by comparing all rows.
 */
final class RandomViews {
    private static final List<Flag> FLAGS =
            List.of(Flag.SEEN, Flag.DELETED, Flag.FLAGGED, Flag.of("$Forwarded"), Flag.of("Later"));
    private static final List<Integer> LAGS = List.of(1, 3, 10, 40, 120);
    private static final int STEPS_BETWEEN_CHECKS = 20;
    private static final int DAYS_KEPT = 7;

    private final Gen gen;
    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final Settings settings;
    private final Packing packing;
    /** How large the mailboxes become. */
    private final int size;

    /** One that looks once in so many steps, with the views that it had. */
    private record Viewer(Account account, int lag, Map<MailboxId, MailboxView> had) {}

    RandomViews(Gen gen) {
        this.gen = gen;
        this.packing = gen.onceIn(6)
                ? Packing.DEFAULT
                : new Packing(
                        gen.onceIn(4) ? BlockFormat.ROWS_MAX : gen.number(4, gen.onceIn(2) ? 600 : 60),
                        gen.number(2, 80),
                        gen.number(4, 300),
                        gen.number(1, 20));
        // A log that is cut short soon, and views that are let go soon.
        this.settings = new Settings(
                gen.onceIn(2) ? 100_000 : gen.number(1, 1_500),
                Duration.ofDays(DAYS_KEPT),
                1_000,
                gen.onceIn(3) ? gen.number(0, 100_000) : 100_000_000);
        // What many tiny blocks are listed in is full sooner.
        this.size = 200 + gen.number(0, packing.rowsMax() < 64 ? 800 : gen.onceIn(3) ? 8_000 : 1_500);
    }

    private Account open() {
        return new Mailboxes(store, clock, settings, packing).account(ALICE);
    }

    void run() throws StoreException {
        try (store) {
            new Mailboxes(store, clock, settings, packing).createAccount(ALICE, Quota.UNLIMITED);
            Account account = open();
            List<MailboxId> both = List.of(
                    account.inbox(), account.find(MailboxName.of("Archive")).orElseThrow());
            List<Viewer> viewers = LAGS.stream()
                    .map(lag -> new Viewer(open(), lag, new HashMap<>()))
                    .toList();
            append(account, account.inbox(), 100);
            int steps = gen.number(100, 350);
            for (int step = 1; step <= steps; step++) {
                clock.advance(Duration.ofMillis(gen.number(0, 2_000)));
                for (int i = gen.onceIn(3) ? gen.number(1, 6) : 1; i > 0; i--) {
                    step(account, gen.oneOf(both), gen.oneOf(both));
                }
                for (Viewer viewer : viewers) {
                    if (gen.onceIn(viewer.lag)) {
                        for (MailboxId mailbox : both) {
                            look(viewer, mailbox);
                        }
                    }
                }
                if (step % STEPS_BETWEEN_CHECKS == 0) {
                    assertThat(account.check()).isEmpty();
                }
            }
        }
    }

    private void look(Viewer viewer, MailboxId mailbox) throws StoreException {
        MailboxView seen = viewer.account.view(mailbox).orElseThrow();
        MailboxView afresh = open().view(mailbox).orElseThrow();
        List<Row> rows = rows(afresh);
        assertSame(rows(seen), rows);
        assertThat(seen.keywords()).isEqualTo(afresh.keywords());
        assertThat(seen.size()).isEqualTo(afresh.size());
        assertThat(seen.uidNext()).isEqualTo(afresh.uidNext());
        assertThat(seen.highestModSeq()).isEqualTo(afresh.highestModSeq());
        assertThat(seen.lastExpunge()).isEqualTo(afresh.lastExpunge());
        assertThat(seen.firstUnseen()).isEqualTo(afresh.firstUnseen());
        MailboxView had = viewer.had.get(mailbox);
        if (had != null) {
            List<String> told = new ArrayList<>();
            seen.since(had, new Told(told));
            assertSame(told, differences(rows(had), rows));
        }
        if (!gen.onceIn(3)) {
            viewer.had.put(mailbox, seen);
        }
    }

    /** AssertJ's description of two long lists takes minutes; only those that differ are worth it. */
    private static <T> void assertSame(List<T> is, List<T> expected) {
        if (!is.equals(expected)) {
            assertThat(is).isEqualTo(expected);
        }
    }

    private record Told(List<String> lines) implements ViewChanges {
        @Override
        public void gone(MailboxView.Cursor message) {
            lines.add(message.uid() + " gone");
        }

        @Override
        public void changed(MailboxView.Cursor before, MailboxView.Cursor now, int count) {
            LongStream.range(now.uid(), now.uid() + count).forEach(uid -> lines.add(uid + " changed"));
        }

        @Override
        public void added(MailboxView.Cursor message) {
            lines.add(message.uid() + " added");
        }
    }

    private static List<String> differences(List<Row> older, List<Row> newer) {
        Map<Long, Row> was = byUid(older);
        Map<Long, Row> is = byUid(newer);
        TreeMap<Long, String> lines = new TreeMap<>();
        was.forEach((uid, row) -> {
            if (!row.equals(is.get(uid))) {
                lines.put(uid, uid + (is.containsKey(uid) ? " changed" : " gone"));
            }
        });
        is.keySet().stream().filter(uid -> !was.containsKey(uid)).forEach(uid -> lines.put(uid, uid + " added"));
        return List.copyOf(lines.values());
    }

    private static Map<Long, Row> byUid(List<Row> rows) {
        Map<Long, Row> all = new HashMap<>();
        rows.forEach(row -> all.put(row.uid(), row));
        return all;
    }

    /** In their order, which must be that of the UIDs, none twice. */
    private static List<Row> rows(MailboxView view) {
        List<Row> rows =
                view.blocks().stream().flatMap(block -> block.toList().stream()).toList();
        long before = 0;
        for (Row row : rows) {
            assertThat(row.uid()).isGreaterThan(before);
            before = row.uid();
        }
        return rows;
    }

    private void step(Account account, MailboxId mailbox, MailboxId other) throws StoreException {
        MailboxView view = account.view(mailbox).orElseThrow();
        UidSet some = some(view.uidNext());
        switch (gen.number(0, 23)) {
            case 0, 1, 2, 3 -> append(account, mailbox, gen.number(1, 12));
            case 4, 5, 6, 7, 8, 9 -> account.flags(mailbox, some, change());
            case 10, 11, 12 -> account.expunge(mailbox, some);
            case 13 -> account.expungeDeleted(mailbox, UidSet.ALL);
            case 14, 15, 16 -> {
                if (account.view(other).orElseThrow().size() < size) {
                    account.copy(mailbox, some, other);
                }
            }
            case 17, 18 -> account.move(mailbox, some, other);
            case 19 -> account.flags(mailbox, UidSet.ALL, change());
            case 20 -> restoreSome(account);
            case 21 -> {
                for (int i = 0; i < 6 && account.view(mailbox).orElseThrow().size() < size; i++) {
                    account.copy(mailbox, UidSet.ALL, mailbox);
                }
            }
            case 22 -> oneByOne(account, mailbox, view.uidNext());
            default -> rarely(account, mailbox, view.uidNext());
        }
    }

    /** Small changes, sometimes more than the views look up. */
    private void oneByOne(Account account, MailboxId mailbox, long uidNext) throws StoreException {
        if (!gen.onceIn(3)) {
            return;
        }
        for (int i = gen.onceIn(3) ? 1_100 : gen.number(0, 200); i > 0; i--) {
            UidSet one = UidSet.run(gen.number(1, (int) uidNext), 1);
            if (gen.onceIn(10)) {
                account.expunge(mailbox, one);
            } else {
                account.flags(mailbox, one, change());
            }
        }
    }

    private void rarely(Account account, MailboxId mailbox, long uidNext) throws StoreException {
        switch (gen.number(0, 9)) {
            case 0 -> account.expunge(mailbox, UidSet.ALL);
            case 1 -> account.purge(clock.instant().minusSeconds(100));
            case 2 -> account.rename(MailboxName.INBOX, MailboxName.of(gen.word(10, 20)));
            default ->
                account.expunge(
                        mailbox, UidSet.ALL.between(Math.max(1, uidNext - gen.number(1, 700)), Math.max(1, uidNext)));
        }
    }

    private void restoreSome(Account account) throws StoreException {
        List<Removed> history = account.history(Instant.EPOCH, 1_000);
        Set<MessageId> wanted = new HashSet<>();
        for (int i = 0; i < 30 && !history.isEmpty(); i++) {
            wanted.add(gen.oneOf(history).message().id());
        }
        account.restore(wanted);
    }

    /** A few runs near each other or far apart, some of them long; or every third or thirtieth message. */
    private UidSet some(long uidNext) {
        int next = (int) uidNext;
        List<UidSet.Range> ranges = new ArrayList<>();
        if (gen.onceIn(8)) {
            int gap = gen.number(1, 60);
            for (int uid = gen.number(1, 50); uid < next; uid += gen.number(1, gap)) {
                ranges.add(new UidSet.Range(new Uid(uid), new Uid(uid)));
            }
            return UidSet.ofRanges(ranges);
        }
        int uid = gen.onceIn(3) ? Math.max(1, next - gen.number(0, 19)) : gen.number(1, next);
        for (int i = gen.number(1, 4); i > 0; i--) {
            int more = switch (gen.number(0, 7)) {
                case 0 -> gen.number(0, 3_000);
                case 1, 2 -> gen.number(0, 100);
                default -> gen.number(0, 2);
            };
            ranges.add(new UidSet.Range(new Uid(uid), new Uid(uid + more)));
            uid += more + 2 + gen.number(0, gen.onceIn(2) ? 1_000 : 30);
        }
        return UidSet.ofRanges(ranges).between(1, next + 5);
    }

    private FlagChange change() {
        return new FlagChange(gen.oneOf(List.of(FlagChange.How.values())), Set.of(gen.oneOf(FLAGS)));
    }

    private void append(Account account, MailboxId mailbox, int count) throws StoreException {
        List<Pending<AppendResult>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (BlobDraft draft = Mail.draft(store, "message " + gen.number(0, 500) + "\r\n")) {
                Set<Flag> flags = gen.onceIn(3) ? Set.of(gen.oneOf(FLAGS)) : Set.of();
                all.add(account.append(mailbox, new NewMessage(draft, new byte[0], clock.instant(), flags)));
            }
        }
        for (Pending<AppendResult> each : all) {
            Mail.appended(each.await());
        }
    }
}
