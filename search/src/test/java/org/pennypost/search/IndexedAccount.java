package org.pennypost.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.MessageText;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/** An account with an index that is written when a test says so. */
final class IndexedAccount implements AutoCloseable {
    static final AccountId OWNER = new AccountId(1_000);
    static final SearchOptions OPTIONS = new SearchOptions(1, 2, 4, Duration.ofMillis(1), Duration.ofMinutes(1));

    final Store store;
    final Path folder;
    final Account account;
    final Mailboxes mailboxes;
    IndexReaders readers;
    Indexer indexer;

    IndexedAccount(Store store, Path folder) throws StoreException {
        this.store = store;
        this.folder = folder;
        this.mailboxes = new Mailboxes(store, InstantSource.system());
        mailboxes.createAccount(OWNER, Quota.UNLIMITED);
        this.account = mailboxes.account(OWNER);
        this.readers = new IndexReaders(OPTIONS.readersMax());
        this.indexer = new Indexer(folder, OPTIONS, readers);
    }

    Path place() {
        return Indexer.folder(folder, OWNER);
    }

    void append(String message) throws StoreException {
        append(store, account, message);
    }

    static AppendResult append(Store store, Account account, String message) throws StoreException {
        byte[] bytes = message.getBytes(UTF_8);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(bytes, 0, bytes.length);
            draft.finish();
            NewMessage fresh = new NewMessage(
                    draft, "Received: by test\r\n".getBytes(UTF_8), Instant.parse("2026-11-23T10:00:00Z"), Set.of());
            return account.append(account.inbox(), fresh).await();
        }
    }

    /** Writes the index as far as the account goes. */
    void index() throws StoreException {
        while (indexer.step(account, true) == Indexer.Left.MORE) {
            // The next step.
        }
    }

    /** As if the program was killed: nothing more is committed, and all is opened again. */
    void kill() throws IOException {
        indexer.abandon();
        reopen();
    }

    /** As if the program ended and began again. */
    void restart() throws IOException {
        indexer.close();
        reopen();
    }

    private void reopen() throws IOException {
        readers.close();
        readers = new IndexReaders(OPTIONS.readersMax());
        indexer = new Indexer(folder, OPTIONS, readers);
    }

    Candidates candidates(TextQuery query) throws IOException {
        return readers.candidates(account, place(), query).orElse(Candidates.ALL);
    }

    MailboxView view() throws StoreException {
        return account.view(account.inbox()).orElseThrow();
    }

    /** The UIDs of those that answer the question, every message read. */
    List<Long> scan(TextQuery query) throws StoreException {
        return matches(query, Candidates.ALL);
    }

    /** The UIDs of those that answer it, only candidates read. */
    List<Long> search(TextQuery query) throws IOException {
        return matches(query, candidates(query));
    }

    private List<Long> matches(TextQuery query, Candidates candidates) throws StoreException {
        List<Long> uids = new ArrayList<>();
        for (MailboxView.Cursor each = view().cursor(0); each.next(); ) {
            if (candidates.mayHold(each.content()) && holds(each.content(), query)) {
                uids.add(each.uid());
            }
        }
        return uids;
    }

    private boolean holds(long content, TextQuery query) throws StoreException {
        try (MessageContent open = account.openContent(content).orElseThrow()) {
            MessageText text = new MessageText(account.projection(content).orElseThrow(), open);
            return switch (query) {
                case TextQuery.Header(String name, var needle) -> text.headerContains(name, needle);
                case TextQuery.Body(var needle) -> text.bodyContains(needle);
                case TextQuery.Text(var needle) -> text.textContains(needle);
            };
        }
    }

    @Override
    public void close() throws IOException {
        indexer.close();
        readers.close();
        store.close();
    }
}
