package org.pennypost.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pennypost.store.StoreException;

/** Reads what {@link Packer} wrote. A record that does not hold together is a {@link StoreException} that names it. */
final class Unpacker {
    private final String what;
    private final byte[] bytes;
    private int at;

    /** @param what the record's name for messages, as in "the mailbox record" */
    Unpacker(String what, byte[] bytes) {
        this.what = what;
        this.bytes = bytes;
    }

    /** Reads the version byte that every record begins with. */
    Unpacker version(int known) throws StoreException {
        int version = u8();
        if (version != known) {
            throw new StoreException(what + " has format " + version + "; this program knows " + known
                    + ". Was it written by a newer one?");
        }
        return this;
    }

    /** Reads something whose parts may refuse what they are given. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Unpacker in) throws StoreException;
    }

    /** The value, if its parts take what stands there; else the record is torn. */
    <T> T read(Reading<T> reading) throws StoreException {
        try {
            return reading.read(this);
        } catch (IllegalArgumentException outOfRange) {
            throw torn();
        }
    }

    int u8() throws StoreException {
        if (at >= bytes.length) {
            throw torn();
        }
        return bytes[at++] & 0xff;
    }

    long number() throws StoreException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw torn();
    }

    long signed() throws StoreException {
        long folded = number();
        return (folded >>> 1) ^ -(folded & 1);
    }

    /** A count of things that take at least a byte each. */
    int count() throws StoreException {
        long count = number();
        if (count < 0 || count > bytes.length) {
            throw torn();
        }
        return (int) count;
    }

    byte[] string() throws StoreException {
        return raw(count());
    }

    String text() throws StoreException {
        return new String(string(), StandardCharsets.UTF_8);
    }

    byte[] raw(int length) throws StoreException {
        if (length > bytes.length - at) {
            throw torn();
        }
        byte[] part = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return part;
    }

    byte[] rest() throws StoreException {
        return raw(bytes.length - at);
    }

    int position() {
        return at;
    }

    StoreException torn() {
        return new StoreException(what + " is damaged near byte " + at + " of " + bytes.length);
    }
}
