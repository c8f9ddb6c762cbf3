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

    /** @param octets how large pieces are at first */
    MessagePieces(MessageContent content, int octets) {
        this.content = content;
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
        return length;
    }
}
