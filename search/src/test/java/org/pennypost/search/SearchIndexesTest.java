package org.pennypost.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.MemoryStore;

/** The index as a server has it: it follows by itself. */
@Timeout(60)
class SearchIndexesTest {
    private static final AccountId OTHER = new AccountId(1_001);
    private static final TextQuery PENNY = new TextQuery.Text(new Needle("penny"));

    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();
    private SearchIndexes indexes;
    private Mailboxes mailboxes;
    private Account account;

    @BeforeEach
    void open() throws IOException {
        indexes = SearchIndexes.open(folder, IndexedAccount.OPTIONS);
        mailboxes = new Mailboxes(store, InstantSource.system(), Settings.DEFAULT, indexes);
        mailboxes.createAccount(IndexedAccount.OWNER, Quota.UNLIMITED);
        account = mailboxes.account(IndexedAccount.OWNER);
    }

    @AfterEach
    void close() throws IOException {
        indexes.close();
        store.close();
    }

    private void append(Account to, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            IndexedAccount.append(store, to, "Subject: a penny\r\n\r\nnumber " + i);
        }
    }

    private void untilIndexed(Account of) throws IOException {
        SearchProgress progress = indexes.progress(of);
        while (progress.through() < progress.last()) {
            Thread.onSpinWait();
            progress = indexes.progress(of);
        }
    }

    @Test
    void itFollowsWhatIsDelivered() throws IOException {
        append(account, 3);
        untilIndexed(account);
        assertThat(account.candidates(PENNY).named()).isEqualTo(3);
        append(account, 2);
        untilIndexed(account);
        assertThat(account.candidates(PENNY).named()).isEqualTo(5);
        assertThat(account.candidates(new TextQuery.Body(new Needle("penny"))).named())
                .isZero();
        assertThat(indexes.figures().indexed()).isEqualTo(5);
        assertThat(indexes.figures().failures()).isZero();
    }

    @Test
    void eachAccountHasItsOwn() throws IOException {
        mailboxes.createAccount(OTHER, Quota.UNLIMITED);
        append(account, 2);
        append(mailboxes.account(OTHER), 3);
        untilIndexed(account);
        untilIndexed(mailboxes.account(OTHER));
        assertThat(account.candidates(PENNY).named()).isEqualTo(2);
        assertThat(mailboxes.account(OTHER).candidates(PENNY).named()).isEqualTo(3);
    }

    @Test
    void anAccountThatIsRemovedTakesItsIndexAlong() throws Exception {
        append(account, 2);
        untilIndexed(account);
        mailboxes.removeAccount(account.id());
        indexes.rebuild(account).get(30, TimeUnit.SECONDS);
        assertThat(Indexer.folder(folder, account.id())).doesNotExist();
        assertThat(account.candidates(PENNY)).isSameAs(Candidates.ALL);
    }

    @Test
    void aRebuildBeginsAnewAndEndsWhereItWas() throws Exception {
        append(account, 4);
        untilIndexed(account);
        assertThat(indexes.rebuild(account).get(30, TimeUnit.SECONDS)).isTrue();
        untilIndexed(account);
        assertThat(account.candidates(PENNY).named()).isEqualTo(4);
        assertThat(indexes.figures().indexed()).isEqualTo(8);
    }

    @Test
    void whatWasIndexedIsThereAfterARestart() throws IOException {
        append(account, 4);
        untilIndexed(account);
        indexes.close();
        indexes = SearchIndexes.open(folder, IndexedAccount.OPTIONS);
        indexes.follow(account);
        assertThat(indexes.candidates(account, PENNY).named()).isEqualTo(4);
        assertThat(indexes.figures().indexed()).isZero();
    }

    @Test
    void itEndsWithTheStoreStopped() throws IOException {
        append(account, 4);
        store.close();
        indexes.close();
        assertThat(indexes.rebuild(account)).isCompletedWithValue(false);
    }

    @Test
    void aFolderThatCannotBeWrittenCostsNoAnswer() throws IOException {
        indexes.close();
        Path file = Files.createFile(folder.resolve("in the way"));
        indexes = SearchIndexes.open(file, IndexedAccount.OPTIONS);
        append(account, 2);
        indexes.follow(account);
        while (indexes.figures().failures() == 0) {
            Thread.onSpinWait();
        }
        assertThat(indexes.candidates(account, PENNY)).isSameAs(Candidates.ALL);
    }
}
