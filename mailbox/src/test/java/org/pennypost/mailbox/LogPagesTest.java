package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.view;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;

/** A STORE to every second message is a run for each: a thousand such records of the log are not in memory together. */
class LogPagesTest {
    private static final int MESSAGES = 32_000;
    private static final int STORES = 40;

    @Test
    void aPageHasSoManyRunsAndTheNextOneGoesOn() throws StoreException {
        FakeClock clock = new FakeClock();
        try (MemoryStore store = new MemoryStore(clock)) {
            Mailboxes mailboxes = new Mailboxes(store, clock);
            mailboxes.createAccount(ALICE, Quota.UNLIMITED);
            Account account = mailboxes.account(ALICE);
            MailboxId inbox = account.inbox();
            try (BlobDraft draft = Mail.draft(store, "x")) {
                for (int i = 0; i < MESSAGES; i++) {
                    account.append(inbox, new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                            .await();
                }
            }
            assertThat(view(account, inbox).size()).isEqualTo(MESSAGES);
            ModSeq since = account.modSeq();
            UidSet.Builder odd = new UidSet.Builder();
            for (long uid = 1; uid <= MESSAGES; uid += 2) {
                odd.add(uid);
            }
            UidSet uids = odd.build();
            for (int i = 0; i < STORES; i++) {
                account.flags(inbox, uids, i % 2 == 0 ? FlagChange.add(Flag.SEEN) : FlagChange.remove(Flag.SEEN));
            }
            long all = 0;
            Changes.Page page;
            do {
                page = (Changes.Page) account.changesSince(since, 1_000);
                long runs = page.changes().stream()
                        .mapToLong(each -> ((Change.Messages) each).runs().size())
                        .sum();
                assertThat(runs).isBetween(1L, 100_000L);
                all += runs;
                since = page.upTo();
            } while (page.more());
            assertThat(all).isEqualTo((long) STORES * MESSAGES / 2);
            assertThat(view(account, inbox))
                    .containsExactlyElementsOf(view(new Mailboxes(store, clock).account(ALICE), inbox));
        }
    }
}
