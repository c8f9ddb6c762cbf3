package org.pennypost.mailbox;

import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.Blob;
import org.pennypost.store.StoreException;

/**
 * The octets of a message, prefix first, open for reading at any place. Stays readable until closed, also when the message goes
 * meanwhile. Not thread-safe.
 */
public final class MessageContent implements AutoCloseable {
    private final byte[] prefix;
    private final Blob blob;

    MessageContent(byte[] prefix, Blob blob) {
        this.prefix = prefix;
        this.blob = blob;
    }

    /** In octets, as the mailbox's listing says. */
    public long size() {
        return prefix.length + blob.size();
    }

    /**
     * Reads up to {@code length} octets from {@code position} of the message. May return fewer than asked, as at the end of the
     * prefix.
     *
     * @return how many were read, at least 1; -1 at or behind the end
     */
    public int read(long position, byte[] into, int offset, int length) throws StoreException {
        if (position < 0 || length < 1) {
            throw new IllegalArgumentException("not a place to read: " + length + " octets at " + position);
        }
        if (position < prefix.length) {
            int count = (int) Math.min(length, prefix.length - position);
            System.arraycopy(prefix, (int) position, into, offset, count);
            return count;
        }
        return blob.read(position - prefix.length, into, offset, length);
    }

    /** The octets as a parser takes them; a failing store is an IOException there. Valid until this is closed. */
    public ByteSource source() {
        return Projections.source(size(), this::read);
    }

    @Override
    public void close() {
        blob.close();
    }
}
