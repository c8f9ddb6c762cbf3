package org.pennypost.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.testing.ForwardingStore;

/** The index comes after deliveries, by itself, soon; and however slow it is, they do not wait. */
@Timeout(60)
class DeliveriesDoNotWaitTest {
    private static final TextQuery PENNY = new TextQuery.Text(new Needle("penny"));
    private static final int MESSAGES = 500;

    @TempDir
    private Path folder;

    /** A store that does not answer the indexing thread before it is let go. */
    private static final class Slow extends ForwardingStore {
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);

        Slow() {
            super(new MemoryStore());
        }

        @Override
        public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
            if (Thread.currentThread().getName().equals("search-indexing")) {
                reading.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return super.read(partition, reader);
        }
    }

    @Test
    void howeverSlowItIs() throws Exception {
        Slow store = new Slow();
        try (SearchIndexes indexes = SearchIndexes.open(folder, IndexedAccount.OPTIONS)) {
            Mailboxes mailboxes = new Mailboxes(store, InstantSource.system(), Settings.DEFAULT, indexes);
            mailboxes.createAccount(IndexedAccount.OWNER, Quota.UNLIMITED);
            Account account = mailboxes.account(IndexedAccount.OWNER);
            IndexedAccount.append(store, account, "Subject: a penny\r\n\r\nfirst");
            store.reading.await();
            for (int i = 1; i < MESSAGES; i++) {
                IndexedAccount.append(store, account, "Subject: a penny\r\n\r\nnumber " + i);
            }
            // All of them are durable and told of, and can be searched; none is in the index.
            assertThat(account.view(account.inbox()).orElseThrow().size()).isEqualTo(MESSAGES);
            assertThat(indexes.figures().indexed()).isZero();
            assertThat(account.candidates(PENNY).mayHold(account.lastContent())).isTrue();
            store.letGo.countDown();
            untilIndexed(indexes, account);
            assertThat(account.candidates(PENNY).named()).isEqualTo(MESSAGES);
        } finally {
            store.close();
        }
    }

    /** One message brings no other that would wake it: what it waits for is its own gathering, a quarter of the second that it may take. */
    @Test
    void aSingleMessageIsIndexedByItself() throws IOException {
        assertThat(SearchOptions.DEFAULT.gather()).isLessThanOrEqualTo(Duration.ofMillis(250));
        MemoryStore store = new MemoryStore();
        try (SearchIndexes indexes = SearchIndexes.open(folder, IndexedAccount.OPTIONS)) {
            Mailboxes mailboxes = new Mailboxes(store, InstantSource.system(), Settings.DEFAULT, indexes);
            mailboxes.createAccount(IndexedAccount.OWNER, Quota.UNLIMITED);
            Account account = mailboxes.account(IndexedAccount.OWNER);
            for (int i = 1; i <= 5; i++) {
                IndexedAccount.append(store, account, "Subject: a penny\r\n\r\nnumber " + i);
                untilIndexed(indexes, account);
                assertThat(indexes.figures().indexed()).isEqualTo(i);
            }
        } finally {
            store.close();
        }
    }

    private static void untilIndexed(SearchIndexes indexes, Account account) throws IOException {
        while (indexes.progress(account).through() < account.lastContent()) {
            Thread.onSpinWait();
        }
    }
}
