package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.wire.DotBlock.Ending;

class DotReaderTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Every smuggling variant must run on to the one true end; the rest of the line is what is found then. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    .\\r\\n                                | ''                      | 0 | 0 | 0
                    a\\r\\n.\\r\\n                         | a\\r\\n                 | 0 | 0 | 0
                    ..\\r\\n.a\\r\\n.\\r\\n                | .\\r\\na\\r\\n           | 0 | 0 | 0
                    a\\n.\\n\\r\\n.\\r\\n                  | a\\n.\\n\\r\\n          | 0 | 2 | 0
                    a\\n.\\r\\n\\r\\n.\\r\\n               | a\\n.\\r\\n\\r\\n       | 0 | 1 | 0
                    a\\r\\n.\\n\\r\\n.\\r\\n               | a\\r\\n\\n\\r\\n        | 0 | 1 | 0
                    a\\r\\n.\\r\\r\\n.\\r\\n               | a\\r\\n\\r\\r\\n        | 1 | 0 | 0
                    a\\r.\\r\\n\\r\\n.\\r\\n               | a\\r.\\r\\n\\r\\n       | 1 | 0 | 0
                    a\\0b\\r\\n.\\r\\n                     | a\\0b\\r\\n              | 0 | 0 | 1
                    \\r\\n.\\r\\n                          | \\r\\n                   | 0 | 0 | 0
                    """)
    void onlyCrlfDotCrlfEndsTheBlock(String sent, String content, long bareCr, long bareLf, long nul)
            throws IOException {
        byte[] bytes = raw(sent);
        for (int cut = 0; cut <= bytes.length; cut++) {
            for (int second = cut; second <= bytes.length; second++) {
                Read read = read(bytes, "NOOP\r\n", cut, second);
                assertThat(read.content).as("cut at %d and %d", cut, second).isEqualTo(raw(content));
                assertThat(read.block)
                        .isEqualTo(new DotBlock(Ending.COMPLETE, raw(content).length, bareCr, bareLf, nul));
                assertThat(read.next).isEqualTo("NOOP");
            }
        }
    }

    @Test
    void whateverIsStuffedComesBackHoweverItIsCut() throws IOException {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] body = body(random);
            byte[] stuffed = stuff(body);
            int cut = random.nextInt(stuffed.length + 1);
            Read read = read(stuffed, "", cut, cut + random.nextInt(stuffed.length - cut + 1));
            assertThat(read.content).as("seed %d round %d", seed, round).isEqualTo(body);
            assertThat(read.block.complete()).isTrue();
        }
    }

    @Test
    void aPeerThatVanishesLeavesAnIncompleteBlock() throws IOException {
        MemoryLink.Pair pair = MemoryLink.pair(1, 25);
        pair.client().write(ByteBuffer.wrap(raw("half a mess")));
        pair.client().close();
        try (Connection connection = new Connection(pair.server(), new Deadlines(() -> 0), WireLog.NONE)) {
            assertThat(connection
                            .readDotted((bytes, offset, length) -> {}, LONG)
                            .ending())
                    .isEqualTo(Ending.END);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared once
    private record Read(byte[] content, DotBlock block, String next) {}

    private static Read read(byte[] bytes, String behind, int cut, int second) throws IOException {
        byte[] all = (new String(bytes, StandardCharsets.ISO_8859_1) + behind).getBytes(StandardCharsets.ISO_8859_1);
        Link pieces = new PiecesLink(all, cut, second, bytes.length);
        try (Connection connection = new Connection(pieces, new Deadlines(() -> 0), WireLog.NONE)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            DotBlock block = connection.readDotted(content::write, LONG);
            String next = connection.readLine(100, LONG) instanceof Line.Text text ? text.string() : "";
            return new Read(content.toByteArray(), block, next);
        }
    }

    private static byte[] body(Random random) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int lines = random.nextInt(200);
        for (int i = 0; i < lines; i++) {
            int length = random.nextInt(random.nextInt(20) == 0 ? 3000 : 40);
            for (int j = 0; j < length; j++) {
                body.write(random.nextInt(3) == 0 ? '.' : 1 + random.nextInt(9));
            }
            body.write('\r');
            body.write('\n');
        }
        return body.toByteArray();
    }

    private static byte[] stuff(byte[] body) throws IOException {
        MemoryLink.Pair pair = MemoryLink.pair(1, 25);
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
        try (Connection connection =
                new Connection(new CollectingLink(pair.server(), stuffed), new Deadlines(() -> 0), WireLog.NONE)) {
            DotWriter writer = connection.dotted();
            int half = body.length / 2;
            writer.write(body, 0, half);
            writer.write(body, half, body.length - half);
            assertThat(writer.finish()).isEqualTo(body.length);
            connection.flush();
        }
        return stuffed.toByteArray();
    }

    private static byte[] raw(String escaped) {
        return escaped.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
