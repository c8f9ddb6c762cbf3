package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Messages made to break parsers, too large to be files: each is a recipe, with what must come out. Beside the outcome, what the parser may allocate is
 * bounded; that does not depend on the machine, and a parser that does something again and again allocates too much or never ends.
 */
class AttackTest {
    private static final long ALLOCATED_MAX = 64L << 20;
    private static final int BLOCK_BYTES = 1 << 16;

    /** @param outcome the leaves, all parts, the depth, and the defects that are listed, by their kinds */
    private record Attack(String name, String start, IntFunction<String> repeated, int times, String outcome) {}

    private static final List<Attack> ATTACKS = List.of(
            new Attack(
                    "10,000 nested multiparts",
                    "",
                    i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n",
                    10_000,
                    "leaves 1 parts 101 depth 100 [MISSING_CLOSE, TOO_DEEP]"),
            new Attack(
                    "10,000 nested messages",
                    "",
                    i -> "Content-Type: message/rfc822\r\n\r\n",
                    10_000,
                    "leaves 1 parts 101 depth 100 [TOO_DEEP]"),
            new Attack(
                    "1,000,000 tiny parts",
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
                    i -> "--b\r\n\r\n\r\n",
                    1_000_000,
                    "leaves 10000 parts 10001 depth 1 [TOO_MANY_PARTS]"),
            new Attack(
                    "1,000,000 parameters in pieces",
                    "Content-Type: multipart/mixed; boundary=b",
                    i -> ";\r\n a*" + i + "=x",
                    1_000_000,
                    "leaves 1 parts 1 depth 0 [HEADER_TOO_LONG]"),
            new Attack(
                    "200,000 parameters in pieces",
                    "Content-Type: multipart/mixed; boundary=b",
                    i -> ";\r\n a*" + i + "*=%41",
                    200_000,
                    "leaves 0 parts 1 depth 0 [NO_PARTS, TOO_MANY_PARAMETERS]"),
            new Attack(
                    "parentheses in a Content-Type",
                    "Content-Type: multipart/mixed",
                    i -> "(",
                    3_000_000,
                    "leaves 1 parts 1 depth 0 [MISSING_BOUNDARY]"),
            new Attack(
                    "100 MB of one header field",
                    "Subject: x",
                    i -> "\r\n " + "y".repeat(97),
                    1_000_000,
                    "leaves 1 parts 1 depth 0 [HEADER_TOO_LONG]"),
            new Attack(
                    "100 MB of header fields",
                    "",
                    i -> "X-Field: " + "y".repeat(89) + "\r\n",
                    1_000_000,
                    "leaves 1 parts 1 depth 0 [TOO_MANY_FIELDS]"),
            new Attack(
                    "delimiters that are none, within 100 levels",
                    levels(99),
                    i -> "--" + "b".repeat(62) + "\r\n",
                    200_000,
                    "leaves 1 parts 100 depth 99 [MISSING_CLOSE]"),
            new Attack(
                    "a base64 line without end",
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                    i -> "QUFB".repeat(25),
                    500_000,
                    "leaves 1 parts 2 depth 1 [MISSING_CLOSE]"),
            new Attack(
                    "NULs",
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n",
                    i -> "\0\0\0\0\0\0\0\0",
                    1_000_000,
                    "leaves 1 parts 2 depth 1 [NUL, MISSING_CLOSE]"));

    private static String levels(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String boundary = "b".repeat(60) + (char) ('A' + i / 26) + (char) ('a' + i % 26);
            text.append("Content-Type: multipart/mixed; boundary=").append(boundary);
            text.append("\r\n\r\n--").append(boundary).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    @TestFactory
    Stream<DynamicNode> areHarmless() {
        return ATTACKS.stream().map(attack -> DynamicTest.dynamicTest(attack.name, () -> isHarmless(attack)));
    }

    private static void isHarmless(Attack attack) throws IOException {
        Recipe source = new Recipe(attack);
        long before = allocatedBytes();
        ParsedMessage message = ParsedMessage.parse(source, ParserOptions.DEFAULT);
        long allocated = allocatedBytes() - before - source.madeBytes;

        assertThat(outcome(message)).isEqualTo(attack.outcome);
        assertThat(allocated).isLessThan(ALLOCATED_MAX);
        assertThat(message.root().bodyEnd()).isEqualTo(source.sizeBytes());
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static String outcome(ParsedMessage message) {
        int[] counts = new int[2];
        message.root().walk(part -> {
            counts[0] += part instanceof Part.Leaf ? 1 : 0;
            counts[1]++;
        });
        int depth = 0;
        Part part = message.root();
        while (!part.children().isEmpty()) {
            part = part.children().getFirst();
            depth++;
        }
        List<DefectKind> kinds =
                message.defects().stream().map(Defect::kind).distinct().sorted().toList();
        return "leaves " + counts[0] + " parts " + counts[1] + " depth " + depth + " " + kinds;
    }

    /** The bytes of an attack, made when they are read. */
    private static final class Recipe implements ByteSource {
        private final Attack attack;
        private final long sizeBytes;
        private long madeBytes;

        Recipe(Attack attack) throws IOException {
            this.attack = attack;
            long size = 0;
            try (InputStream in = stream(0, Long.MAX_VALUE)) {
                byte[] buffer = new byte[BLOCK_BYTES];
                for (int count = in.read(buffer, 0, buffer.length);
                        count > 0;
                        count = in.read(buffer, 0, buffer.length)) {
                    size += count;
                }
            }
            this.sizeBytes = size;
            this.madeBytes = 0;
        }

        @Override
        public long sizeBytes() {
            return sizeBytes;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            return stream(position, sizeBytes).read(into, offset, length);
        }

        /** Only the bytes from the beginning; what making them allocates is counted apart. */
        @Override
        public InputStream stream(long from, long to) {
            return new InputStream() {
                private byte[] piece = attack.start.getBytes(StandardCharsets.US_ASCII);
                private int at;
                private int next;

                @Override
                public int read() {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    long before = allocatedBytes();
                    while (at == piece.length) {
                        if (next == attack.times) {
                            return -1;
                        }
                        piece = block();
                        at = 0;
                    }
                    madeBytes += allocatedBytes() - before;
                    int count = Math.min(length, piece.length - at);
                    System.arraycopy(piece, at, into, offset, count);
                    at += count;
                    return count;
                }

                private byte[] block() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    while (next < attack.times && bytes.size() < BLOCK_BYTES) {
                        bytes.writeBytes(attack.repeated.apply(next++).getBytes(StandardCharsets.US_ASCII));
                    }
                    return bytes.toByteArray();
                }
            };
        }
    }
}
