package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.uids;
import static org.pennypost.mailbox.Mail.view;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;

/** Blocks of which little is left are joined with their neighbours, several in one plan: each message is there once, and those that went stay away. */
class SmallBlocksTest {
    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore(clock);

    @AfterEach
    void close() {
        store.close();
    }

    private Account open(Packing packing) {
        return new Mailboxes(store, clock, Settings.DEFAULT, packing).account(ALICE);
    }

    /** Four blocks of forty messages. */
    private Account fourBlocks() throws StoreException {
        Packing packing = new Packing(40, 2, 1_000, 0);
        new Mailboxes(store, clock, Settings.DEFAULT, packing).createAccount(ALICE, Quota.UNLIMITED);
        Account account = open(packing);
        for (int i = 0; i < 160; i++) {
            Mail.append(store, account, account.inbox(), "x\r\n");
        }
        account.flags(account.inbox(), UidSet.ALL, FlagChange.add(Flag.SEEN));
        return account;
    }

    private static UidSet all(UidSet... runs) {
        return UidSet.ofRanges(Stream.of(runs)
                .map(run -> new UidSet.Range(new Uid(run.first(0)), new Uid(run.last(0))))
                .toList());
    }

    private void assertLeft(Account account, Packing packing, List<Long> uids) throws StoreException {
        assertThat(account.check()).isEmpty();
        for (Account each : List.of(account, open(packing))) {
            assertThat(view(each, each.inbox()).blocks().stream()
                            .flatMap(rows -> rows.toList().stream())
                            .map(Row::uid)
                            .toList())
                    .isEqualTo(uids);
        }
    }

    private static List<Long> numbers(long... uids) {
        return LongStream.of(uids).boxed().toList();
    }

    @Test
    void oneThatWasMadeInTheSamePlanIsTakenAsItIsNow() throws StoreException {
        Account account = fourBlocks();
        account.expunge(account.inbox(), uids(44, 80));
        account.expunge(account.inbox(), all(uids(4, 40), uids(83, 120), uids(123, 160)));
        assertLeft(account, new Packing(40, 2, 1_000, 0), numbers(1, 2, 3, 41, 42, 43, 81, 82, 121, 122));
    }

    @Test
    void oneThatWasMadeInTheSamePlanIsFound() throws StoreException {
        Account account = fourBlocks();
        account.expunge(account.inbox(), uids(44, 80));
        account.expunge(account.inbox(), all(uids(1, 37), uids(83, 120), uids(123, 160)));
        assertLeft(account, new Packing(40, 2, 1_000, 0), numbers(38, 39, 40, 41, 42, 43, 81, 82, 121, 122));
    }

    @Test
    void twoThatAreJoinedOneBehindTheOtherLeaveNothing() throws StoreException {
        Account account = fourBlocks();
        account.expunge(account.inbox(), uids(44, 80));
        account.expunge(account.inbox(), uids(4, 40));
        account.expunge(account.inbox(), all(uids(83, 120), uids(123, 160)));
        assertLeft(account, new Packing(40, 2, 1_000, 0), numbers(1, 2, 3, 41, 42, 43, 81, 82, 121, 122));
    }

    /** What servers use: somebody sorts out most of each block, over the years. */
    @Test
    void asServersPack() throws StoreException {
        new Mailboxes(store, clock).createAccount(ALICE, Quota.UNLIMITED);
        Account account = new Mailboxes(store, clock).account(ALICE);
        MailboxId inbox = account.inbox();
        long block = BlockFormat.ROWS_MAX;
        Mail.append(store, account, inbox, "x\r\n");
        while (view(account, inbox).size() < 4 * block) {
            account.copy(inbox, UidSet.ALL, inbox);
        }
        account.expunge(inbox, uids(4 * block + 1, Uid.MAX));
        int[] left = {1_200, 500, 1_200, 1_200};
        for (int place : new int[] {1, 0, 2, 3}) {
            for (long uid = place * block + 1 + left[place]; uid <= (place + 1) * block; uid += 512) {
                account.expunge(inbox, uids(uid, Math.min(uid + 511, (place + 1) * block)));
            }
        }
        account.expunge(
                inbox,
                all(
                        uids(101, 1_200),
                        uids(2 * block + 101, 2 * block + 1_200),
                        uids(3 * block + 101, 3 * block + 1_200)));
        assertLeft(
                account,
                Packing.DEFAULT,
                Stream.of(
                                LongStream.rangeClosed(1, 100),
                                LongStream.rangeClosed(block + 1, block + 500),
                                LongStream.rangeClosed(2 * block + 1, 2 * block + 100),
                                LongStream.rangeClosed(3 * block + 1, 3 * block + 100))
                        .flatMap(LongStream::boxed)
                        .toList());
    }
}
