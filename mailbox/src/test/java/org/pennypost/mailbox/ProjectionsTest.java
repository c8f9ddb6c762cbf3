package org.pennypost.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.append;
import static org.pennypost.mailbox.Mail.appended;
import static org.pennypost.mailbox.Mail.view;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Key;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

@ParameterizedClass
@EnumSource(Engine.class)
class ProjectionsTest {
    private static final String PREFIX = "Received: by test\r\n";

    private final Store store;
    private final Account account;
    private final MailboxId inbox;

    ProjectionsTest(Engine engine, @TempDir Path folder) throws StoreException {
        store = engine.open(folder);
        Mailboxes mailboxes = new Mailboxes(store, InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z")));
        mailboxes.createAccount(ALICE, new Quota(100_000_000, 10_000));
        account = mailboxes.account(ALICE);
        inbox = account.inbox();
    }

    @AfterEach
    void check() throws StoreException {
        assertThat(account.check()).isEmpty();
        store.close();
    }

    private long append(String text) throws StoreException {
        Mail.append(store, account, inbox, text);
        MailboxView view = view(account, inbox);
        return view.at(view.size() - 1).content().number();
    }

    /** Puts in place of the stored projection what the function makes of it. */
    private void store(long content, StoredProjection projection) throws StoreException {
        Key key = Keys.content(content);
        store.update(ALICE.partition(), (now, batch) -> {
            Content there =
                    ContentFormat.decode(content, now.get(key).orElseThrow().bytes());
            batch.put(
                    key,
                    ContentFormat.encode(new Content(there.blob(), there.blobOctets(), there.prefix(), projection)));
            return 0;
        });
    }

    private StoredProjection stored(long content) throws StoreException {
        return ContentFormat.decode(
                        content,
                        store.get(ALICE.partition(), Keys.content(content))
                                .orElseThrow()
                                .bytes())
                .projection();
    }

    @Test
    void whatArrivesIsProjected() throws StoreException {
        long content = append("Subject: one\r\n\r\ntext\r\n");
        assertThat(stored(content).isCurrent()).isTrue();
        Projection projection = account.projection(content).orElseThrow();
        assertThat(projection.envelope().subject()).isEqualTo("one");
        assertThat(projection.structure().place().bodyStart()).isEqualTo(PREFIX.length() + 16);
        assertThat(account.projection(content + 1)).isEmpty();
        assertThat(account.checkProjections()).isEmpty();
    }

    @Test
    void aLongMessageIsProjectedFromItsFile() throws StoreException {
        String line = "0123456789".repeat(7) + "\r\n";
        long content = append("Subject: long\r\n\r\n" + line.repeat(60_000));
        assertThat(account.projection(content).orElseThrow().preview()).startsWith("0123456789");
        assertThat(account.projection(content).orElseThrow().structure().place().bodyEnd())
                .isEqualTo(PREFIX.length() + 17 + 72 * 60_000);
        assertThat(account.checkProjections()).isEmpty();
    }

    @Test
    void oneOfAnotherVersionIsComputedWhereItIsMetAndThenRenewed() throws StoreException {
        List<Long> contents = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            contents.add(append("Subject: " + i + "\r\n\r\n"));
        }
        store(contents.get(3), new StoredProjection(Projection.VERSION + 1, new byte[] {1, 2, 3}));
        store(contents.get(420), StoredProjection.NONE);
        assertThat(account.projection(contents.get(3)).orElseThrow().envelope().subject())
                .isEqualTo("3");
        List<String> subjects = new ArrayList<>();
        account.projections(
                contents.stream().mapToLong(Long::longValue).toArray(),
                (index, projection) -> subjects.add(projection.envelope().subject()));
        assertThat(subjects)
                .isEqualTo(LongStream.range(0, 450).mapToObj(Long::toString).toList());
        assertThat(stored(contents.get(3)).isCurrent()).isFalse();
        assertThat(account.renewProjections()).isEqualTo(2);
        assertThat(stored(contents.get(3)).isCurrent()).isTrue();
        assertThat(stored(contents.get(420)).isCurrent()).isTrue();
        assertThat(account.renewProjections()).isZero();
        assertThat(account.checkProjections()).isEmpty();
    }

    @Test
    void visitsGoInTheOrderAskedFor() throws StoreException {
        long one = append("Subject: one\r\n\r\n");
        long two = append("Subject: two\r\n\r\n");
        List<String> seen = new ArrayList<>();
        account.projections(
                new long[] {two, 999_999, one, two},
                (index, projection) ->
                        seen.add(index + " " + projection.envelope().subject()));
        assertThat(seen).containsExactly("0 two", "2 one", "3 two");
    }

    @Test
    void aCutOneIsWholeWhenAskedFor() throws StoreException {
        StringBuilder to = new StringBuilder("To: a@example.org");
        for (int i = 0; i < 4_500; i++) {
            to.append(",\r\n someone-").append(i).append("@example.org");
        }
        long content = append(to + "\r\n\r\n");
        assertThat(stored(content).bytes()).hasSizeLessThanOrEqualTo(Projection.STORED_OCTETS_MAX);
        assertThat(account.projection(content).orElseThrow().envelope().to()).hasSize(4_501);
        assertThat(account.checkProjections()).isEmpty();
    }

    @Test
    void aWrongOneIsFound() throws StoreException {
        long good = append("Subject: one\r\n\r\n");
        long other = append("Subject: two\r\n\r\n");
        store(other, stored(good));
        assertThat(account.checkProjections()).singleElement().asString().contains("content " + other);
        byte[] torn = Arrays.copyOf(stored(good).bytes(), 10);
        store(other, new StoredProjection(Projection.VERSION, torn));
        assertThat(account.check()).singleElement().asString().contains("damaged");
        store(other, StoredProjection.NONE);
        assertThat(account.renewProjections()).isEqualTo(1);
    }

    @Test
    void oneProjectionServesSeveralAccounts() throws StoreException {
        try (BlobDraft draft = Mail.draft(store, "Subject: shared\r\n\r\n")) {
            byte[] prefix = "Delivered-To: x\r\n".getBytes(UTF_8);
            StoredProjection projection = NewMessage.project(draft, new byte[0]);
            appended(account.append(inbox, new NewMessage(draft, prefix, projection, Mail.RECEIVED, Set.of()))
                    .await());
        }
        assertThat(account.checkProjections()).isEmpty();
    }

    @Test
    void whatIsReadAheadIsWhatIsStored() throws StoreException {
        long[] contents = new long[100];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = append("Subject: " + i + "\r\n\r\nx\r\n");
        }
        store(contents[40], StoredProjection.NONE);
        contents[70] = 1_000_000;
        List<Optional<Projection>> stored = account.storedProjections(contents);
        assertThat(stored).hasSize(contents.length);
        for (int i = 0; i < contents.length; i++) {
            assertThat(stored.get(i).isPresent()).as("message %s", i).isEqualTo(i != 40 && i != 70);
            if (stored.get(i).isPresent()) {
                assertThat(stored.get(i).get().envelope().subject()).isEqualTo(Integer.toString(i));
            }
        }
        assertThat(account.projection(contents[40]).orElseThrow().envelope().subject())
                .isEqualTo("40");
    }

    @Test
    void readingAheadEndsWhereItTakesMuch() throws StoreException {
        String header = "To: " + "someone@example.org,\r\n ".repeat(2_000) + "x@y\r\n\r\n";
        long[] contents = new long[100];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = append(header);
        }
        assertThat(account.storedProjections(contents).size()).isBetween(1, 99);
    }
}
