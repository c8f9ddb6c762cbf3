package org.pennypost.pop3;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.CopyResult;
import org.pennypost.mailbox.ExpungeResult;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.MailboxResult;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.Role;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.StoreException;

/**
 * The messages of one session: an unchanging snapshot of INBOX, in which some are marked as deleted (RFC 1939 §5). What is delivered, or
 * deleted by others, meanwhile does not change its numbers. Costs a bit for each message: the snapshot itself is shared with all who look
 * at the mailbox. Belongs to one session.
 */
public final class Maildrop {
    private final Account account;
    private final MailboxView view;
    private final boolean utf8;
    private final long octets;
    private final BitSet deleted = new BitSet();
    private long octetsLeft;
    private int highestAccessed;

    private Maildrop(Account account, MailboxView view, boolean utf8) {
        this.account = account;
        this.view = view;
        this.utf8 = utf8;
        this.octets = view.octets() + (utf8 ? 0 : view.surrogatesExtraOctets());
        this.octetsLeft = octets;
    }

    /**
     * The snapshot of an account's INBOX now.
     *
     * @param utf8 whether the client takes UTF-8 in headers (RFC 6856 §2.1); else messages that have it are, in all that is told of them,
     *     their surrogates in ASCII (RFC 6858)
     * @return empty if the account is not there any more
     */
    public static Optional<Maildrop> of(Account account, boolean utf8) throws StoreException {
        return account.view(account.inbox()).map(view -> new Maildrop(account, view, utf8));
    }

    /** How many messages there were at the login. */
    public int size() {
        return view.size();
    }

    /** How many of them are not deleted. */
    public int left() {
        return view.size() - deleted.cardinality();
    }

    /** The octets of those that are not deleted, each as RETR sends it, before dot-stuffing. */
    public long octetsLeft() {
        return octetsLeft;
    }

    /** {@code 2 messages (320 octets)}: those that are not deleted. */
    public String summary(Language language) {
        return Phrase.SUMMARY.in(language, Phrase.messages(language, left()), octetsLeft);
    }

    /** The message at an index, which counts from 0. */
    public MailboxView.Cursor at(int index) {
        MailboxView.Cursor message = view.cursor(index);
        if (!message.next()) {
            throw new IndexOutOfBoundsException(index);
        }
        return message;
    }

    /** A walk over all messages, the deleted ones among them. */
    MailboxView.Cursor all() {
        return view.cursor(0);
    }

    /** The octets of a message as RETR sends it, before dot-stuffing. */
    public long octets(MailboxView.Cursor message) {
        return message.sizeOctets()
                + (isSurrogate(message) ? message.surrogate().extraOctets() : 0);
    }

    /** NUL alone is no reason for a surrogate: POP3 sends octets as they are. */
    private boolean isSurrogate(MailboxView.Cursor message) {
        return !utf8 && message.surrogate().header();
    }

    public boolean isDeleted(int index) {
        return deleted.get(index);
    }

    /** Marks a message that is not marked yet. */
    public void delete(MailboxView.Cursor message) {
        deleted.set(message.index());
        octetsLeft -= octets(message);
        accessed(message);
    }

    /** Unmarks all, and forgets which have been accessed (RFC 1081, RSET). */
    public void reset() {
        octetsLeft = octets;
        deleted.clear();
        highestAccessed = 0;
    }

    /** The highest message number accessed since the login or RSET; 0 for none (RFC 1081, LAST). */
    public int highestAccessed() {
        return highestAccessed;
    }

    private void accessed(MailboxView.Cursor message) {
        highestAccessed = Math.max(highestAccessed, message.index() + 1);
    }

    /**
     * Opens a message for RETR.
     *
     * @return empty if somebody else has removed it for good meanwhile
     */
    public Optional<MessageContent> open(MailboxView.Cursor message) throws StoreException {
        accessed(message);
        return peek(message);
    }

    /** Opens a message for TOP, which does not count as access (RFC 1081). */
    public Optional<MessageContent> peek(MailboxView.Cursor message) throws StoreException {
        Optional<MessageContent> content = account.openContent(message.content());
        if (content.isEmpty() || !isSurrogate(message)) {
            return content;
        }
        MessageContent original = content.get();
        try {
            return Optional.of(original.surrogate());
        } catch (StoreException e) {
            original.close();
            throw e;
        }
    }

    /**
     * Appends what UIDL says of a message: the account's number and the message's, neither of which is ever used again, in hexadecimal.
     * So it never changes, and is a good name for a file on every system.
     */
    public void appendUniqueId(LineBuffer line, MailboxView.Cursor message) {
        line.hex(account.id().number()).character('-').hex(message.id());
    }

    /**
     * Does to the marked messages what is to be done to them, durably (RFC 1939 §6). Those that others have removed already are no harm.
     *
     * @return false if they are still there, and should not be
     */
    public boolean update(Deletion deletion) throws StoreException {
        if (deleted.isEmpty() || deletion == Deletion.KEEP) {
            return true;
        }
        List<Uid> uids = new ArrayList<>(deleted.cardinality());
        MailboxView.Cursor message = all();
        while (message.next()) {
            if (deleted.get(message.index())) {
                uids.add(new Uid(message.uid()));
            }
        }
        if (deletion == Deletion.TRASH) {
            Optional<MailboxId> trash = trash();
            return trash.isPresent()
                    && account.move(account.inbox(), UidSet.of(uids), trash.get()) instanceof CopyResult.Copied;
        }
        return account.expunge(account.inbox(), uids) instanceof ExpungeResult.Expunged;
    }

    /** The mailbox with the special use Trash; made if there is none. Empty if another one has its name. */
    private Optional<MailboxId> trash() throws StoreException {
        Optional<MailboxId> there = account.holder(Role.TRASH);
        if (there.isPresent()) {
            return there;
        }
        return account.create(MailboxName.of("Trash"), Set.of(Role.TRASH)) instanceof MailboxResult.Done(MailboxId made)
                ? Optional.of(made)
                : Optional.empty();
    }

    /** How many are marked. */
    public int deletedCount() {
        return deleted.cardinality();
    }
}
