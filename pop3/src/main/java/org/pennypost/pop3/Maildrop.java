package org.pennypost.pop3;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.ExpungeResult;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.Uid;
import org.pennypost.store.StoreException;

/**
 * The messages of one session: an unchanging snapshot of INBOX, in which some are marked as deleted (RFC 1939 §5). What is delivered, or
 * deleted by others, meanwhile does not change its numbers. Belongs to one session.
 */
public final class Maildrop {
    private final Account account;
    private final MailboxView view;
    private final long[] octets;
    private final long[] ids;
    private final BitSet deleted = new BitSet();
    private long octetsLeft;
    private int highestAccessed;

    private Maildrop(Account account, MailboxView view) {
        this.account = account;
        this.view = view;
        this.octets = new long[view.size()];
        this.ids = new long[view.size()];
        int index = 0;
        for (Message message : view) {
            octets[index] = message.sizeOctets();
            ids[index] = message.id().number();
            octetsLeft += octets[index];
            index++;
        }
    }

    /** The snapshot of an account's INBOX now; empty if the account is not there any more. */
    public static Optional<Maildrop> of(Account account) throws StoreException {
        return account.view(account.inbox()).map(view -> new Maildrop(account, view));
    }

    /** How many messages there were at the login. */
    public int size() {
        return octets.length;
    }

    /** How many of them are not deleted. */
    public int left() {
        return octets.length - deleted.cardinality();
    }

    /** The octets of those that are not deleted. */
    public long octetsLeft() {
        return octetsLeft;
    }

    /** The octets of a message as RETR sends it, before dot-stuffing. */
    public long octets(int index) {
        return octets[index];
    }

    public boolean isDeleted(int index) {
        return deleted.get(index);
    }

    public void delete(int index) {
        deleted.set(index);
        octetsLeft -= octets[index];
        accessed(index);
    }

    /** Unmarks all, and forgets which have been accessed (RFC 1081, RSET). */
    public void reset() {
        octetsLeft = 0;
        for (long size : octets) {
            octetsLeft += size;
        }
        deleted.clear();
        highestAccessed = 0;
    }

    /** The highest message number accessed since the login or RSET; 0 for none (RFC 1081, LAST). */
    public int highestAccessed() {
        return highestAccessed;
    }

    private void accessed(int index) {
        highestAccessed = Math.max(highestAccessed, index + 1);
    }

    /**
     * Opens a message for RETR.
     *
     * @return empty if somebody else has removed it for good meanwhile
     */
    public Optional<MessageContent> open(int index) throws StoreException {
        accessed(index);
        return peek(index);
    }

    /** Opens a message for TOP, which does not count as access. */
    public Optional<MessageContent> peek(int index) throws StoreException {
        return account.open(view.at(index).id());
    }

    /**
     * Appends what UIDL says of a message: the account's number and the message's, neither of which is ever used again, in hexadecimal.
     * So it never changes, and is a good name for a file on every system.
     */
    public void appendUniqueId(LineBuffer line, int index) {
        line.hex(account.id().number()).character('-').hex(ids[index]);
    }

    /** Removes the marked messages, durably (RFC 1939 §6). Those that others have removed already are no harm. */
    public boolean update() throws StoreException {
        if (deleted.isEmpty()) {
            return true;
        }
        List<Uid> uids = new ArrayList<>(deleted.cardinality());
        for (int index = deleted.nextSetBit(0); index >= 0; index = deleted.nextSetBit(index + 1)) {
            uids.add(view.at(index).uid());
        }
        return account.expunge(account.inbox(), uids) instanceof ExpungeResult.Expunged;
    }

    /** How many are marked. */
    public int deletedCount() {
        return deleted.cardinality();
    }
}
