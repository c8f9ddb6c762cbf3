package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.imap.session.ImapService;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.testing.ForwardingStore;
import org.pennypost.testkit.FakeClock;

/** What a client cannot be told of right behind its own change it is told of later, its own change with it. */
class ToldLaterTest {
    private static final int MESSAGES = 6;

    private final FakeClock clock = new FakeClock();
    private final AtomicBoolean readsFail = new AtomicBoolean();
    private final ForwardingStore store = new ForwardingStore(new MemoryStore(clock)) {
        @Override
        public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
            if (readsFail.get()) {
                throw new StoreException("the test's disk cannot be read");
            }
            return super.read(partition, reader);
        }
    };
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
    private final ImapService service =
            LocalSession.service(mailboxes, store, clock, ImapLimits.DEFAULT.withGhostsMax(2));

    @BeforeEach
    void fill() throws IOException {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
        byte[] octets = "Subject: x\r\n\r\nx\r\n".getBytes(US_ASCII);
        for (int i = 0; i < MESSAGES; i++) {
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(octets, 0, octets.length);
                draft.finish();
                account.append(account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                        .await();
            }
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static LocalSession selected(ImapService service) throws IOException {
        LocalSession session = new LocalSession(service);
        session.say("SELECT INBOX");
        return session;
    }

    /** Three are expunged elsewhere, and two ghosts are allowed. */
    private void expungeElsewhere() throws StoreException {
        account.expunge(account.inbox(), UidSet.run(1, 3));
    }

    @Test
    void flagsThatWereStoredWhileTooManyWereExpunged() throws IOException {
        try (LocalSession session = selected(service)) {
            expungeElsewhere();
            assertThat(session.say("STORE 6 +FLAGS (\\Flagged)").lines()).isEmpty();
            account.flags(account.inbox(), UidSet.of(new Uid(6)), FlagChange.add(Flag.ANSWERED));
            assertThat(session.say("NOOP").lines())
                    .containsExactly(
                            "* 3 EXPUNGE",
                            "* 2 EXPUNGE",
                            "* 1 EXPUNGE",
                            "* 3 FETCH (FLAGS (\\Answered \\Flagged \\Recent))");
        }
    }

    @Test
    void seenThatCameWithABody() throws IOException {
        try (LocalSession session = selected(service)) {
            expungeElsewhere();
            assertThat(session.say("FETCH 6 (BODY[TEXT])").lines()).noneMatch(line -> line.contains("FLAGS"));
            assertThat(session.say("NOOP").lines()).endsWith("* 3 FETCH (FLAGS (\\Seen \\Recent))");
        }
    }

    @Test
    void flagsBehindWhichTheMailboxCouldNotBeRead() throws IOException {
        try (LocalSession session = selected(service)) {
            readsFail.set(true);
            assertThatThrownBy(() -> session.say("STORE 2 +FLAGS.SILENT (\\Flagged)"))
                    .isInstanceOf(StoreException.class);
            readsFail.set(false);
            assertThat(session.say("NOOP").lines()).containsExactly("* 2 FETCH (FLAGS (\\Flagged \\Recent))");
        }
    }
}
