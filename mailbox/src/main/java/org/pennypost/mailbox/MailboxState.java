package org.pennypost.mailbox;

import java.util.EnumSet;
import java.util.Set;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * A mailbox's record with its counters, under {@link Keys#mailbox}, or {@link Keys#deleted} until a deleted one is emptied, while
 * a {@link Plan} (its owner) works on it.
 *
 * <pre>
 * version 3 (u8), parent (number, 0 at the top), name's last part (text), roles (u8: {@link Role#bits}),
 * UIDVALIDITY, UIDNEXT, messages, unseen, deleted, octets, highest MODSEQ, loose rows, blocks, last expunge's MODSEQ (numbers)
 * </pre>
 *
 * Version 2, which is read too, does not know when the last expunge was; in version 1 besides, one role's {@link Role#code} stood in the place of the bits, or 0.
 */
final class MailboxState {
    private static final int VERSION = 3;
    private static final int VERSION_WITHOUT_EXPUNGE = 2;
    private static final int VERSION_OF_ONE_ROLE = 1;

    final long id;
    final long uidValidity;
    long parent;
    String leaf;

    /** What it is for. */
    final Set<Role> roles = EnumSet.noneOf(Role.class);

    long uidNext = 1;
    long messages;
    long unseen;
    long deleted;
    long octets;
    long highestModSeq;
    /** No message went after this change; 0 if none ever did. */
    long expungedModSeq;
    /** How many keys the table of loose rows has, tombstones included. */
    long loose;
    /** How many blocks the directory names. */
    long blocks;

    MailboxState(long id, long uidValidity, long parent, String leaf) {
        this.id = id;
        this.uidValidity = uidValidity;
        this.parent = parent;
        this.leaf = leaf;
    }

    void count(Row row, int sign) {
        messages += sign;
        octets += sign * row.size();
        countFlags(row.flags(), sign);
    }

    void countFlags(long flags, int sign) {
        unseen += (flags & Keywords.SEEN) == 0 ? sign : 0;
        deleted += (flags & Keywords.DELETED) != 0 ? sign : 0;
    }

    MailboxId mailboxId() {
        return new MailboxId(id);
    }

    byte[] encode() {
        return new Packer(64)
                .u8(VERSION)
                .number(parent)
                .text(leaf)
                .u8(Role.bits(roles))
                .number(uidValidity)
                .number(uidNext)
                .number(messages)
                .number(unseen)
                .number(deleted)
                .number(octets)
                .number(highestModSeq)
                .number(loose)
                .number(blocks)
                .number(expungedModSeq)
                .toBytes();
    }

    static MailboxState decode(long id, byte[] value) throws StoreException {
        Unpacker in = new Unpacker("the record of mailbox " + id, value);
        int version = in.version(VERSION_OF_ONE_ROLE, VERSION);
        long parent = in.number();
        String leaf = in.text();
        int roles = in.u8();
        if (version == VERSION_OF_ONE_ROLE && roles != 0) {
            roles = Role.bits(Set.of(Role.ofCode(roles).orElseThrow(in::torn)));
        }
        MailboxState mailbox = new MailboxState(id, in.number(), parent, leaf);
        mailbox.roles.addAll(Role.ofBits(roles).orElseThrow(in::torn));
        mailbox.uidNext = in.number();
        mailbox.messages = in.number();
        mailbox.unseen = in.number();
        mailbox.deleted = in.number();
        mailbox.octets = in.number();
        mailbox.highestModSeq = in.number();
        mailbox.loose = in.number();
        mailbox.blocks = in.number();
        mailbox.expungedModSeq = version <= VERSION_WITHOUT_EXPUNGE ? mailbox.highestModSeq : in.number();
        return mailbox;
    }
}
