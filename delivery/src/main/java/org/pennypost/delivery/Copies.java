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
 * The copies of one message on their way into its recipients' INBOXes: they share the blob, and each has its own trace fields. Used by one
 * thread: {@link #begin}, then either {@link #await}, after which all recipients have it or none keeps it, and perhaps {@link #takeBack}; or
 * {@link #awaitEach}, where each stands for itself.
 */
final class Copies {
    static final Reply DELIVERED = Reply.of(250, "2.0.0", "Delivered.");

    static final Reply MAILBOX_FULL =
            Reply.of(452, "4.2.2", "The recipient's mailbox is full; try again when there is room in it.");

    private static final Reply MAILBOX_GONE =
            Reply.of(451, "4.2.1", "A recipient's mailbox is not there just now; nothing was stored, try again later.");

    private final Directory directory;
    private final Mailboxes mailboxes;
    private final List<Copy> begun = new ArrayList<>();
    private final List<Delivered> delivered = new ArrayList<>();
    private final Map<AccountEntry, Reply> refused = new LinkedHashMap<>();

    Copies(Directory directory, Mailboxes mailboxes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    /** Hands all copies to the store without waiting, so that they share a sync with each other and with what follows. */
    void begin(BlobDraft content, List<ForwardPath> recipients, TraceFields trace, Instant now) throws StoreException {
        Map<AccountEntry, String> accounts = new LinkedHashMap<>();
        for (ForwardPath recipient : recipients) {
            AccountEntry account = account(recipient)
                    .orElseThrow(() -> new StoreException("the account of " + recipient + " went away meanwhile"));
            accounts.putIfAbsent(account, name(recipient, account));
        }
        begin(content, accounts, trace, now);
    }

    /**
     * As {@link #begin}, with nobody held back by another.
     *
     * @return who each recipient is; empty where the account has gone since RCPT, and one account for all of its names
     */
    List<Optional<AccountEntry>> beginEach(
            BlobDraft content, List<ForwardPath> recipients, TraceFields trace, Instant now) throws StoreException {
        Map<AccountEntry, String> accounts = new LinkedHashMap<>();
        List<Optional<AccountEntry>> each = new ArrayList<>();
        for (ForwardPath recipient : recipients) {
            Optional<AccountEntry> account = account(recipient);
            account.ifPresent(entry -> accounts.putIfAbsent(entry, name(recipient, entry)));
            each.add(account);
        }
        begin(content, accounts, trace, now);
        return each;
    }

    private void begin(BlobDraft content, Map<AccountEntry, String> accounts, TraceFields trace, Instant now)
            throws StoreException {
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
                        recipient.getKey(),
                        account,
                        account.append(account.inbox(), new NewMessage(content, prefix, projection, now, Set.of()))));
            } catch (StoreException e) {
                refused.put(recipient.getKey(), StoreReplies.of(e));
            }
        }
    }

    /** The address that a recipient here is kept under; empty where nobody has it. */
    Optional<Mailbox> address(ForwardPath recipient) {
        return recipient
                .mailbox()
                .or(() -> account(recipient).map(AccountEntry::address).map(address -> {
                    int at = address.lastIndexOf('@');
                    return new Mailbox(address.substring(0, at), address.substring(at + 1));
                }));
    }

    private Optional<AccountEntry> account(ForwardPath recipient) {
        return switch (recipient) {
            case ForwardPath.Postmaster _ -> directory.resolve("postmaster", "");
            case ForwardPath.Recipient to ->
                directory.resolve(to.address().localPart(), to.address().domain());
        };
    }

    /** The name that Delivered-To has, of several the first that was given. */
    private static String name(ForwardPath recipient, AccountEntry account) {
        return recipient.mailbox().map(Mailbox::toString).orElseGet(account::address);
    }

    /**
     * Waits for all that was begun.
     *
     * @return why nobody has it, if one could not have it
     */
    Optional<Reply> await() throws StoreException {
        finish();
        if (!refused.isEmpty()) {
            takeBack();
        }
        return refused.values().stream().findFirst();
    }

    /** Waits for all that was begun by {@link #beginEach}; a reply for each recipient that it returned. */
    List<Reply> awaitEach(List<Optional<AccountEntry>> recipients) {
        finish();
        return recipients.stream()
                .map(account -> account.map(entry -> refused.getOrDefault(entry, DELIVERED))
                        .orElse(MAILBOX_GONE))
                .toList();
    }

    private void finish() {
        for (Copy copy : begun) {
            try {
                switch (copy.pending().await()) {
                    case AppendResult.Appended appended -> delivered.add(new Delivered(copy.account(), appended));
                    case OverQuota _ -> refused.put(copy.entry(), MAILBOX_FULL);
                    case NoSuchMailbox _, TooManyKeywords _ -> refused.put(copy.entry(), MAILBOX_GONE);
                }
            } catch (StoreException e) {
                refused.put(copy.entry(), StoreReplies.of(e));
            }
        }
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

    private record Copy(AccountEntry entry, Account account, Pending<AppendResult> pending) {}

    private record Delivered(Account account, AppendResult.Appended appended) {}
}
