package org.pennypost.wire;

/**
 * What was found in a block of lines that ends with a dot on a line of its own (RFC 5321 §4.5.2, RFC 1939 §3).
 *
 * @param ending how it ended
 * @param bytes how many bytes it has without dot-stuffing
 * @param bareCr how many CRs had no LF behind them
 * @param bareLf how many LFs had no CR before them; none of them ends a line, so none can end the block
 * @param nul how many NUL bytes there were
 */
public record DotBlock(Ending ending, long bytes, long bareCr, long bareLf, long nul) {
    /** How a block ends. */
    public enum Ending {
        /** With CRLF.CRLF. */
        COMPLETE,
        /** The peer went away before. */
        END,
        /** Nothing came in time. */
        TIMED_OUT
    }

    /** Whether all of it came. */
    public boolean complete() {
        return ending == Ending.COMPLETE;
    }
}
