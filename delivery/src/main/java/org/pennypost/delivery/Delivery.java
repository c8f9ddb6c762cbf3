package org.pennypost.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.NoSuchMailbox;
import org.pennypost.mailbox.OverQuota;
import org.pennypost.mailbox.TooManyKeywords;
import org.pennypost.mime.MessageStart;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * One message on its way into its recipients' INBOXes: its bytes go to one blob that all of them share, and each account gets a
 * message of its own with its own trace fields. All of them have it, or the client is told to come again and none of them keeps it.
 */
final class Delivery implements IncomingMessage {
    static final Reply MAILBOX_FULL =
            Reply.of(452, "4.2.2", "The recipient's mailbox is full; try again when there is room in it.");

    /** Enough of the beginning to see whether it is a header field. */
    private static final int BEGINNING_BYTES = MessageStart.HEAD_BYTES;

    private final String hostname;
    private final Envelope envelope;
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final InstantSource clock;

    private final byte[] beginning = new byte[BEGINNING_BYTES];
    private int beginningLength;
    private @Nullable BlobDraft draft;
    private @Nullable StoreException failure;

    Delivery(
            String hostname,
            Envelope envelope,
            Store store,
            Directory directory,
            Mailboxes mailboxes,
            InstantSource clock) {
        this.hostname = hostname;
        this.envelope = envelope;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.clock = clock;
        try {
            this.draft = store.blobs().draft();
        } catch (StoreException e) {
            this.failure = e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int wanted = Math.min(length, BEGINNING_BYTES - beginningLength);
        System.arraycopy(bytes, offset, beginning, beginningLength, wanted);
        beginningLength += wanted;
        if (draft == null || failure != null) {
            return;
        }
        try {
            draft.write(bytes, offset, length);
        } catch (StoreException e) {
            failure = e;
        }
    }

    @Override
    public Reply accept() {
        if (failure != null || draft == null) {
            return StoreReplies.of(failure == null ? new StoreException("the store gave no draft") : failure);
        }
        try {
            draft.finish();
            return deliver(draft);
        } catch (StoreException e) {
            return StoreReplies.of(e);
        }
    }

    private Reply deliver(BlobDraft content) throws StoreException {
        Instant now = clock.instant();
        TraceFields trace = new TraceFields(envelope, hostname, now, MessageStart.of(beginning, 0, beginningLength));
        Map<AccountEntry, String> accounts = accounts();
        List<Copy> copies = new ArrayList<>(accounts.size());
        Optional<Reply> refusal = Optional.empty();
        for (Map.Entry<AccountEntry, String> recipient : accounts.entrySet()) {
            Account account = mailboxes.account(new AccountId(recipient.getKey().number()));
            byte[] prefix = trace.forRecipient(recipient.getValue());
            try {
                copies.add(new Copy(
                        account, account.append(account.inbox(), new NewMessage(content, prefix, now, Set.of()))));
            } catch (StoreException e) {
                refusal = Optional.of(StoreReplies.of(e));
                break;
            }
        }
        return awaitAll(copies, refusal);
    }

    /** Who gets it, each account once however many of its names were given, with the first of these. */
    private Map<AccountEntry, String> accounts() throws StoreException {
        Map<AccountEntry, String> accounts = new LinkedHashMap<>();
        for (RcptCommand recipient : envelope.recipients()) {
            Optional<Mailbox> mailbox = recipient.to().mailbox();
            AccountEntry account = mailbox.map(to -> directory.resolve(to.localPart(), to.domain()))
                    .orElseGet(() -> directory.resolve("postmaster", ""))
                    .orElseThrow(() -> new StoreException("the account of " + recipient.to() + " went away meanwhile"));
            accounts.putIfAbsent(account, mailbox.map(Mailbox::toString).orElseGet(account::address));
        }
        return accounts;
    }

    /** Waits for what was begun: all copies were handed to the store before, so that they share a sync. */
    private static Reply awaitAll(List<Copy> copies, Optional<Reply> begun) throws StoreException {
        List<Delivered> delivered = new ArrayList<>(copies.size());
        Optional<Reply> refusal = begun;
        for (Copy copy : copies) {
            try {
                switch (copy.pending().await()) {
                    case AppendResult.Appended appended -> delivered.add(new Delivered(copy.account(), appended));
                    case OverQuota _ -> refusal = Optional.of(MAILBOX_FULL);
                    case NoSuchMailbox _, TooManyKeywords _ ->
                        refusal = Optional.of(Reply.of(
                                451,
                                "4.2.1",
                                "A recipient's mailbox is not there just now; nothing was stored, try again later."));
                }
            } catch (StoreException e) {
                refusal = Optional.of(StoreReplies.of(e));
            }
        }
        if (refusal.isPresent()) {
            takeBack(delivered);
            return refusal.get();
        }
        return Reply.of(
                250,
                "2.0.0",
                delivered.size() == 1 ? "Delivered." : "Delivered to " + delivered.size() + " mailboxes.");
    }

    /** The client is about to be told that nothing was stored, and will come again: those who have it would get it twice. */
    private static void takeBack(List<Delivered> delivered) throws StoreException {
        for (Delivered one : delivered) {
            one.account().expunge(one.account().inbox(), List.of(one.appended().uid()));
        }
    }

    @Override
    public void close() {
        if (draft != null) {
            draft.close();
        }
    }

    private record Copy(Account account, Pending<AppendResult> pending) {}

    private record Delivered(Account account, AppendResult.Appended appended) {}
}
