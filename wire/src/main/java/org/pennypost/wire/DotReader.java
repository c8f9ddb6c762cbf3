package org.pennypost.wire;

import java.io.IOException;
import org.pennypost.wire.DotBlock.Ending;

/**
 * Takes a dot-ended block out of a connection's input. Only CRLF.CRLF ends it, or {@code .CRLF} at its very beginning (RFC 5321
 * §4.1.1.4): programs that also take other ends can be made to see two messages where others see one.
 */
final class DotReader {
    /*
     * Works on the buffer in place: the bytes from `from` to `at` are plain and not yet handed on. Where a decision needs bytes that
     * are not there yet (a CR or a dot at the end of the buffer), everything before is handed on and the rest waits for more, so no
     * state but `lineStart` lives from one filling to the next, and it does not matter how the input is cut into pieces.
     */
    private final InputBuffer in;
    private final ByteSink sink;
    private final long unwantedMax;

    private boolean lineStart = true;
    private boolean wanted = true;
    private long unwanted;
    private long bytes;
    private long bareCr;
    private long bareLf;
    private long nul;

    DotReader(InputBuffer in, ByteSink sink, long unwantedMax) {
        this.in = in;
        this.sink = sink;
        this.unwantedMax = unwantedMax;
    }

    /** What was found so far. */
    DotBlock found(Ending ending) {
        return new DotBlock(ending, bytes, bareCr, bareLf, nul);
    }

    /**
     * Goes through what is there; true if the end was found and taken.
     *
     * @throws LimitExceeded if too much came that the sink does not want
     */
    boolean scan() throws IOException {
        byte[] buffer = in.bytes();
        int from = in.position();
        int at = from;
        int limit = in.limit();
        while (at < limit) {
            if (lineStart && buffer[at] == '.') {
                boolean undecided = limit - at == 1 || (limit - at == 2 && buffer[at + 1] == '\r');
                if (undecided) {
                    break;
                }
                handOn(buffer, from, at);
                if (buffer[at + 1] == '\r' && buffer[at + 2] == '\n') {
                    in.position(at + 3);
                    return true;
                }
                from = ++at;
            }
            lineStart = false;
            at = LineEnds.next(buffer, at, limit);
            if (at == limit || (buffer[at] == '\r' && at + 1 == limit)) {
                break;
            }
            at = past(buffer, at);
        }
        handOn(buffer, from, at);
        in.position(at);
        return false;
    }

    /** Steps over a CR, LF or NUL, or a CRLF, and notes which it was. */
    private int past(byte[] buffer, int at) {
        switch (buffer[at]) {
            case '\r' -> {
                if (buffer[at + 1] == '\n') {
                    lineStart = true;
                    return at + 2;
                }
                bareCr++;
            }
            case '\n' -> bareLf++;
            default -> nul++;
        }
        return at + 1;
    }

    private void handOn(byte[] buffer, int from, int to) throws IOException {
        if (to == from) {
            return;
        }
        bytes += to - from;
        if (wanted) {
            sink.accept(buffer, from, to - from);
            wanted = sink.wantsMore();
            return;
        }
        unwanted += to - from;
        if (unwanted > unwantedMax) {
            throw new LimitExceeded("content that is refused already", unwantedMax);
        }
    }
}
