package org.pennypost.imap.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
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
     * Writes it as a literal, in pieces. None of it leaves before the first piece is read, so that a message that is damaged on the disk costs
     * the client no more than this answer, else it could never get past it.
     */
    void write(MessageContent content, ResponseWriter out) throws IOException {
        if (length() == 0) {
            out.raw("\"\"");
            return;
        }
        out.literal(length(), false);
        out.octets(length(), (at, into) -> read(content, from + at, into));
    }

    private void read(MessageContent content, long begin, ByteBuffer into) throws StoreException {
        while (into.hasRemaining()) {
            if (content.read(begin + into.position(), into) < 0) {
                throw new StoreException("a message of " + content.size() + " octets ends before octet " + to);
            }
        }
    }
}
