package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.view;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/** Rows as an account of many years may have them, twice as wide as those of mail that came in order: a step that does not fit in a batch is cut up. */
class WideRowsTest {
    private static final int MESSAGES = 50_000;
    private static final int TOGETHER = 1_000;
    private static final int KEYWORDS = 58;

    private final Gen gen = Gen.seeded("WideRowsTest");

    private void fill(Account account, long mailbox) throws StoreException {
        account.update(null, plan -> {
            plan.keywords(
                    plan.mailbox(mailbox).orElseThrow(),
                    Keywords.NONE
                            .with(IntStream.range(0, KEYWORDS)
                                    .mapToObj(i -> Flag.of("keyword" + i))
                                    .toList())
                            .orElseThrow());
            return null;
        });
        long longAgo = Instant.parse("2001-01-01T00:00:00Z").getEpochSecond();
        for (int done = 0; done < MESSAGES; done += TOGETHER) {
            account.update(null, plan -> {
                MailboxState state = plan.mailbox(mailbox).orElseThrow();
                for (int i = 0; i < TOGETHER; i++) {
                    state.uidNext += gen.number(0, 99);
                    long id = gen.number(30_000_000, 50_000_000);
                    plan.add(
                            state,
                            new Row(
                                    plan.nextUid(state),
                                    plan.modSeq(),
                                    id,
                                    id - gen.number(0, 20_000_000),
                                    1L << gen.number(8, 62),
                                    gen.number(0, 30_000_000),
                                    longAgo + gen.number(0, 800_000_000),
                                    longAgo + gen.number(0, 800_000_000),
                                    0));
                }
                return null;
            });
        }
    }

    private UidSet every(MailboxView view, int n) {
        UidSet.Builder some = new UidSet.Builder();
        view.forEach(message -> {
            if (gen.onceIn(n)) {
                some.add(message.uid().number());
            }
        });
        return some.build();
    }

    @Test
    void flagsOfManyAreChanged() throws StoreException {
        FakeClock clock = new FakeClock();
        try (MemoryStore store = new MemoryStore(clock)) {
            Mailboxes mailboxes = new Mailboxes(store, clock);
            mailboxes.createAccount(ALICE, Quota.UNLIMITED);
            Account account = mailboxes.account(ALICE);
            MailboxId inbox = account.inbox();
            fill(account, inbox.number());
            MailboxView view = view(account, inbox);
            assertThat(view.size()).isEqualTo(MESSAGES);
            UidSet half = every(view, 2);
            UidSet few = every(view, 15);
            account.flags(inbox, UidSet.ALL, FlagChange.add(Flag.SEEN));
            account.flags(inbox, half, FlagChange.add(Flag.FLAGGED));
            account.flags(inbox, few, FlagChange.add(Flag.DRAFT));
            assertThat(view(account, inbox)).allSatisfy(message -> {
                assertThat(message.flags()).contains(Flag.SEEN);
                assertThat(message.flags().contains(Flag.FLAGGED)).isEqualTo(half.contains(message.uid()));
                assertThat(message.flags().contains(Flag.DRAFT)).isEqualTo(few.contains(message.uid()));
            });
            account.expunge(inbox, every(view, 2));
            assertThat(view(account, inbox))
                    .containsExactlyElementsOf(view(new Mailboxes(store, clock).account(ALICE), inbox));
        }
    }
}
