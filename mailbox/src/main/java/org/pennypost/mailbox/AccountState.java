package org.pennypost.mailbox;

import java.util.Optional;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * The account's own record, under {@link Keys#ACCOUNT}, while a {@link Plan} (its owner) works on it. Every write to the account
 * rewrites it, so its version is what conditional engines check.
 *
 * <pre>
 * version 1 (u8), life (u8: 1 in use, 2 being removed)
 * quota octets, quota messages, usage octets, usage messages,
 * next mailbox, next message, last UIDVALIDITY, change counter, change log's floor (numbers)
 * </pre>
 */
final class AccountState {
    private static final int VERSION = 1;
    private static final int IN_USE = 1;
    private static final int BEING_REMOVED = 2;

    boolean removed;
    Quota quota;
    long octets;
    long messages;
    long nextMailbox = 1;
    long nextMessage = 1;
    long uidValidity;
    /** The last number given to a change. */
    long counter;
    /** Changes up to this one are no longer in the log. */
    long floor;

    AccountState(Quota quota) {
        this.quota = quota;
    }

    /** The account; empty if there is none, or it is being removed. */
    static Optional<AccountState> read(Snapshot now) throws StoreException {
        Optional<Versioned> record = now.get(Keys.ACCOUNT);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        AccountState account = decode(record.get().bytes());
        return account.removed ? Optional.empty() : Optional.of(account);
    }

    Usage usage() {
        return new Usage(octets, messages);
    }

    byte[] encode() {
        return new Packer(60)
                .u8(VERSION)
                .u8(removed ? BEING_REMOVED : IN_USE)
                .number(quota.octets())
                .number(quota.messages())
                .number(octets)
                .number(messages)
                .number(nextMailbox)
                .number(nextMessage)
                .number(uidValidity)
                .number(counter)
                .number(floor)
                .toBytes();
    }

    static AccountState decode(byte[] value) throws StoreException {
        Unpacker in = new Unpacker("the account record", value).version(VERSION);
        boolean removed = in.u8() == BEING_REMOVED;
        AccountState account = new AccountState(in.read(from -> new Quota(from.number(), from.number())));
        account.removed = removed;
        account.octets = in.number();
        account.messages = in.number();
        account.nextMailbox = in.number();
        account.nextMessage = in.number();
        account.uidValidity = in.number();
        account.counter = in.number();
        account.floor = in.number();
        return account;
    }
}
