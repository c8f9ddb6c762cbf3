package org.pennypost.mailbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * What would else have to be found by reading every mailbox of an account: how many there are, how many names are subscribed to, which mailbox
 * has which role. Under {@link Keys#TREE}, while a {@link Plan} (its owner) works on it; apart from {@link AccountState}, which every delivery
 * rewrites.
 *
 * <pre>
 * version 1 (u8), mailboxes, subscriptions, roles that mailboxes have (numbers), for each role: {@link Role#code} (u8), mailbox (number)
 * </pre>
 *
 * Accounts of programs before 2026-11-26 have no such record; it is counted, and kept with the first change.
 */
final class TreeState {
    private static final int VERSION = 1;

    long mailboxes;
    long subscriptions;

    /** The number of the mailbox that has a role. */
    final Map<Role, Long> holders = new EnumMap<>(Role.class);

    static TreeState read(Snapshot now) throws StoreException {
        Optional<TreeState> kept = kept(now);
        return kept.isPresent() ? kept.get() : counted(now);
    }

    static Optional<TreeState> kept(Snapshot now) throws StoreException {
        Optional<Versioned> record = now.get(Keys.TREE);
        return record.isPresent() ? Optional.of(decode(record.get().bytes())) : Optional.empty();
    }

    /** What the record has to be. */
    static TreeState counted(Snapshot now) throws StoreException {
        TreeState tree = new TreeState();
        for (MailboxState mailbox : MailboxTree.all(now)) {
            tree.mailboxes++;
            mailbox.roles.forEach(role -> tree.holders.put(role, mailbox.id));
        }
        tree.subscriptions = MailboxTree.rows(now, Keys.SUBSCRIPTIONS).size();
        return tree;
    }

    byte[] encode() {
        Packer out = new Packer(32)
                .u8(VERSION)
                .number(mailboxes)
                .number(subscriptions)
                .number(holders.size());
        holders.forEach((role, mailbox) -> out.u8(role.code()).number(mailbox));
        return out.toBytes();
    }

    private static TreeState decode(byte[] value) throws StoreException {
        Unpacker in = new Unpacker("the record of all mailboxes", value).version(VERSION);
        TreeState tree = new TreeState();
        tree.mailboxes = in.number();
        tree.subscriptions = in.number();
        for (int left = in.count(); left > 0; left--) {
            Role role = Role.ofCode(in.u8()).orElseThrow(in::torn);
            tree.holders.put(role, in.number());
        }
        return tree;
    }

    @Override
    public String toString() {
        return mailboxes + " mailboxes, " + subscriptions + " subscriptions, roles " + holders;
    }
}
