package org.pennypost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * What decides how content can travel, found in one pass.
 *
 * @param octets how many
 * @param longestLine the longest line in octets, without its line end
 * @param eightBit how many octets are not ASCII
 * @param controls whether NUL, a bare CR or a bare LF is among them
 * @param utf8 whether it is valid UTF-8
 * @param fragile whether a line begins with {@code "From "}, which mailbox files change, or is a lone dot
 * @param boundaryLike whether a line begins as our boundaries do
 * @param eightBitHeader whether octets that are not ASCII stand before the first empty line: of a message, in its header
 */
record ContentScan(
        long octets,
        long longestLine,
        long eightBit,
        boolean controls,
        boolean utf8,
        boolean fragile,
        boolean boundaryLike,
        boolean eightBitHeader) {
    static final int BUFFER_BYTES = 64 * 1024;

    static ContentScan of(Content content) throws IOException {
        Scanner scanner = new Scanner();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = content.open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                scanner.accept(buffer, count);
            }
        }
        return scanner.end();
    }

    /** Takes the bytes as they come. Not for several threads. */
    static final class Scanner {
        private static final String MBOX_FROM = "From ";
        /** Enough of a line to know "From " and the boundary's beginning. */
        private static final int BEGIN_MAX = 8;

        private final byte[] begin = new byte[BEGIN_MAX];
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES + BEGIN_MAX);
        private ByteBuffer rest = ByteBuffer.allocate(BEGIN_MAX).limit(0);

        private long octets;
        private long line;
        private long longestLine;
        private long eightBit;
        private boolean controls;
        private boolean utf8 = true;
        private boolean fragile;
        private boolean boundaryLike;
        private boolean eightBitHeader;
        private boolean header = true;
        private boolean afterCr;

        void accept(byte[] bytes, int count) {
            octets += count;
            for (int i = 0; i < count; i++) {
                accept(bytes[i]);
            }
            if (utf8) {
                checkUtf8(bytes, count);
            }
        }

        private void accept(byte c) {
            if (c == '\n') {
                controls |= !afterCr;
                endLine();
            } else {
                controls |= afterCr;
                if (c == '\r') {
                    afterCr = true;
                    return;
                }
                if (line < BEGIN_MAX) {
                    begin[(int) line] = c;
                }
                line++;
                eightBit += c < 0 ? 1 : 0;
                eightBitHeader |= c < 0 && header;
                controls |= c == 0;
            }
            afterCr = false;
        }

        private void endLine() {
            longestLine = Math.max(longestLine, line);
            fragile |= beginsWith(MBOX_FROM) || (line == 1 && begin[0] == '.');
            boundaryLike |= beginsWith("--" + Boundary.BEGIN);
            header &= line > 0;
            line = 0;
        }

        private boolean beginsWith(String text) {
            if (line < text.length()) {
                return false;
            }
            for (int i = 0; i < text.length(); i++) {
                if (begin[i] != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private void checkUtf8(byte[] bytes, int count) {
            ByteBuffer input = ByteBuffer.allocate(rest.remaining() + count)
                    .put(rest)
                    .put(bytes, 0, count)
                    .flip();
            while (utf8 && input.hasRemaining()) {
                characters.clear();
                int before = input.position();
                utf8 = !decoder.decode(input, characters, false).isError();
                if (input.position() == before) {
                    break;
                }
            }
            rest = input;
        }

        ContentScan end() {
            controls |= afterCr;
            endLine();
            return new ContentScan(
                    octets,
                    longestLine,
                    eightBit,
                    controls,
                    utf8 && !rest.hasRemaining(),
                    fragile,
                    boundaryLike,
                    eightBitHeader);
        }
    }
}
