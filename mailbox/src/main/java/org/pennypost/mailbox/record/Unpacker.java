package org.pennypost.mailbox.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.pennypost.store.StoreException;

/** Reads what {@link Packer} wrote. A record that does not hold together is a {@link StoreException} that names it. */
public final class Unpacker {
    private final String what;
    private final byte[] bytes;
    private final int end;
    private int at;

    /** @param what the record's name for messages, as in "the mailbox record" */
    public Unpacker(String what, byte[] bytes) {
        this(what, bytes, 0, bytes.length);
    }

    private Unpacker(String what, byte[] bytes, int from, int to) {
        this.what = what;
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** A reader of the next so many bytes alone, which this one skips. */
    public Unpacker part(int length) throws StoreException {
        Unpacker part = new Unpacker(what, bytes, at, at + within(length));
        at += length;
        return part;
    }

    /** Reads the version byte that every record begins with. */
    public Unpacker version(int known) throws StoreException {
        version(known, known);
        return this;
    }

    /** The version byte of a record that is read in several formats. */
    public int version(int oldest, int newest) throws StoreException {
        int version = u8();
        if (version < oldest || version > newest) {
            throw new StoreException(what + " has format " + version + "; this program knows " + newest
                    + ". Was it written by a newer one?");
        }
        return version;
    }

    /** Reads something whose parts may refuse what they are given. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Unpacker in) throws StoreException;
    }

    /** The value, if its parts take what stands there; else the record is torn. */
    public <T> T read(Reading<T> reading) throws StoreException {
        try {
            return reading.read(this);
        } catch (IllegalArgumentException outOfRange) {
            throw torn();
        }
    }

    public int u8() throws StoreException {
        if (at >= end) {
            throw torn();
        }
        return bytes[at++] & 0xff;
    }

    public long number() throws StoreException {
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

    public long signed() throws StoreException {
        long folded = number();
        return (folded >>> 1) ^ -(folded & 1);
    }

    public long u64() throws StoreException {
        within(Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }

    /** A count of things that take at least a byte each. */
    public int count() throws StoreException {
        long count = number();
        if (count < 0 || count > end - at) {
            throw torn();
        }
        return (int) count;
    }

    public byte[] string() throws StoreException {
        return raw(count());
    }

    public String text() throws StoreException {
        return text(count());
    }

    /** A text of so many octets of UTF-8. */
    public String text(int length) throws StoreException {
        String text = new String(bytes, at, within(length), StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** Reads a text; whether it is this one. */
    public boolean textIs(byte[] octets) throws StoreException {
        int length = count();
        at += length;
        return Arrays.equals(bytes, at - length, at, octets, 0, octets.length);
    }

    /** Reads a text; whether it is one of these. */
    public boolean textIsOneOf(List<byte[]> texts) throws StoreException {
        int length = count();
        at += length;
        for (byte[] text : texts) {
            if (Arrays.equals(bytes, at - length, at, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /** Reads a text; whether it begins with one of these, which are in small letters, in any case of letters of ASCII. */
    public boolean textBeginsWithOneOf(List<byte[]> beginnings) throws StoreException {
        int length = count();
        at += length;
        for (byte[] beginning : beginnings) {
            if (beginning.length <= length && isInAnyCase(beginning, at - length)) {
                return true;
            }
        }
        return false;
    }

    private boolean isInAnyCase(byte[] small, int from) {
        for (int i = 0; i < small.length; i++) {
            byte b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + 0x20 : b) != small[i]) {
                return false;
            }
        }
        return true;
    }

    public void skipText() throws StoreException {
        int length = count();
        at += length;
    }

    /** Skips a text before which stands its octets and one more, or 0 where there is none; whether there is. */
    public boolean skipOptionalText() throws StoreException {
        long octets = number();
        if (octets == 0) {
            return false;
        }
        at += within(octets > Integer.MAX_VALUE ? -1 : (int) octets - 1);
        return true;
    }

    public byte[] raw(int length) throws StoreException {
        byte[] part = Arrays.copyOfRange(bytes, at, at + within(length));
        at += length;
        return part;
    }

    private int within(int length) throws StoreException {
        if (length < 0 || length > end - at) {
            throw torn();
        }
        return length;
    }

    public boolean hasMore() {
        return at < end;
    }

    public byte[] rest() throws StoreException {
        return raw(end - at);
    }

    public int position() {
        return at;
    }

    public StoreException torn() {
        return new StoreException(what + " is damaged near byte " + at + " of " + end);
    }
}
