package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A message of a gigabyte is parsed in constant memory. */
class GigabyteTest {
    private static final long ALLOCATED_MAX = 2 << 20;
    private static final String BEGIN =
            "Subject: big\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    private static final String LINE = "QUJD".repeat(19) + "\r\n";
    private static final String END = "\r\n--b\r\n\r\nlast\r\n--b--\r\n";

    /** {@value #BEGIN}, a line so many times, {@value #END}. Not for several threads. */
    private static final class Endless extends InputStream {
        private final byte[] begin = BEGIN.getBytes(StandardCharsets.US_ASCII);
        private final byte[] line = LINE.getBytes(StandardCharsets.US_ASCII);
        private final byte[] end = END.getBytes(StandardCharsets.US_ASCII);
        private final long linesEnd;
        private final long size;
        private long at;

        Endless(long lines) {
            linesEnd = begin.length + lines * line.length;
            size = linesEnd + end.length;
        }

        private byte octet(long offset) {
            if (offset < begin.length) {
                return begin[(int) offset];
            }
            return offset < linesEnd
                    ? line[(int) ((offset - begin.length) % line.length)]
                    : end[(int) (offset - linesEnd)];
        }

        @Override
        public int read() {
            return at == size ? -1 : octet(at++);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == size) {
                return -1;
            }
            int count = (int) Math.min(length, size - at);
            for (int i = 0; i < count; i++) {
                into[offset + i] = octet(at + i);
            }
            at += count;
            return count;
        }
    }

    /** What the events tell. */
    private static final class Seen implements MessageEvents {
        private long octets;
        private long lines;
        private int parts;

        @Override
        public void part(long offset) {
            parts++;
        }

        @Override
        public void content(byte[] bytes, int from, int to, long offset) {
            octets += to - from;
        }

        @Override
        public void end(long bodyEnd, long bodyLines, Octets kinds) {
            lines = Math.max(lines, bodyLines);
        }
    }

    @Test
    void aTenthOfIt() throws IOException {
        parse(100_000_000 / LINE.length());
    }

    @Test
    @Tag("slow")
    void allOfIt() throws IOException {
        parse(1_000_000_000 / LINE.length() + 1);
    }

    private static void parse(long lines) throws IOException {
        Endless message = new Endless(lines);
        Seen seen = new Seen();
        long before = allocatedBytes();
        MessageParser.parse(message, ParserOptions.DEFAULT, seen);

        assertThat(allocatedBytes() - before).isLessThan(ALLOCATED_MAX);
        assertThat(seen.parts).isEqualTo(3);
        assertThat(seen.octets).isEqualTo(lines * LINE.length() + "last".length());
        assertThat(seen.lines).isGreaterThanOrEqualTo(lines);
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
