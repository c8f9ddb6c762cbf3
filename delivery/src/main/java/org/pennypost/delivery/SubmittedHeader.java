package org.pennypost.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pennypost.mime.HeaderBlock;
import org.pennypost.mime.MessageStart;
import org.pennypost.store.StoreException;

/**
 * The header of a message that is being submitted, held back until it is whole: only then is it known which of its fields go on. What
 * goes on is, octet for octet, what came; fields are left out whole. Used by one thread: {@link #take} until {@link #complete}, or
 * {@link #end} where the message ends before.
 *
 * <p>It ends with the first empty line, or before the first line that can be no field; the empty line that is missing then is written, so
 * that no other program takes for a field what this one takes for text.
 */
final class SubmittedHeader {
    /** The longest header; what is longer is refused. */
    static final int OCTETS_MAX = 256 * 1024;

    /** Blind copies are for the envelope alone (RFC 5322 §3.6.3); a Return-Path is for the last server to write (RFC 5321 §4.4). */
    private static final Set<String> LEFT_OUT = Set.of("bcc", "resent-bcc", "return-path");

    private static final int ROOM_AT_FIRST = 2_048;
    private static final byte[] CRLF = {'\r', '\n'};

    private byte[] octets = new byte[ROOM_AT_FIRST];
    private int length;
    private int lineStart;
    private int scanned;

    /** Where the body begins, once the header is complete. */
    private int body;

    private final List<Field> fields = new ArrayList<>();
    private boolean complete;
    private boolean tooLong;

    /** A field's place, from its name to its last CRLF. */
    private record Field(String name, int from, int to) {}

    /** Takes what goes on. */
    @FunctionalInterface
    interface Sink {
        void accept(byte[] bytes, int offset, int length) throws StoreException;
    }

    /**
     * Takes more of the message.
     *
     * @return how many octets were taken: all, unless the header is {@link #complete} now. The first of the body may be among them
     */
    int take(byte[] bytes, int offset, int count) {
        int taken = Math.min(count, OCTETS_MAX - length);
        if (length + taken > octets.length) {
            octets = Arrays.copyOf(octets, Math.min(OCTETS_MAX, Math.max(length + taken, 2 * octets.length)));
        }
        System.arraycopy(bytes, offset, octets, length, taken);
        length += taken;
        while (!complete && scanned < length) {
            if (octets[scanned++] == '\n') {
                line(scanned);
            }
        }
        if (!complete && length == OCTETS_MAX) {
            tooLong = true;
            complete = true;
        }
        return taken;
    }

    /** The message has ended: so has its header. */
    void end() {
        if (!complete && lineStart < length) {
            line(length);
        }
        if (!complete) {
            finish(length);
        }
    }

    private void line(int end) {
        int at = lineStart;
        boolean empty = octets[at] == '\n' || (octets[at] == '\r' && end - at == 2);
        if (empty) {
            finish(end);
        } else if (!fields.isEmpty() && (octets[at] == ' ' || octets[at] == '\t')) {
            Field open = fields.removeLast();
            fields.add(new Field(open.name, open.from, end));
        } else if (MessageStart.of(octets, at, end - at) == MessageStart.FIELD) {
            fields.add(new Field(name(at, end), at, end));
        } else {
            finish(at);
        }
        lineStart = end;
    }

    /** @param bodyStart where, of what has been taken, the body begins */
    private void finish(int bodyStart) {
        complete = true;
        body = bodyStart;
    }

    private String name(int from, int to) {
        int end = from;
        while (end < to && octets[end] != ':' && octets[end] != ' ' && octets[end] != '\t') {
            end++;
        }
        return new String(octets, from, end - from, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }

    boolean complete() {
        return complete;
    }

    /** Whether there is more of it than is taken. */
    boolean tooLong() {
        return tooLong;
    }

    boolean has(String name) {
        for (Field field : fields) {
            if (field.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field's name begins so, in lower case. */
    boolean hasAny(String prefix) {
        for (Field field : fields) {
            if (field.name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** The values of all fields of this name, in lower case; unfolded, not decoded. */
    List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            if (field.name.equals(name)) {
                List<HeaderBlock.Field> read = HeaderBlock.read(Arrays.copyOfRange(octets, field.from, field.to))
                        .fields();
                if (!read.isEmpty()) {
                    values.add(read.getFirst().value());
                }
            }
        }
        return values;
    }

    /** The name of the first field with octets that are not UTF-8, as it was written. */
    Optional<String> notUtf8() {
        for (Field field : fields) {
            EightBitScan scan = new EightBitScan();
            scan.accept(octets, field.from, field.to - field.from);
            if (!scan.utf8()) {
                return Optional.of(field.name);
            }
        }
        return Optional.empty();
    }

    /** Passes on the fields that go on, and the empty line. */
    void writeTo(Sink out) throws StoreException {
        int from = 0;
        int to = 0;
        for (Field field : fields) {
            if (LEFT_OUT.contains(field.name)) {
                write(out, from, to);
                from = field.to;
            }
            to = field.to;
        }
        write(out, from, to);
        out.accept(CRLF, 0, CRLF.length);
    }

    /** Passes on what was taken of the body already. */
    void passTo(Sink sink) throws StoreException {
        if (body < length) {
            sink.accept(octets, body, length - body);
        }
    }

    private void write(Sink out, int from, int to) throws StoreException {
        if (to > from) {
            out.accept(octets, from, to - from);
        }
    }
}
