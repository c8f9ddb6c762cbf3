package org.pennypost.pop3;

import java.util.Arrays;
import java.util.OptionalInt;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mime.SurrogateHeader;
import org.pennypost.store.StoreException;

/** A message as it is read, piece by piece from its beginning. */
final class MessagePieces {
    /** The largest piece. */
    static final int OCTETS_MAX = 64 * 1024;

    /** No larger header is put into ASCII. */
    static final int HEADER_OCTETS_MAX = 1024 * 1024;

    private final MessageContent content;
    private byte[] piece;
    private long position;

    /** @param octets how large pieces are at first */
    MessagePieces(MessageContent content, int octets) {
        this.content = content;
        this.piece = new byte[Math.clamp(content.size(), 1, octets)];
    }

    /** Where the last piece is; from the first byte on. */
    byte[] bytes() {
        return piece;
    }

    /**
     * Reads the first piece, for a client that knows no UTF-8: it holds the whole header, in ASCII (RFC 6858).
     *
     * @return how many octets it has; empty if the header is not ASCII and larger than {@value #HEADER_OCTETS_MAX} octets
     */
    OptionalInt firstInAscii() throws StoreException {
        int length = next();
        int end = headerEnd(length);
        while (end < 0 && length == piece.length && length < HEADER_OCTETS_MAX) {
            piece = Arrays.copyOf(piece, Math.min(length * 2, HEADER_OCTETS_MAX));
            length = fill(length);
            end = headerEnd(length);
        }
        int header = end < 0 ? length : end;
        if (!SurrogateHeader.isNeededFor(piece, header)) {
            return OptionalInt.of(length);
        }
        if (end < 0 && length == HEADER_OCTETS_MAX) {
            return OptionalInt.empty();
        }
        byte[] surrogate = SurrogateHeader.of(Arrays.copyOf(piece, header));
        byte[] both = Arrays.copyOf(surrogate, surrogate.length + length - header);
        System.arraycopy(piece, header, both, surrogate.length, length - header);
        piece = both;
        return OptionalInt.of(both.length);
    }

    /** Where the empty line behind the header ends; -1 if it is not there. */
    private int headerEnd(int length) {
        boolean lineEmpty = true;
        for (int i = 0; i < length; i++) {
            if (piece[i] == '\n') {
                if (lineEmpty) {
                    return i + 1;
                }
                lineEmpty = true;
            } else if (piece[i] != '\r') {
                lineEmpty = false;
            }
        }
        return -1;
    }

    /** Makes the next pieces larger. */
    void grow() {
        if (piece.length < OCTETS_MAX) {
            piece = new byte[Math.min(piece.length * 2, OCTETS_MAX)];
        }
    }

    /** Reads the next piece, as much as it may have, and says how many octets it has; 0 at the end. */
    int next() throws StoreException {
        if (piece.length == 0 || piece.length > OCTETS_MAX) {
            piece = new byte[OCTETS_MAX];
        }
        return fill(0);
    }

    /** Fills the piece from an index on as far as there is something, and says how far. */
    private int fill(int from) throws StoreException {
        int length = from;
        while (length < piece.length) {
            int count = content.read(position, piece, length, piece.length - length);
            if (count < 0) {
                break;
            }
            length += count;
            position += count;
        }
        return length;
    }
}
