package org.pennypost.mime.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What character set octets without a label are probably in.
 *
 * <p>What proves itself comes first: a byte order mark, escape sequences, valid UTF-8. For the rest each candidate decodes the octets strictly, and what
 * comes out is compared with what people write in its languages ({@link Frequency}); the most likely text wins. Nothing else of the
 * message is looked at, and the same octets always give the same answer.
 */
public final class CharsetGuess {
    /** As much is looked at: enough for statistics, little enough for a message's arrival. */
    static final int SAMPLE_OCTETS = 16 * 1024;

    private CharsetGuess() {}

    /** Returns the most probable character set; for ASCII alone that is UTF-8. */
    public static Charset of(byte[] octets, int from, int to) {
        byte[] sample = Arrays.copyOfRange(octets, from, (int) Math.min(to, (long) from + SAMPLE_OCTETS));
        boolean cut = sample.length < to - from;
        Charset marked = byMark(sample);
        if (marked != null) {
            return marked;
        }
        if (isAscii(sample)) {
            return byEscapes(sample);
        }
        if (decodes(StandardCharsets.UTF_8, sample, cut) != null) {
            return StandardCharsets.UTF_8;
        }
        return byStatistics(sample, cut);
    }

    private static @Nullable Charset byMark(byte[] sample) {
        if (begins(sample, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (begins(sample, 0xFE, 0xFF) || begins(sample, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16;
        }
        int evenNuls = 0;
        int oddNuls = 0;
        for (int i = 0; i < sample.length; i++) {
            if (sample[i] == 0) {
                if (i % 2 == 0) {
                    evenNuls++;
                } else {
                    oddNuls++;
                }
            }
        }
        // Latin letters in UTF-16: nearly every second octet is NUL, and none of the others.
        int most = sample.length / 2 * 7 / 10;
        if (sample.length >= UTF_16_MIN && evenNuls > most && oddNuls == 0) {
            return StandardCharsets.UTF_16BE;
        }
        return sample.length >= UTF_16_MIN && oddNuls > most && evenNuls == 0 ? StandardCharsets.UTF_16LE : null;
    }

    private static final int UTF_16_MIN = 8;

    private static boolean begins(byte[] sample, int... octets) {
        if (sample.length < octets.length) {
            return false;
        }
        for (int i = 0; i < octets.length; i++) {
            if ((sample[i] & 0xFF) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(byte[] sample) {
        for (byte octet : sample) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    private static Charset byEscapes(byte[] sample) {
        String text = new String(sample, StandardCharsets.ISO_8859_1);
        if (text.contains("\u001B$)C")) {
            return Charsets.ofJdk("ISO-2022-KR");
        }
        if (text.contains("\u001B$)A")) {
            return Charsets.ofJdk("ISO-2022-CN");
        }
        if (text.contains("\u001B$B")
                || text.contains("\u001B$@")
                || text.contains("\u001B(J")
                || text.contains("\u001B(I")) {
            return Charsets.ofJdk("x-windows-iso2022jp");
        }
        return StandardCharsets.UTF_8;
    }

    /** Returns the text, or nothing where the octets are not in this character set; a character cut off at the end is none's fault. */
    private static @Nullable CharBuffer decodes(Charset charset, byte[] sample, boolean cut) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        if (!cut) {
            try {
                return decoder.decode(ByteBuffer.wrap(sample));
            } catch (CharacterCodingException _) {
                return null;
            }
        }
        CharBuffer text = CharBuffer.allocate((int) (sample.length * decoder.maxCharsPerByte()) + 1);
        return decoder.decode(ByteBuffer.wrap(sample), text, false).isError() ? null : text.flip();
    }

    private static Charset byStatistics(byte[] sample, boolean cut) {
        Charset best = Charsets.western();
        double most = Frequency.UNLIKELY;
        for (Frequency frequency : Frequency.ALL) {
            CharBuffer text = decodes(frequency.charset(), sample, cut);
            if (text != null) {
                double score = frequency.score(text);
                if (score > most) {
                    most = score;
                    best = frequency.charset();
                }
            }
        }
        return best;
    }
}
