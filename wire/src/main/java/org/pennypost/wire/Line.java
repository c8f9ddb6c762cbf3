package org.pennypost.wire;

import java.nio.charset.StandardCharsets;

/** What came when a line was awaited. */
public sealed interface Line {
    /** A line that ended with CRLF; its bytes without it, which may hold a CR. */
    @SuppressWarnings("ArrayRecordComponent") // made for one reader, who parses it once
    record Text(byte[] bytes) implements Line {
        /** The bytes as UTF-8, what is none of it replaced. */
        public String string() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** A line that ended with LF alone, which no mail protocol allows; whether to forgive that is the session's matter. */
    @SuppressWarnings("ArrayRecordComponent") // as above
    record BareLf(byte[] bytes) implements Line {}

    /** A line longer than allowed. It was read to its end and dropped. */
    record TooLong(int bytesMax) implements Line {}

    /** The peer has ended its side; an unfinished line is dropped. */
    record End() implements Line {}

    /** Nothing came in time. The connection still takes a farewell. */
    record TimedOut() implements Line {}

    /** The server stops. The connection still takes a farewell. */
    record Stopping() implements Line {}
}
