package org.pennypost.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.MemoryStore;

/** What an index that was cut off, lost, damaged or left behind does to answers: nothing. */
class SurvivalTest {
    private static final TextQuery PENNY = new TextQuery.Body(new Needle("penny"));

    @TempDir
    private Path folder;

    private IndexedAccount mail;

    @BeforeEach
    void someMail() throws IOException {
        mail = new IndexedAccount(new MemoryStore(), folder);
        append(20);
        mail.index();
    }

    @AfterEach
    void close() throws IOException {
        mail.close();
    }

    /** Every fourth has what is looked for. */
    private void append(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            mail.append("Subject: number " + i + "\r\n\r\n" + (i % 4 == 0 ? "a penny" : "nothing") + "\r\n");
        }
    }

    private void answersAreRight() throws IOException {
        assertThat(mail.search(PENNY)).isEqualTo(mail.scan(PENNY)).isNotEmpty();
    }

    private void isIndexed(int messages) throws IOException {
        Candidates candidates = mail.candidates(PENNY);
        assertThat(candidates.through()).isEqualTo(mail.account.lastContent());
        assertThat(candidates.named()).isEqualTo(messages);
        answersAreRight();
    }

    @Test
    void whatIsNotIndexedYetIsACandidate() throws IOException {
        isIndexed(5);
        append(4);
        assertThat(mail.candidates(PENNY).named()).isEqualTo(5);
        answersAreRight();
        mail.index();
        isIndexed(6);
    }

    @Test
    void whatWasNotCommittedIsIndexedAgain() throws IOException {
        mail.restart();
        append(8);
        mail.index();
        isIndexed(7);
        mail.kill();
        assertThat(mail.candidates(PENNY).named()).isEqualTo(5);
        answersAreRight();
        mail.index();
        isIndexed(7);
    }

    @Test
    void aKillBeforeTheFirstCommitLeavesNoIndex() throws IOException {
        mail.kill();
        assertThat(mail.candidates(PENNY)).isSameAs(Candidates.ALL);
        answersAreRight();
        mail.index();
        isIndexed(5);
    }

    @Test
    void aLostFolderIsMadeAnew() throws IOException {
        mail.restart();
        AccountWriter.delete(mail.place());
        assertThat(mail.candidates(PENNY)).isSameAs(Candidates.ALL);
        answersAreRight();
        mail.index();
        isIndexed(5);
    }

    @Test
    void aFolderLostWhileItIsWrittenIsMadeAnew() throws IOException {
        AccountWriter.delete(mail.place());
        append(4);
        for (int i = 0; i < 3; i++) {
            mail.index();
            answersAreRight();
        }
        mail.restart();
        mail.index();
        isIndexed(6);
    }

    @Test
    void damagedFilesAreMadeAnew() throws IOException {
        mail.restart();
        try (Stream<Path> files = Files.list(mail.place())) {
            for (Path file : files.toList()) {
                Files.write(file, "damaged".getBytes(US_ASCII), StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
        answersAreRightOrAskedAgain();
        mail.index();
        isIndexed(5);
    }

    @Test
    void aMissingSegmentIsMadeAnew() throws IOException {
        mail.restart();
        try (Stream<Path> files = Files.list(mail.place())) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("_"))
                    .toList()) {
                Files.delete(file);
            }
        }
        answersAreRightOrAskedAgain();
        append(4);
        mail.index();
        isIndexed(6);
    }

    /** A question to a damaged index may fail, and then all are read; it must not be answered wrongly. */
    private void answersAreRightOrAskedAgain() throws IOException {
        try {
            answersAreRight();
        } catch (IOException e) {
            assertThat(AccountWriter.isDamage(e)).as(e.toString()).isTrue();
        }
    }

    @Test
    void anIndexOfAStoreThatWentBackIsNotBelieved() throws IOException {
        mail.restart();
        try (IndexedAccount restored = new IndexedAccount(new MemoryStore(), folder)) {
            restored.append("Subject: other mail\r\n\r\na penny\r\n");
            assertThat(restored.candidates(PENNY)).isSameAs(Candidates.ALL);
            restored.index();
            assertThat(restored.candidates(PENNY).named()).isEqualTo(1);
        }
    }

    /** Too few messages for an index: that of before must not come to be believed when the change counter has grown beyond its stamp. */
    @Test
    void anIndexOfAStoreThatWentBackIsNotBelievedLaterEither() throws IOException {
        mail.restart();
        try (IndexedAccount restored = new IndexedAccount(new MemoryStore(), folder)) {
            restored.indexer = new Indexer(
                    folder, new SearchOptions(10, 2, 4, Duration.ofMillis(1), Duration.ofMinutes(1)), restored.readers);
            for (int i = 0; i < 5; i++) {
                restored.append("Subject: other mail\r\n\r\na penny " + i + "\r\n");
                restored.index();
            }
            for (int i = 0; i < 40; i++) {
                restored.account.flags(
                        restored.account.inbox(),
                        UidSet.of(List.of(new Uid(1))),
                        i % 2 == 0 ? FlagChange.add(Flag.SEEN) : FlagChange.remove(Flag.SEEN));
            }
            restored.index();
            assertThat(restored.search(PENNY)).isEqualTo(restored.scan(PENNY)).hasSize(5);
        }
    }

    @Test
    void movesCopiesAndFlagsLeaveTheIndexAlone() throws IOException {
        mail.account.expunge(mail.account.inbox(), List.of(new Uid(1)));
        assertThat(mail.indexer.step(mail.account, true)).isEqualTo(Indexer.Left.NOTHING);
        assertThat(mail.indexer.indexed).hasValue(20);
        answersAreRight();
    }

    /** Whoever has nothing left to index is not looked for in the files behind each flag: only the next message finds them gone. */
    @Test
    void aChangedFlagOpensNoFile() throws IOException {
        mail.restart();
        assertThat(mail.indexer.step(mail.account, true)).isEqualTo(Indexer.Left.NOTHING);
        AccountWriter.delete(mail.place());
        mail.account.flags(mail.account.inbox(), UidSet.of(List.of(new Uid(1))), FlagChange.add(Flag.SEEN));
        assertThat(mail.indexer.step(mail.account, true)).isEqualTo(Indexer.Left.NOTHING);
        assertThat(mail.place()).doesNotExist();
        answersAreRight();
        append(4);
        mail.index();
        isIndexed(6);
    }

    @Test
    void whatIsPurgedLeavesTheIndex() throws IOException {
        mail.account.expunge(mail.account.inbox(), List.of(new Uid(1), new Uid(2), new Uid(20)));
        mail.account.purge(Instant.now().plusSeconds(10));
        mail.indexer.sweep(mail.account);
        assertThat(mail.candidates(PENNY).named()).isEqualTo(4);
        mail.restart();
        assertThat(mail.candidates(PENNY).named()).isEqualTo(4);
        assertThat(mail.candidates(new TextQuery.Text(new Needle(""))).named()).isEqualTo(17);
        answersAreRight();
    }

    @Test
    void anAccountWithFewMessagesHasNoIndex() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        try (IndexReaders readers = new IndexReaders(1)) {
            SearchOptions options =
                    new SearchOptions(21, 1, 1, IndexedAccount.OPTIONS.gather(), IndexedAccount.OPTIONS.idle());
            Indexer indexer = new Indexer(elsewhere, options, readers);
            assertThat(indexer.step(mail.account, true)).isEqualTo(Indexer.Left.NOTHING);
            assertThat(elsewhere).doesNotExist();
            append(1);
            indexer.step(mail.account, true);
            assertThat(indexer.indexed).hasValue(21);
            indexer.close();
        }
    }
}
