package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.uids;
import static org.pennypost.mailbox.Mail.view;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;

/** A mailbox with the last UIDs that there are: it takes no more, and all else goes on. */
class LastUidsTest {
    private static final int MESSAGES = 5_000;

    @Test
    void theLastOnesAreAsGoodAsAnyOther() throws StoreException {
        FakeClock clock = new FakeClock();
        try (MemoryStore store = new MemoryStore(clock)) {
            Mailboxes mailboxes = new Mailboxes(store, clock);
            mailboxes.createAccount(ALICE, Quota.UNLIMITED);
            Account account = mailboxes.account(ALICE);
            MailboxId inbox = account.inbox();
            account.update(null, plan -> {
                MailboxState state = plan.mailbox(inbox.number()).orElseThrow();
                state.uidNext = Uid.MAX - MESSAGES + 1;
                plan.changed(state);
                plan.changes().changed(state.mailboxId());
                return null;
            });
            try (BlobDraft draft = Mail.draft(store, "x")) {
                for (int i = 0; i < MESSAGES; i++) {
                    account.append(inbox, new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                            .await();
                }
            }
            Account other = new Mailboxes(store, clock).account(ALICE);
            assertThat(view(other, inbox).size()).isEqualTo(MESSAGES);
            account.flags(inbox, UidSet.ALL, FlagChange.add(Flag.SEEN));
            account.flags(inbox, uids(Uid.MAX, Uid.MAX), FlagChange.add(Flag.DELETED));
            account.flags(inbox, uids(Uid.MAX - 1_500, Uid.MAX), FlagChange.add(Flag.DRAFT));
            assertThat(view(other, inbox))
                    .containsExactlyElementsOf(view(new Mailboxes(store, clock).account(ALICE), inbox));
            account.expunge(inbox, uids(Uid.MAX - 3, Uid.MAX));
            assertThat(view(other, inbox).size()).isEqualTo(MESSAGES - 4);
            account.expunge(inbox, UidSet.ALL);
            assertThat(view(other, inbox).size()).isZero();
            assertThat(account.check()).isEmpty();
        }
    }
}
