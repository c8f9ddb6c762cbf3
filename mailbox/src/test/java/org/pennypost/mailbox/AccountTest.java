package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.append;
import static org.pennypost.mailbox.Mail.appended;
import static org.pennypost.mailbox.Mail.text;
import static org.pennypost.mailbox.Mail.uids;
import static org.pennypost.mailbox.Mail.view;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;

class AccountTest {
    private final MemoryStore store = new MemoryStore();
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(ALICE);
    private final MailboxId inbox = account.inbox();

    @BeforeEach
    void create() throws StoreException {
        mailboxes.createAccount(ALICE, new Quota(1_000_000, 10_000));
    }

    @AfterEach
    void check() throws StoreException {
        assertThat(account.check()).isEmpty();
        assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
    }

    @Test
    void aMessageComesOutAsItWentIn() throws StoreException {
        AppendResult.Appended one = appended(append(store, account, inbox, "Subject: one\r\n\r\n", Flag.SEEN));
        AppendResult.Appended two = appended(append(store, account, inbox, "Subject: two\r\n\r\n", Flag.of("$Work")));
        MailboxView view = view(account, inbox);
        assertThat(view.size()).isEqualTo(2);
        assertThat(view.unseen()).isEqualTo(1);
        assertThat(view.at(0).uid()).isEqualTo(one.uid()).isEqualTo(new Uid(1));
        assertThat(view.at(0).flags()).containsExactly(Flag.SEEN);
        assertThat(view.at(1).flags()).containsExactly(Flag.of("$work"));
        assertThat(view.at(1).received()).isEqualTo(Mail.RECEIVED);
        assertThat(view.highestModSeq()).isEqualTo(two.modSeq());
        assertThat(text(account, two.messageId())).isEqualTo("Received: by test\r\nSubject: two\r\n\r\n");
        assertThat(view.at(1).sizeOctets())
                .isEqualTo(text(account, two.messageId()).length());
        assertThat(account.usage()).isEqualTo(new Usage(view.octets(), 2));
    }

    @Test
    void aNewAccountHasItsMailboxes() throws StoreException {
        assertThat(account.mailboxes())
                .extracting(mailbox -> mailbox.name() + " "
                        + mailbox.role().map(Role::attribute).orElse("-"))
                .containsExactly(
                        "Archive \\Archive",
                        "Drafts \\Drafts",
                        "INBOX -",
                        "Junk \\Junk",
                        "Sent \\Sent",
                        "Trash \\Trash");
        assertThat(account.find(MailboxName.of("inBOX"))).contains(inbox);
    }

    @Test
    void expungedMessagesCanBeRestoredUntilTheyArePurged() throws StoreException {
        AppendResult.Appended one = appended(append(store, account, inbox, "one", Flag.DELETED, Flag.FLAGGED));
        append(store, account, inbox, "two");
        assertThat(account.expunge(inbox, List.of(one.uid())))
                .isEqualTo(new ExpungeResult.Expunged(
                        UidSet.of(one.uid()), new ModSeq(one.modSeq().number() + 2)));
        assertThat(view(account, inbox).size()).isEqualTo(1);
        assertThat(text(account, one.messageId())).endsWith("one");
        assertThat(account.history(Instant.EPOCH, 10)).hasSize(1);
        account.restore(Set.of(one.messageId()));
        MailboxView view = view(account, inbox);
        assertThat(view.at(1).id()).isEqualTo(one.messageId());
        assertThat(view.at(1).uid()).isEqualTo(new Uid(3));
        assertThat(view.at(1).flags()).containsExactly(Flag.FLAGGED);
        account.expunge(inbox, uids(1, 3));
        assertThat(account.usage()).isEqualTo(new Usage(0, 0));
        assertThat(account.purge(clock.instant().plusSeconds(1))).isEqualTo(2);
        assertThat(account.open(one.messageId())).isEmpty();
        assertThat(store.check(CheckDepth.BYTES).blobs()).isZero();
    }

    @Test
    void aBusyMailboxIsFolded() throws StoreException {
        for (int i = 1; i <= 700; i++) {
            append(store, account, inbox, "message " + i);
        }
        assertThat(account.flags(inbox, uids(1, 700), FlagChange.add(Flag.SEEN)))
                .isInstanceOf(FlagsResult.Changed.class);
        account.flags(inbox, uids(10, 12), FlagChange.add(Flag.FLAGGED));
        account.expunge(inbox, uids(100, 200));
        account.expunge(inbox, uids(11, 11));
        MailboxView view = view(account, inbox);
        assertThat(view.size()).isEqualTo(598);
        assertThat(view.unseen()).isZero();
        assertThat(view.at(9).flags()).containsExactlyInAnyOrder(Flag.SEEN, Flag.FLAGGED);
        assertThat(view.at(10).uid()).isEqualTo(new Uid(12));
        assertThat(view).hasSize(598);
    }

    @Test
    void aCopySharesTheContent() throws StoreException {
        AppendResult.Appended one = appended(append(store, account, inbox, "one", Flag.of("Label")));
        MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
        account.copy(inbox, uids(1, 1), archive);
        Message copy = view(account, archive).at(0);
        assertThat(copy.id()).isNotEqualTo(one.messageId());
        assertThat(copy.content()).isEqualTo(one.messageId());
        assertThat(copy.flags()).containsExactly(Flag.of("Label"));
        account.expunge(inbox, uids(1, 1));
        account.purge(clock.instant().plusSeconds(1));
        assertThat(text(account, copy.id())).endsWith("one");
        account.move(archive, uids(1, 1), inbox);
        assertThat(view(account, inbox).at(0).id()).isEqualTo(copy.id());
        assertThat(view(account, archive).size()).isZero();
    }
}
