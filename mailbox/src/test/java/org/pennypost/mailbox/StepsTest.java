package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.uids;
import static org.pennypost.mailbox.Mail.view;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;

/** Work on more messages than fit in one step, and what is left when it is cut off. */
class StepsTest {
    private static final int MANY = 9_000;

    private final FaultyStore store = new FaultyStore();
    private final Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Mailboxes mailboxes = new Mailboxes(store, InstantSource.fixed(now));
    private final Account account = mailboxes.account(ALICE);
    private final MailboxId inbox = account.inbox();

    @BeforeEach
    void fill() throws StoreException {
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
        try (BlobDraft draft = Mail.draft(store, "the same")) {
            NewMessage message = new NewMessage(draft, new byte[] {10}, now, Set.of());
            for (int i = 0; i < MANY; i++) {
                account.append(inbox, message);
            }
        }
    }

    @AfterEach
    void check() throws StoreException {
        assertThat(account.check()).isEmpty();
        assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
    }

    @Test
    void flagsAndExpungeOfAll() throws StoreException {
        FlagsResult.Changed flags =
                (FlagsResult.Changed) account.flags(inbox, UidSet.ALL, FlagChange.add(Flag.of("$Done")));
        assertThat(flags.changed()).isEqualTo(uids(1, MANY));
        assertThat(view(account, inbox).at(MANY - 1).flags()).containsExactly(Flag.of("$Done"));
        ExpungeResult.Expunged gone = (ExpungeResult.Expunged) account.expunge(inbox, UidSet.ALL);
        assertThat(gone.uids()).isEqualTo(uids(1, MANY));
        assertThat(view(account, inbox).size()).isZero();
        assertThat(account.purge(now.plusSeconds(1))).isEqualTo(MANY);
        assertThat(store.check(CheckDepth.KEYS).blobs()).isZero();
    }

    /** RFC 9051 §6.4.7: all or none. */
    @Test
    void aCopyThatDoesNotFitIsUndone() throws StoreException {
        MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
        account.setQuota(new Quota(Long.MAX_VALUE, MANY + 5_000));
        assertThat(account.copy(inbox, UidSet.ALL, archive)).isInstanceOf(OverQuota.class);
        assertThat(view(account, archive).size()).isZero();
        assertThat(account.usage().messages()).isEqualTo(MANY);
        assertThat(account.history(Instant.EPOCH, 1)).isEmpty();
        account.setQuota(Quota.UNLIMITED);
        CopyResult.Copied copied = (CopyResult.Copied) account.copy(inbox, UidSet.ALL, archive);
        assertThat(copied.from()).isEqualTo(uids(1, MANY));
        assertThat(copied.to().size()).isEqualTo(MANY);
    }

    @Test
    void renamingInboxMovesItsMessages() throws StoreException {
        MailboxResult.Done done = (MailboxResult.Done) account.rename(MailboxName.INBOX, MailboxName.of("Old/2026"));
        assertThat(view(account, done.mailbox()).size()).isEqualTo(MANY);
        assertThat(view(account, inbox).size()).isZero();
        assertThat(view(account, inbox).uidNext()).isEqualTo(MANY + 1);
        assertThat(account.find(MailboxName.INBOX)).contains(inbox);
    }

    @Test
    void aDeletionThatWasCutOffIsFinishedByTidy() throws StoreException {
        MailboxName name = MailboxName.of("Old");
        for (int commits = 0; ; commits++) {
            account.rename(MailboxName.INBOX, name);
            store.failAfter(commits);
            if (succeeds(() -> account.delete(name))) {
                break;
            }
            boolean outOfSight = account.find(name).isEmpty();
            assertThat(outOfSight).isEqualTo(commits > 0);
            assertThat(account.usage().messages()).isEqualTo(outOfSight ? 0 : MANY);
            assertThat(account.check()).isEmpty();
            account.tidy();
            if (!outOfSight) {
                account.delete(name);
            }
            List<Removed> history = account.history(Instant.EPOCH, 2 * MANY);
            assertThat(history).hasSize(MANY);
            Set<MessageId> all =
                    history.stream().map(removed -> removed.message().id()).collect(Collectors.toSet());
            assertThat(account.restore(all)).isEqualTo(new RestoreResult.Restored(all));
            assertThat(view(account, inbox).size()).isEqualTo(MANY);
        }
        assertThat(account.history(Instant.EPOCH, 2 * MANY)).hasSize(MANY);
    }

    @Test
    void aRemovalThatWasCutOffGoesOn() throws StoreException {
        store.failAfter(3);
        assertThat(succeeds(() -> mailboxes.removeAccount(ALICE))).isFalse();
        assertThat(mailboxes.hasAccount(ALICE)).isFalse();
        assertThat(account.mailboxes()).isEmpty();
        assertThatThrownBy(() -> mailboxes.createAccount(ALICE, Quota.UNLIMITED))
                .hasMessageContaining("is being removed");
        mailboxes.removeAccount(ALICE);
        assertThat(store.check(CheckDepth.KEYS).blobs()).isZero();
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
        assertThat(view(account, inbox).size()).isZero();
    }

    /** Whatever commit of an operation fails, what is there holds together, and doing it again ends it. */
    @Test
    void everyCommitCanFail() throws StoreException {
        MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
        untilItSucceeds(() -> account.flags(inbox, UidSet.ALL, FlagChange.add(Flag.SEEN, Flag.DELETED)));
        assertThat(view(account, inbox).unseen()).isZero();
        untilItSucceeds(() -> account.move(inbox, uids(1, 5_000), archive));
        assertThat(view(account, archive).size()).isEqualTo(5_000);
        untilItSucceeds(() -> account.expungeDeleted(inbox, UidSet.ALL));
        assertThat(view(account, inbox).size()).isZero();
        untilItSucceeds(() -> account.purge(now.plusSeconds(1)));
        assertThat(account.history(Instant.EPOCH, 1)).isEmpty();
        assertThat(view(account, archive).size()).isEqualTo(5_000);
    }

    @FunctionalInterface
    private interface Operation {
        void run() throws StoreException;
    }

    private void untilItSucceeds(Operation operation) throws StoreException {
        int commits = 0;
        store.failAfter(commits);
        while (!succeeds(operation)) {
            assertThat(account.check()).isEmpty();
            commits++;
            store.failAfter(commits);
        }
    }

    private boolean succeeds(Operation operation) throws StoreException {
        try {
            operation.run();
            return true;
        } catch (StoreFull expected) {
            return false;
        } finally {
            store.failNoMore();
        }
    }
}
