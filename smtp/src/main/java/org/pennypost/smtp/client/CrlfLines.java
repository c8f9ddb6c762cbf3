package org.pennypost.smtp.client;

import java.io.IOException;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.LineEnds;

/**
 * Passes bytes on with every line end made CRLF: a CR or LF that stands alone becomes one. So nothing that we send can be taken for a message's end by a server
 * that is lax about line ends (RFC 5321 §2.3.8: they MUST NOT be sent); what has proper line ends passes unchanged, in slices of the caller's array.
 */
final class CrlfLines implements ByteSink {
    private static final byte[] CRLF = {'\r', '\n'};

    private final ByteSink to;
    private boolean crPending;

    CrlfLines(ByteSink to) {
        this.to = to;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        if (crPending && length > 0) {
            crPending = false;
            to.accept(CRLF, 0, 2);
            from = bytes[offset] == '\n' ? offset + 1 : offset;
        }
        for (int i = LineEnds.next(bytes, from, end); i < end; i = LineEnds.next(bytes, i, end)) {
            byte b = bytes[i];
            if (b == 0) {
                i++;
            } else if (b == '\r' && i + 1 < end && bytes[i + 1] == '\n') {
                i += 2;
            } else {
                pass(bytes, from, i);
                from = ++i;
                crPending = b == '\r' && i == end;
                if (!crPending) {
                    to.accept(CRLF, 0, 2);
                }
            }
        }
        pass(bytes, from, end);
    }

    /** Nothing more comes: a CR at the very end was a line end too. */
    void finish() throws IOException {
        if (crPending) {
            crPending = false;
            to.accept(CRLF, 0, 2);
        }
    }

    private void pass(byte[] bytes, int from, int to) throws IOException {
        if (to > from) {
            this.to.accept(bytes, from, to - from);
        }
    }
}
