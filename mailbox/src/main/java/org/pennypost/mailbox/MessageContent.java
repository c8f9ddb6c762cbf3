package org.pennypost.mailbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.convert.Surrogate;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.store.Blob;
import org.pennypost.store.StoreException;

/**
 * The octets of a message, prefix first, open for reading at any place. Stays readable until closed, also when the message goes
 * meanwhile. Not thread-safe.
 */
public final class MessageContent implements AutoCloseable {
    /** What is not simply stored is told in pieces of so many. */
    private static final int PIECE_OCTETS_MAX = 16 * 1024;

    private final byte[] prefix;
    private final Blob blob;
    private final @Nullable Surrogate surrogate;

    MessageContent(byte[] prefix, Blob blob) {
        this(prefix, blob, null);
    }

    private MessageContent(byte[] prefix, Blob blob, @Nullable Surrogate surrogate) {
        this.prefix = prefix;
        this.blob = blob;
        this.surrogate = surrogate;
    }

    /**
     * The same message as programs are told it that cannot take it as it came ({@link SurrogateNote}). It reads from this one, and is closed with it.
     */
    public MessageContent surrogate() throws StoreException {
        try {
            ParsedMessage parsed = ParsedMessage.parse(source(), ParserOptions.DEFAULT);
            return new MessageContent(prefix, blob, Surrogate.of(parsed));
        } catch (IOException failed) {
            throw Projections.storeException(failed);
        }
    }

    /** In octets, as the mailbox's listing says, with what {@link SurrogateNote#extraOctets} says for a surrogate. */
    public long size() {
        return surrogate == null ? prefix.length + blob.size() : surrogate.sizeBytes();
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
        if (surrogate != null) {
            try {
                return surrogate.read(position, into, offset, length);
            } catch (IOException failed) {
                throw Projections.storeException(failed);
            }
        }
        if (position < prefix.length) {
            int count = (int) Math.min(length, prefix.length - position);
            System.arraycopy(prefix, (int) position, into, offset, count);
            return count;
        }
        return blob.read(position - prefix.length, into, offset, length);
    }

    /**
     * The same into a buffer, whose position moves behind what was read: into one outside the heap they come from the disk without another
     * copy, as far as they are stored as they are told.
     */
    public int read(long position, ByteBuffer into) throws StoreException {
        if (surrogate == null && position >= prefix.length && into.hasRemaining()) {
            return blob.read(position - prefix.length, into);
        }
        byte[] piece = new byte[Math.min(into.remaining(), PIECE_OCTETS_MAX)];
        int count = read(position, piece, 0, piece.length);
        if (count > 0) {
            into.put(piece, 0, count);
        }
        return count;
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
