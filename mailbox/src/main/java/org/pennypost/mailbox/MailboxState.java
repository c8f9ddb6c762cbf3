package org.pennypost.mailbox;

import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * A mailbox's record with its counters, under {@link Keys#mailbox}, or {@link Keys#deleted} until a deleted one is emptied, while
 * a {@link Plan} (its owner) works on it.
 *
 * <pre>
 * version 1 (u8), parent (number, 0 at the top), name's last part (text), role (u8: 0 none, else {@link Role#code}),
 * UIDVALIDITY, UIDNEXT, messages, unseen, deleted, octets, highest MODSEQ, loose rows, blocks (numbers)
 * </pre>
 */
final class MailboxState {
    private static final int VERSION = 1;

    final long id;
    final long uidValidity;
    long parent;
    String leaf;

    @Nullable
    Role role;

    long uidNext = 1;
    long messages;
    long unseen;
    long deleted;
    long octets;
    long highestModSeq;
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
        unseen += row.isUnseen() ? sign : 0;
        deleted += row.isDeleted() ? sign : 0;
    }

    MailboxId mailboxId() {
        return new MailboxId(id);
    }

    byte[] encode() {
        return new Packer(64)
                .u8(VERSION)
                .number(parent)
                .text(leaf)
                .u8(role == null ? 0 : role.code())
                .number(uidValidity)
                .number(uidNext)
                .number(messages)
                .number(unseen)
                .number(deleted)
                .number(octets)
                .number(highestModSeq)
                .number(loose)
                .number(blocks)
                .toBytes();
    }

    static MailboxState decode(long id, byte[] value) throws StoreException {
        Unpacker in = new Unpacker("the record of mailbox " + id, value).version(VERSION);
        long parent = in.number();
        String leaf = in.text();
        int role = in.u8();
        MailboxState mailbox = new MailboxState(id, in.number(), parent, leaf);
        mailbox.role = role == 0 ? null : Role.ofCode(role).orElseThrow(in::torn);
        mailbox.uidNext = in.number();
        mailbox.messages = in.number();
        mailbox.unseen = in.number();
        mailbox.deleted = in.number();
        mailbox.octets = in.number();
        mailbox.highestModSeq = in.number();
        mailbox.loose = in.number();
        mailbox.blocks = in.number();
        return mailbox;
    }
}
