package org.pennypost.imap.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.projection.HeaderIndex;
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

    private static final byte[] LINE_END = {'\r', '\n'};

    /** The header at this place, or its beginning. */
    static MessageHeader of(OctetRange place) {
        return new MessageHeader(place.from(), Math.min(place.to(), place.from() + OCTETS_MAX));
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
        return ended(out.toByteArray());
    }

    /** The octets of fields that are found already, and an empty line. All between the first and the last is read at once. */
    static byte[] fields(MessageContent content, List<HeaderIndex.Range> ranges) throws StoreException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ranges.isEmpty()) {
            OctetRange around =
                    new OctetRange(ranges.getFirst().from(), ranges.getLast().to());
            MessageHeader header = of(around);
            byte[] octets = header.octets(content);
            for (HeaderIndex.Range range : ranges) {
                int from = (int) Math.min(range.from() - header.start, octets.length);
                int to = (int) Math.min(range.to() - header.start, octets.length);
                out.write(octets, from, to - from);
            }
        }
        return ended(out.toByteArray());
    }

    /** The fields with an empty line behind them. The last field of a message that ends in its header may lack its line end. */
    static byte[] ended(byte[] fields) {
        boolean lacks = fields.length > 0 && fields[fields.length - 1] != '\n';
        byte[] ended = Arrays.copyOf(fields, fields.length + (lacks ? 2 : 1) * LINE_END.length);
        for (int at = fields.length; at < ended.length; at += LINE_END.length) {
            System.arraycopy(LINE_END, 0, ended, at, LINE_END.length);
        }
        return ended;
    }

    private static boolean isEmpty(byte[] header, int from, int to) {
        return to - from == 1
                ? header[from] == '\n'
                : to - from == 2 && header[from] == '\r' && header[from + 1] == '\n';
    }

    /** The name of the field that begins here, in small letters; empty for a line that is none, as the parser sees it. */
    private static String name(byte[] header, int from, int to) {
        int end = from;
        while (end < to && header[end] > ' ' && header[end] < 0x7f && header[end] != ':') {
            end++;
        }
        int colon = end;
        while (colon < to && (header[colon] == ' ' || header[colon] == '\t')) {
            colon++;
        }
        return colon < to && header[colon] == ':'
                ? new String(header, from, end - from, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT)
                : "";
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
