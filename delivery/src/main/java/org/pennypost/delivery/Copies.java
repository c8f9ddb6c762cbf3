package org.pennypost.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.Reply;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Pending;
import org.pennypost.store.StoreException;

/**
 * The copies of one message on their way into its recipients' INBOXes: they share the blob, and each has its own trace fields. All
 * recipients have it in the end, or none keeps it. Used by one thread: {@link #begin}, then {@link #await}, then perhaps {@link #takeBack}.
 */
final class Copies {
    static final Reply MAILBOX_FULL =
            Reply.of(452, "4.2.2", "The recipient's mailbox is full; try again when there is room in it.");

    private static final Reply MAILBOX_GONE =
            Reply.of(451, "4.2.1", "A recipient's mailbox is not there just now; nothing was stored, try again later.");

    private final Directory directory;
    private final Mailboxes mailboxes;
    private final List<Copy> begun = new ArrayList<>();
    private final List<Delivered> delivered = new ArrayList<>();
    private Optional<Reply> refusal = Optional.empty();

    Copies(Directory directory, Mailboxes mailboxes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    /** Hands all copies to the store without waiting, so that they share a sync with each other and with what follows. */
    void begin(BlobDraft content, List<ForwardPath> recipients, TraceFields trace, Instant now) throws StoreException {
        Map<AccountEntry, String> accounts = accounts(recipients);
        if (accounts.isEmpty()) {
            return;
        }
        // What clients will list is computed once, on the connection's own thread: it is the same for all recipients.
        StoredProjection projection = NewMessage.project(content, trace.forRecipient(""));
        for (Map.Entry<AccountEntry, String> recipient : accounts.entrySet()) {
            Account account = mailboxes.account(new AccountId(recipient.getKey().number()));
            byte[] prefix = trace.forRecipient(recipient.getValue());
            try {
                begun.add(new Copy(
                        account,
                        account.append(account.inbox(), new NewMessage(content, prefix, projection, now, Set.of()))));
            } catch (StoreException e) {
                refusal = Optional.of(StoreReplies.of(e));
                return;
            }
        }
    }

    /** Who gets it, each account once however many of its names were given, with the first of these. */
    private Map<AccountEntry, String> accounts(List<ForwardPath> recipients) throws StoreException {
        Map<AccountEntry, String> accounts = new LinkedHashMap<>();
        for (ForwardPath recipient : recipients) {
            Optional<Mailbox> mailbox = recipient.mailbox();
            AccountEntry account = mailbox.map(to -> directory.resolve(to.localPart(), to.domain()))
                    .orElseGet(() -> directory.resolve("postmaster", ""))
                    .orElseThrow(() -> new StoreException("the account of " + recipient + " went away meanwhile"));
            accounts.putIfAbsent(account, mailbox.map(Mailbox::toString).orElseGet(account::address));
        }
        return accounts;
    }

    /**
     * Waits for all that was begun.
     *
     * @return why nobody has it, if one could not have it
     */
    Optional<Reply> await() throws StoreException {
        for (Copy copy : begun) {
            try {
                switch (copy.pending().await()) {
                    case AppendResult.Appended appended -> delivered.add(new Delivered(copy.account(), appended));
                    case OverQuota _ -> refusal = Optional.of(MAILBOX_FULL);
                    case NoSuchMailbox _, TooManyKeywords _ -> refusal = Optional.of(MAILBOX_GONE);
                }
            } catch (StoreException e) {
                refusal = Optional.of(StoreReplies.of(e));
            }
        }
        if (refusal.isPresent()) {
            takeBack();
        }
        return refusal;
    }

    /** How many mailboxes have it. */
    int delivered() {
        return delivered.size();
    }

    /** The client is about to be told that nothing was stored, and will come again: those who have it would get it twice. */
    void takeBack() throws StoreException {
        for (Delivered one : delivered) {
            one.account().expunge(one.account().inbox(), List.of(one.appended().uid()));
        }
        delivered.clear();
    }

    private record Copy(Account account, Pending<AppendResult> pending) {}

    private record Delivered(Account account, AppendResult.Appended appended) {}
}
