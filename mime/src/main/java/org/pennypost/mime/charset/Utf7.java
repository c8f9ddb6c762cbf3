package org.pennypost.mime.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/** UTF-7 of RFC 2152, which the JDK lacks. Read only: nothing new is written in it. */
final class Utf7 extends Charset {
    static final String NAME = "UTF-7";

    Utf7() {
        super(NAME, new String[0]);
    }

    @Override
    public boolean contains(Charset other) {
        return other instanceof Utf7;
    }

    @Override
    public boolean canEncode() {
        return false;
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException("UTF-7 is read only");
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new Decoder(this);
    }

    /** Outside {@code +...-} octets are ASCII, inside they are base64 of UTF-16. */
    private static final class Decoder extends CharsetDecoder {
        private static final int UTF_16_BITS = 16;

        private boolean shifted;
        /** Whether something came since the {@code +}: {@code +-} is a plus sign. */
        private boolean some;

        private int bits;
        private int bitCount;

        Decoder(Charset charset) {
            super(charset, 1, 1);
        }

        @Override
        protected void implReset() {
            shifted = false;
            some = false;
            bits = 0;
            bitCount = 0;
        }

        @Override
        protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
            while (in.hasRemaining()) {
                if (!out.hasRemaining()) {
                    return CoderResult.OVERFLOW;
                }
                byte c = in.get();
                if (c < 0) {
                    shifted = false;
                    in.position(in.position() - 1);
                    return CoderResult.malformedForLength(1);
                }
                if (shifted) {
                    inside(c, out);
                } else if (c == '+') {
                    shifted = true;
                    some = false;
                    bits = 0;
                    bitCount = 0;
                } else {
                    out.put((char) c);
                }
            }
            return CoderResult.UNDERFLOW;
        }

        private void inside(byte c, CharBuffer out) {
            int value = value(c);
            if (value >= 0) {
                some = true;
                bits = bits << 6 | value;
                bitCount += 6;
                if (bitCount >= UTF_16_BITS) {
                    bitCount -= UTF_16_BITS;
                    out.put((char) (bits >> bitCount));
                }
                return;
            }
            shifted = false;
            if (c == '-') {
                if (!some) {
                    out.put('+');
                }
            } else {
                out.put((char) c);
            }
        }

        private static int value(byte c) {
            if (c >= 'A' && c <= 'Z') {
                return c - 'A';
            }
            if (c >= 'a' && c <= 'z') {
                return c - 'a' + 26;
            }
            if (c >= '0' && c <= '9') {
                return c - '0' + 52;
            }
            return switch (c) {
                case '+' -> 62;
                case '/' -> 63;
                default -> -1;
            };
        }
    }
}
