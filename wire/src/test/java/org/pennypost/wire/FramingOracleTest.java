package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pennypost.wire.DotBlock.Ending;

/** The fast framing against the slowest one that can be written: a byte at a time, as RFC 5321 §4.1.1.4 and §4.5.2 say it. */
class FramingOracleTest {
    private static final byte[] ALPHABET = {'\r', '\n', '.', 'a', 0};
    private static final int LENGTH_MAX = 7;

    @Test
    void everyShortInputAgreesAtEveryCut() throws IOException {
        for (int length = 0; length <= LENGTH_MAX; length++) {
            byte[] input = new byte[length];
            int count = (int) Math.pow(ALPHABET.length, length);
            for (int number = 0; number < count; number++) {
                spell(number, input);
                Slow expected = new Slow(input);
                for (int cut = 0; cut <= length; cut++) {
                    expected.compare(read(input, cut, cut), "cut at " + cut);
                }
                expected.compare(readByteByByte(input), "byte by byte");
            }
        }
    }

    @Test
    void longInputsAgreeHoweverTheyAreCut() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] input = soup(random);
            int cut = random.nextInt(input.length + 1);
            new Slow(input)
                    .compare(
                            read(input, cut, cut + random.nextInt(input.length + 1 - cut)),
                            "seed " + seed + " round " + round);
        }
    }

    @Test
    void stuffingIsUndoneByTheSlowestReader() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] content = soup(random);
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            OutputBuffer out = new OutputBuffer(new BufferPool(round % 2), piece -> {
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                sent.writeBytes(bytes);
            });
            DotWriter writer = new DotWriter(out, WireLog.NONE);
            int cut = random.nextInt(content.length + 1);
            writer.write(content, 0, cut);
            writer.write(content, cut, content.length - cut);
            long bytes = writer.finish();
            out.flush();
            Slow read = new Slow(sent.toByteArray());
            String what = "seed " + seed + " round " + round;
            boolean ended = content.length == 0 || new String(content, StandardCharsets.ISO_8859_1).endsWith("\r\n");
            assertThat(read.ended).as(what).isTrue();
            assertThat(read.taken).as(what).isEqualTo(sent.size());
            assertThat(read.content.size())
                    .as(what)
                    .isEqualTo(content.length + (ended ? 0 : 2))
                    .isEqualTo((int) bytes);
            assertThat(read.content.toByteArray()).as(what).startsWith(content);
        }
    }

    @Test
    void theWordwiseSearchFindsWhatTheBytewiseFinds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] bytes = new byte[64];
        for (int round = 0; round < 50_000; round++) {
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from);
            bytes[random.nextInt(bytes.length)] = ALPHABET[random.nextInt(ALPHABET.length)];
            int next = from;
            while (next < to && bytes[next] != '\r' && bytes[next] != '\n' && bytes[next] != 0) {
                next++;
            }
            int dot = from;
            while (dot < to && bytes[dot] != '.') {
                dot++;
            }
            assertThat(LineEnds.next(bytes, from, to)).as("seed %d", seed).isEqualTo(next);
            assertThat(LineEnds.nextDot(bytes, from, to)).as("seed %d", seed).isEqualTo(dot);
        }
    }

    private static void spell(int number, byte[] into) {
        int rest = number;
        for (int i = 0; i < into.length; i++) {
            into[i] = ALPHABET[rest % ALPHABET.length];
            rest /= ALPHABET.length;
        }
    }

    /** Long runs of harmless bytes, tabs and bytes above 127 among them, and thickets of the others. */
    private static byte[] soup(Random random) {
        ByteArrayOutputStream soup = new ByteArrayOutputStream();
        for (int i = random.nextInt(30); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> soup.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
                case 1 -> soup.writeBytes("\r\n.".getBytes(StandardCharsets.US_ASCII));
                case 2 -> soup.write(ALPHABET[random.nextInt(ALPHABET.length)]);
                case 3 -> soup.write(random.nextInt(256));
                default -> {
                    for (int j = random.nextInt(80); j > 0; j--) {
                        soup.write(random.nextBoolean() ? 'x' : random.nextBoolean() ? '\t' : 0xe9);
                    }
                }
            }
        }
        return soup.toByteArray();
    }

    private record Found(DotBlock block, String content, int taken) {}

    private static Found read(byte[] input, int... cuts) throws IOException {
        return found(input, new PiecesLink(input, cuts));
    }

    private static Found readByteByByte(byte[] input) throws IOException {
        int[] cuts = new int[input.length];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i;
        }
        return read(input, cuts);
    }

    private static Found found(byte[] input, Link pieces) throws IOException {
        InputBuffer in = new InputBuffer(new BufferPool(0));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DotReader reader = new DotReader(in, content::write, Long.MAX_VALUE);
        int come = 0;
        boolean ended = reader.scan();
        while (!ended) {
            int count = in.readFrom(pieces, true);
            if (count < 0) {
                break;
            }
            come += count;
            ended = reader.scan();
        }
        assertThat(come).isLessThanOrEqualTo(input.length);
        return new Found(
                reader.found(ended ? Ending.COMPLETE : Ending.END),
                content.toString(StandardCharsets.ISO_8859_1),
                come - in.remaining());
    }

    /** One byte after the other, with the whole input at hand. */
    private static final class Slow {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean ended;
        private int taken;
        private long bareCr;
        private long bareLf;
        private long nul;

        Slow(byte[] input) {
            boolean lineStart = true;
            int i = 0;
            while (i < input.length && !ended) {
                boolean first = lineStart;
                lineStart = false;
                if (first && startsWith(input, i, ".\r\n")) {
                    ended = true;
                    i += 3;
                } else if (first && input[i] == '.') {
                    if (isUndecided(input, i)) {
                        break;
                    }
                    i++;
                } else if (startsWith(input, i, "\r\n")) {
                    content.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
                    lineStart = true;
                    i += 2;
                } else if (input[i] == '\r' && i + 1 == input.length) {
                    break;
                } else {
                    bareCr += input[i] == '\r' ? 1 : 0;
                    bareLf += input[i] == '\n' ? 1 : 0;
                    nul += input[i] == 0 ? 1 : 0;
                    content.write(input[i++]);
                }
            }
            taken = i;
        }

        private static boolean isUndecided(byte[] input, int i) {
            return i + 1 == input.length || (i + 2 == input.length && input[i + 1] == '\r');
        }

        private static boolean startsWith(byte[] input, int at, String what) {
            for (int i = 0; i < what.length(); i++) {
                if (at + i >= input.length || input[at + i] != what.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        void compare(Found found, String what) {
            Found expected = new Found(
                    new DotBlock(ended ? Ending.COMPLETE : Ending.END, content.size(), bareCr, bareLf, nul),
                    content.toString(StandardCharsets.ISO_8859_1),
                    taken);
            if (!expected.equals(found)) {
                assertThat(found).as(what).isEqualTo(expected);
            }
        }
    }
}
