package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads bodies that are made of fields, in groups with an empty line between: {@code message/delivery-status} (RFC 3464 §2.1: the first group is about the
 * message, each other about a recipient), {@code message/disposition-notification} (RFC 8098 §3.1), {@code message/feedback-report} (RFC 5965 §3), and
 * {@code text/rfc822-headers}.
 */
public final class FieldGroups {
    /** More groups than this are not read: reports are about some thousands of recipients at most. */
    public static final int GROUPS_MAX = 10_000;

    private FieldGroups() {}

    /**
     * Reads all groups. Never fails: a line that is no field is skipped, and begins a new group.
     *
     * @param body the body, decoded
     * @param options the limits of each group are those of a header
     * @return the groups that have fields
     */
    public static List<Header> read(byte[] body, ParserOptions options) {
        ArraySource source = new ArraySource(body, 0, body.length);
        FieldTable table = new FieldTable(source);
        MessageEvents events = new MessageEvents() {
            @Override
            public void field(byte[] bytes, int from, int to, int nameLength, long offset) {
                table.add(offset, nameLength);
            }
        };
        Window window = new Window(source);
        HeaderReader reader = new HeaderReader(window, options, events, new LineScanner(), new Boundaries());
        List<Header> groups = new ArrayList<>();
        int at = 0;
        while (at < body.length && groups.size() < GROUPS_MAX) {
            int first = table.size();
            int start = at;
            try {
                reader.read(at, false);
            } catch (IOException e) {
                throw new UncheckedIOException("an array cannot fail", e);
            }
            if (table.size() > first) {
                groups.add(new Header(table, first, table.size() - first, start, reader.end()));
            }
            at = reader.at() > start ? reader.at() : behindLine(body, start);
        }
        return groups;
    }

    private static int behindLine(byte[] body, int from) {
        int at = from;
        while (at < body.length && body[at] != '\n') {
            at++;
        }
        return at + 1;
    }
}
