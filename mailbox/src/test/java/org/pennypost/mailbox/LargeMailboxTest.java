package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.view;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;

/** Blocks as wide as they can be, and changes to many of them at once. */
class LargeMailboxTest {
    private static final int MESSAGES = 60_000;
    private static final int EVERY = 15;

    @Test
    void changesAllOverTheMailboxStayWithinABatch() throws StoreException {
        Random random = new Random(1);
        MemoryStore store = new MemoryStore();
        Mailboxes mailboxes = new Mailboxes(store, InstantSource.system());
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
        Account account = mailboxes.account(ALICE);
        MailboxId inbox = account.inbox();
        for (int i = 0; i < MESSAGES; i++) {
            try (BlobDraft draft = Mail.draft(store, "x".repeat(random.nextInt(300)))) {
                Instant received =
                        Instant.ofEpochSecond(random.nextLong(-31_556_889_864_403_199L, 31_556_889_864_403_199L));
                Mail.appended(account.append(inbox, new NewMessage(draft, new byte[0], received, Set.of()))
                        .await());
            }
        }
        UidSet.Builder some = new UidSet.Builder();
        for (long uid = 1; uid <= MESSAGES; uid += EVERY) {
            some.add(uid);
        }
        UidSet uids = some.build();
        assertThat(account.flags(inbox, uids, FlagChange.add(Flag.FLAGGED)))
                .extracting(result -> ((FlagsResult.Changed) result).changed())
                .isEqualTo(uids);
        MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
        assertThat(account.move(inbox, uids, archive)).isInstanceOf(CopyResult.Copied.class);
        assertThat(view(account, archive).size()).isEqualTo(MESSAGES / EVERY);
        assertThat(account.copy(inbox, UidSet.ALL, archive)).isInstanceOf(CopyResult.Copied.class);
        assertThat(account.expunge(inbox, UidSet.ALL)).isInstanceOf(ExpungeResult.Expunged.class);
        assertThat(view(account, archive).size()).isEqualTo(MESSAGES);
        assertThat(account.delete(MailboxName.of("Archive"))).isEqualTo(new MailboxResult.Done(archive));
        assertThat(account.purge(Instant.now().plusSeconds(1))).isEqualTo(2L * MESSAGES - MESSAGES / EVERY);
        assertThat(account.check()).isEmpty();
    }
}
