package org.pennypost.pop3;

import org.pennypost.mailbox.MessageContent;
import org.pennypost.store.StoreException;

/** A message as it is read, piece by piece from its beginning. */
final class MessagePieces {
    /** The largest piece. */
    static final int OCTETS_MAX = 64 * 1024;

    private final MessageContent content;
    private byte[] piece;
    private long position;
    private boolean inAsciiHeader;
    private boolean lineEmpty = true;

    /**
     * Begins.
     *
     * @param octets how large pieces are at first
     * @param asciiHeader whether no octet above 127 may be in the header: in what a surrogate left as it was, since it lies beyond the limits of parsing, a
     *     question mark stands for each
     */
    MessagePieces(MessageContent content, int octets, boolean asciiHeader) {
        this.content = content;
        this.inAsciiHeader = asciiHeader;
        this.piece = new byte[Math.clamp(content.size(), 1, octets)];
    }

    /** Where the last piece is; from the first byte on. */
    byte[] bytes() {
        return piece;
    }

    /** Makes the next pieces larger. */
    void grow() {
        if (piece.length < OCTETS_MAX) {
            piece = new byte[Math.min(piece.length * 2, OCTETS_MAX)];
        }
    }

    /** Reads the next piece, as much as it may have, and says how many octets it has; 0 at the end. */
    int next() throws StoreException {
        int length = 0;
        while (length < piece.length) {
            int count = content.read(position, piece, length, piece.length - length);
            if (count < 0) {
                break;
            }
            length += count;
            position += count;
        }
        for (int i = 0; i < length && inAsciiHeader; i++) {
            headerOctet(i);
        }
        return length;
    }

    private void headerOctet(int i) {
        if (piece[i] == '\n') {
            inAsciiHeader = !lineEmpty;
            lineEmpty = true;
        } else if (piece[i] != '\r') {
            lineEmpty = false;
            piece[i] = piece[i] < 0 ? (byte) '?' : piece[i];
        }
    }
}
