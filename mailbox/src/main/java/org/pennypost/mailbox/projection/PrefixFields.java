package org.pennypost.mailbox.projection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The header fields in a prefix, which we wrote ourselves.
 *
 * @param fields where they are
 * @param end offset behind the last
 * @param endsHeader whether the empty line behind the header stands in the prefix: then all of the blob is the message's body
 */
record PrefixFields(List<HeaderIndex.Field> fields, int end, boolean endsHeader) {
    /** Walks the lines of a prefix, each of which ends with CRLF. */
    static PrefixFields of(byte[] prefix) {
        List<HeaderIndex.Field> fields = new ArrayList<>(4);
        int at = 0;
        while (at < prefix.length) {
            int to = lineEnd(prefix, at);
            if (prefix[at] == '\r' || prefix[at] == '\n') {
                return new PrefixFields(fields, at, true);
            }
            while (to < prefix.length && (prefix[to] == ' ' || prefix[to] == '\t')) {
                to = lineEnd(prefix, to);
            }
            fields.add(new HeaderIndex.Field(HeaderIndex.number(name(prefix, at, to)), at, to));
            at = to;
        }
        return new PrefixFields(fields, at, false);
    }

    private static int lineEnd(byte[] prefix, int from) {
        int at = from;
        while (at < prefix.length && prefix[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, prefix.length);
    }

    private static String name(byte[] prefix, int from, int to) {
        int colon = from;
        while (colon < to && prefix[colon] != ':') {
            colon++;
        }
        return new String(prefix, from, colon - from, StandardCharsets.US_ASCII).strip();
    }
}
