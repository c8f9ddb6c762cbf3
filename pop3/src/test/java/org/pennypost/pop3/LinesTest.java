package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.testkit.Gen;

class LinesTest {
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @CsvSource({
        "0,0,0",
        "9,9,9",
        "10,10,a",
        "255,255,ff",
        "4096,4096,1000",
        "9223372036854775807,9223372036854775807,7fffffffffffffff"
    })
    void numbersAreWrittenAsLongDoes(long number, String decimal, String hex) {
        assertThat(new LineBuffer().number(number).character(' ').hex(number)).hasToString(decimal + " " + hex);
    }

    @Test
    void aBufferGrows() {
        LineBuffer buffer = new LineBuffer();
        StringBuilder expected = new StringBuilder();
        for (long i = 0; i < 1_000; i++) {
            buffer.number(i * i * i).character('-').hex(i * 77);
            expected.append(i * i * i).append('-').append(Long.toHexString(i * 77));
        }
        assertThat(buffer).hasToString(expected.toString());
    }

    /** However a message is cut into pieces, its top is what RFC 1939 §7 says it is. */
    @Test
    void theTopDoesNotDependOnThePieces() {
        Gen gen = Gen.seeded("LinesTest");
        for (int round = 0; round < ROUNDS; round++) {
            String message = message(gen);
            long lines = gen.onceIn(10) ? Long.MAX_VALUE : gen.number(0, 6);
            assertThat(top(gen, message, lines))
                    .as("%d lines of <%s>", lines, message)
                    .isEqualTo(expected(message, lines));
        }
    }

    private static String message(Gen gen) {
        StringBuilder message = new StringBuilder();
        for (int i = gen.number(0, 12); i > 0; i--) {
            message.append(gen.onceIn(3) ? "" : gen.text(0, 5)).append("\r\n");
        }
        return gen.onceIn(3) ? message + gen.text(1, 5) : message.toString();
    }

    private static String top(Gen gen, String message, long max) {
        BodyLines lines = new BodyLines(max);
        byte[] all = message.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (int at = 0; at < all.length && !lines.enough(); ) {
            int length = Math.min(all.length - at, gen.number(1, 9));
            byte[] piece = Arrays.copyOfRange(all, at, at + length);
            taken.write(piece, 0, lines.take(piece, length));
            at += length;
        }
        return taken.toString(StandardCharsets.US_ASCII);
    }

    private static String expected(String message, long max) {
        int body = message.startsWith("\r\n") ? 2 : end(message, "\r\n\r\n", 0).orElse(message.length());
        int end = body;
        for (long line = 0; line < max && end < message.length(); line++) {
            end = end(message, "\r\n", end).orElse(message.length());
        }
        return message.substring(0, end);
    }

    private static Optional<Integer> end(String message, String mark, int from) {
        int at = message.indexOf(mark, from);
        return at < 0 ? Optional.empty() : Optional.of(at + mark.length());
    }
}
