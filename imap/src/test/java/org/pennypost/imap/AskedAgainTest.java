package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;

/** Sorting, threading and searching a whole mailbox by date again reads nothing of its messages; what is counted are rows read, not time. */
class AskedAgainTest {
    private static final int MESSAGES = 300;

    private final FakeClock clock = new FakeClock();
    private final CountingStore store = new CountingStore();
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));

    @BeforeEach
    void fill() throws StoreException {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
        for (int i = 0; i < MESSAGES; i++) {
            append(i);
        }
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    private void append(int i) throws StoreException {
        String text =
                "Date: Mon, " + (1 + i % 28) + " Jun 2026 10:00:00 +0000\r\nSubject: tea " + i % 7 + "\r\n\r\n" + i;
        byte[] octets = text.getBytes(US_ASCII);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(octets, 0, octets.length);
            draft.finish();
            account.append(account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                    .await();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SORT (DATE) UTF-8 ALL", "SEARCH SENTSINCE 20-Jun-2026", "THREAD ORDEREDSUBJECT UTF-8 ALL"})
    void theSecondTimeNothingIsRead(String command) throws IOException {
        try (LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, clock))) {
            session.say("SELECT INBOX");
            store.reads();
            LocalSession.Reply first = session.say(command);
            assertThat(store.reads()).as("rows read first").isGreaterThanOrEqualTo(MESSAGES);
            LocalSession.Reply again = session.say(command);
            assertThat(store.reads()).as("rows read again").isLessThan(10);
            assertThat(again.lines()).isEqualTo(first.lines());
        }
    }

    /** One that came meanwhile is read alone, and is in its place. */
    @Test
    void whatCameMeanwhileIsRead() throws IOException {
        try (LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, clock))) {
            session.say("SELECT INBOX");
            session.say("SORT (DATE) UTF-8 ALL");
            append(0);
            session.say("NOOP");
            store.reads();
            assertThat(session.say("SORT RETURN (MIN COUNT) (REVERSE DATE) UTF-8 SENTBEFORE 2-Jun-2026")
                            .lines()
                            .getLast())
                    .endsWith("MIN 1 COUNT 12");
            assertThat(store.reads()).isLessThan(10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "STATUS INBOX (MESSAGES UNSEEN UIDNEXT)", "STATUS Sent (MESSAGES)", "SELECT INBOX"})
    void whileNothingChangesNothingIsRead(String command) throws IOException {
        try (LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, clock))) {
            session.say("SELECT INBOX");
            LocalSession.Reply first = session.say(command);
            store.reads();
            LocalSession.Reply again = session.say(command);
            assertThat(store.reads()).isZero();
            // Apart from CLOSED, which SELECT says where one was selected.
            assertThat(again.lines()).endsWith(first.lines().toArray(String[]::new));
            append(0);
            session.say(command);
            assertThat(store.reads()).isPositive();
        }
    }
}
