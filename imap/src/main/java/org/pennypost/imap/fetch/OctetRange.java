package org.pennypost.imap.fetch;

import java.io.IOException;
import org.pennypost.imap.grammar.Partial;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.store.StoreException;

/**
 * Octets of a message next to each other.
 *
 * @param from the first, from 0
 * @param to behind the last
 */
record OctetRange(long from, long to) {
    /** The largest piece that is in memory. */
    private static final int PIECE_OCTETS_MAX = 64 * 1024;

    OctetRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not a range of octets: " + from + " to " + to);
        }
    }

    long length() {
        return to - from;
    }

    /** What of it is wanted; empty behind its end (RFC 9051 §6.4.5). */
    OctetRange part(Partial partial) {
        long first = partial.origin() >= length() ? to : from + partial.origin();
        return new OctetRange(first, partial.length() >= to - first ? to : first + partial.length());
    }

    /**
     * Writes it as a literal, in pieces. The first piece is read before anything is said, so that a message that is damaged on the disk costs
     * the client no more than this answer, else it could never get past it.
     */
    void write(MessageContent content, ResponseWriter out) throws IOException {
        if (length() == 0) {
            out.raw("\"\"");
            return;
        }
        byte[] piece = new byte[(int) Math.min(length(), PIECE_OCTETS_MAX)];
        long at = from;
        int count = read(content, at, piece);
        out.literal(length(), false);
        while (true) {
            out.octets(piece, 0, count);
            at += count;
            if (at == to) {
                return;
            }
            count = read(content, at, piece);
        }
    }

    private int read(MessageContent content, long at, byte[] piece) throws StoreException {
        int wanted = (int) Math.min(to - at, piece.length);
        int length = 0;
        while (length < wanted) {
            int count = content.read(at + length, piece, length, wanted - length);
            if (count < 0) {
                throw new StoreException("a message of " + content.size() + " octets ends before octet " + to);
            }
            length += count;
        }
        return length;
    }
}
