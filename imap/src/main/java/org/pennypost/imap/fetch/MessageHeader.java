package org.pennypost.imap.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.store.StoreException;

/**
 * The header of a message as FETCH sends it: the octets up to the empty line, and that too (RFC 9051 §6.4.5.1).
 *
 * @param start its first octet
 * @param end behind the empty line; the end of the message if there is none
 */
record MessageHeader(long start, long end) {
    /** A header that goes on beyond is taken to end there. */
    static final int OCTETS_MAX = 1 << 20;

    private static final int PIECE_OCTETS = 4 * 1024;

    /** Finds the header that begins at an octet, by reading up to the first empty line. */
    static MessageHeader at(MessageContent content, long start, long messageEnd) throws StoreException {
        byte[] piece = new byte[PIECE_OCTETS];
        long at = start;
        long limit = Math.min(messageEnd, start + OCTETS_MAX);
        boolean lineStart = true;
        while (at < limit) {
            int count = content.read(at, piece, 0, (int) Math.min(piece.length, limit - at));
            if (count < 0) {
                break;
            }
            for (int i = 0; i < count; i++) {
                if (piece[i] == '\n') {
                    if (lineStart) {
                        return new MessageHeader(start, at + i + 1);
                    }
                    lineStart = true;
                } else if (piece[i] != '\r') {
                    lineStart = false;
                }
            }
            at += count;
        }
        return new MessageHeader(start, Math.min(at, messageEnd));
    }

    /**
     * The fields of these names, or all but these, in their order and spelling, and an empty line.
     *
     * @param names in any case
     */
    byte[] fields(MessageContent content, List<String> names, boolean allBut) throws StoreException {
        Set<String> wanted = new HashSet<>();
        names.forEach(name -> wanted.add(name.toLowerCase(Locale.ROOT)));
        byte[] header = octets(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean taken = false;
        int line = 0;
        while (line < header.length) {
            int next = line;
            while (next < header.length && header[next] != '\n') {
                next++;
            }
            next = Math.min(next + 1, header.length);
            if (isEmpty(header, line, next)) {
                break;
            }
            boolean folded = header[line] == ' ' || header[line] == '\t';
            if (!folded) {
                taken = wanted.contains(name(header, line, next)) != allBut;
            }
            if (taken) {
                out.write(header, line, next - line);
            }
            line = next;
        }
        out.writeBytes(new byte[] {'\r', '\n'});
        return out.toByteArray();
    }

    private static boolean isEmpty(byte[] header, int from, int to) {
        return to - from == 1 || (to - from == 2 && header[from] == '\r');
    }

    private static String name(byte[] header, int from, int to) {
        int colon = from;
        while (colon < to && header[colon] != ':') {
            colon++;
        }
        return new String(header, from, colon - from, StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private byte[] octets(MessageContent content) throws StoreException {
        byte[] header = new byte[(int) (end - start)];
        int length = 0;
        while (length < header.length) {
            int count = content.read(start + length, header, length, header.length - length);
            if (count < 0) {
                return Arrays.copyOf(header, length);
            }
            length += count;
        }
        return header;
    }
}
