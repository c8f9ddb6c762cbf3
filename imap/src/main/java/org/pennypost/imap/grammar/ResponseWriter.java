package org.pennypost.imap.grammar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.wire.ByteFiller;
import org.pennypost.wire.ByteSink;

/**
 * Spells responses (RFC 9051 §9) and gathers them for a sink. Belongs to one thread.
 *
 * <p>Life of a response: {@link #begin}, what is in it, {@link #end}. Until so much of it is written that it had to leave, it can be taken
 * back with {@link #takeBack}. {@link #rest} gives the buffer up.
 */
public final class ResponseWriter {
    /*
     * Whole responses leave when the buffer holds FULL_BYTES; who writes a long one calls relieve() now and then, and it leaves in pieces of
     * KEPT_BYTES_MAX, as do octets of messages. Those of a literal that would make it longer than that go past this buffer into that of
     * the connection, if it has one for them: from the disk to the peer they are copied once.
     */
    static final int FULL_BYTES = 8 * 1024;
    static final int KEPT_BYTES_MAX = 64 * 1024;

    private static final int BYTES_AT_FIRST = 512;
    private static final int QUOTED_OCTETS_MAX = 1_000;
    private static final byte[] NONE = new byte[0];
    private static final Comparator<Flag> BY_NAME =
            Comparator.comparing(Flag::isKeyword).thenComparing(Flag::name);

    private final ByteSink sink;
    private byte[] bytes = NONE;
    private int length;
    private int begun;
    private boolean inResponse;
    private boolean left;
    private boolean utf8;

    /** The flags that were spelled last, and how. */
    private @Nullable Set<Flag> lastFlags;

    private boolean lastRecent;
    private byte[] lastSpelled = NONE;

    public ResponseWriter(ByteSink sink) {
        this.sink = sink;
    }

    /** From now on strings and mailbox names are in UTF-8, or not (RFC 9051 §5.1, RFC 6855 §3). */
    public void utf8(boolean on) {
        utf8 = on;
    }

    // Responses

    /** Begins an untagged response: <code>* </code>. */
    public ResponseWriter begin() {
        return begin("* ");
    }

    /** Begins a response with a tag, {@code "* "} or {@code "+ "}. */
    public ResponseWriter begin(String prefix) {
        inResponse = true;
        left = false;
        begun = length;
        return raw(prefix);
    }

    /** Ends the response. */
    public void end() throws IOException {
        raw("\r\n");
        inResponse = false;
        if (length >= FULL_BYTES) {
            flush();
        }
    }

    /** A whole untagged response in printable ASCII. */
    public void untagged(String text) throws IOException {
        begin().raw(text).end();
    }

    /**
     * Takes back the response that was begun and not ended.
     *
     * @return whether that was possible: nothing of it has left, or none was begun
     */
    public boolean takeBack() {
        if (!inResponse) {
            return true;
        }
        if (left) {
            return false;
        }
        length = begun;
        inResponse = false;
        return true;
    }

    /** Gives all that is written to the sink. */
    public void flush() throws IOException {
        if (length > 0) {
            int count = length;
            length = 0;
            begun = 0;
            left = inResponse;
            sink.accept(bytes, 0, count);
        }
    }

    /** Flushes, and gives the buffer up until something is written again. */
    public void rest() throws IOException {
        flush();
        bytes = NONE;
        lastFlags = null;
        lastSpelled = NONE;
    }

    // What is in them

    /** Text that is spelled already, in ASCII. */
    public ResponseWriter raw(String ascii) {
        int count = ascii.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
        return this;
    }

    public ResponseWriter sp() {
        return raw(' ');
    }

    /** One character of ASCII. */
    public ResponseWriter raw(char c) {
        room(1);
        bytes[length++] = (byte) c;
        return this;
    }

    /** A number that is not negative. */
    public ResponseWriter number(long number) {
        if (number < 10) {
            return raw((char) ('0' + number));
        }
        int digits = 0;
        for (long rest = number; rest > 0; rest /= 10) {
            digits++;
        }
        room(digits);
        int at = length + digits;
        length = at;
        for (long rest = number; rest > 0; rest /= 10) {
            bytes[--at] = (byte) ('0' + rest % 10);
        }
        return this;
    }

    public ResponseWriter nil() {
        return raw("NIL");
    }

    /** {@code nstring}. */
    public ResponseWriter nstring(@Nullable String text) {
        return text == null ? nil() : string(text);
    }

    /** {@code string}: quoted where that is allowed, else a literal. */
    public ResponseWriter string(String text) {
        return quotedAscii(text) ? this : string(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code string} of what a message says: NUL, which no string may hold, and line ends become blanks. */
    public ResponseWriter text(String text) {
        return quotedAscii(text)
                ? this
                : string(text.replace('\0', ' ').replace('\r', ' ').replace('\n', ' '));
    }

    /** {@code nstring} of what a message says. */
    public ResponseWriter ntext(@Nullable String text) {
        return text == null ? nil() : text(text);
    }

    /** Writes a text in quotes if it is short and of nothing but ASCII that may stand there: nearly all are. */
    private boolean quotedAscii(String text) {
        int count = text.length();
        if (count > QUOTED_OCTETS_MAX) {
            return false;
        }
        room(2 * count + 2);
        int at = length;
        bytes[at++] = '"';
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c == 0 || c == '\r' || c == '\n' || c > 0x7f) {
                return false;
            }
            if (c == '"' || c == '\\') {
                bytes[at++] = '\\';
            }
            bytes[at++] = (byte) c;
        }
        bytes[at++] = '"';
        length = at;
        return true;
    }

    /** The same, of octets. */
    public ResponseWriter string(byte[] octets) {
        return mayBeQuoted(octets) ? quoted(octets) : literal(octets);
    }

    private boolean mayBeQuoted(byte[] octets) {
        if (octets.length > QUOTED_OCTETS_MAX) {
            return false;
        }
        boolean ascii = true;
        for (byte b : octets) {
            if (b == 0 || b == '\r' || b == '\n') {
                return false;
            }
            ascii &= b > 0;
        }
        return ascii || (utf8 && isUtf8(octets));
    }

    private static boolean isUtf8(byte[] octets) {
        return Arrays.equals(new String(octets, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), octets);
    }

    private ResponseWriter quoted(byte[] octets) {
        room(2 * octets.length + 2);
        bytes[length++] = '"';
        for (byte b : octets) {
            if (b == '"' || b == '\\') {
                bytes[length++] = '\\';
            }
            bytes[length++] = b;
        }
        bytes[length++] = '"';
        return this;
    }

    /** A literal that is whole already; one with NUL is a {@code literal8}, which is legal where BINARY is asked for. */
    public ResponseWriter literal(byte[] octets) {
        literal(octets.length, false);
        room(octets.length);
        System.arraycopy(octets, 0, bytes, length, octets.length);
        length += octets.length;
        return this;
    }

    /** Announces a literal; {@link #octets} follows until all of them are there. */
    public ResponseWriter literal(long size, boolean binary) {
        return raw(binary ? "~{" : "{").number(size).raw("}\r\n");
    }

    /** Octets of a literal. */
    public void octets(byte[] from, int offset, int count) throws IOException {
        if (length + count <= FULL_BYTES) {
            room(count);
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
            return;
        }
        flush();
        left = true;
        sink.accept(from, offset, count);
    }

    /**
     * All octets of a literal, straight from where they are. If the first ones cannot be had, nothing has left by that, and the response can still be
     * taken back if it could before.
     */
    public void octets(long count, ByteFiller from) throws IOException {
        if (length + count > KEPT_BYTES_MAX && length <= FULL_BYTES && sentStraight(count, from)) {
            return;
        }
        for (long at = 0; at < count; ) {
            int piece = (int) Math.min(count - at, KEPT_BYTES_MAX);
            room(piece);
            from.fill(at, ByteBuffer.wrap(bytes, length, piece).slice());
            length += piece;
            at += piece;
            relieve();
        }
    }

    /** Past this buffer; false if the sink does not do that. */
    private boolean sentStraight(long count, ByteFiller from) throws IOException {
        boolean taken = sink.accept(bytes, 0, length, count, (at, into) -> {
            if (at > 0) {
                left = true;
            }
            from.fill(at, into);
        });
        if (taken) {
            left = inResponse;
            length = 0;
            begun = 0;
        }
        return taken;
    }

    /** {@code mailbox}, in the spelling that was agreed. */
    public ResponseWriter mailbox(MailboxName name) {
        return mailbox(name.toString());
    }

    /** The same, of what is not a whole name. */
    public ResponseWriter mailbox(String name) {
        String spelled = utf8 ? name : ModifiedUtf7.encode(name);
        boolean atom = !spelled.isEmpty()
                && !spelled.equalsIgnoreCase("NIL")
                && spelled.chars().allMatch(ImapReader::isAtomChar);
        return atom ? raw(spelled) : string(spelled);
    }

    /** {@code flag-list}, with its parentheses: system flags first, both by name. */
    public ResponseWriter flags(Collection<Flag> flags, boolean recent) {
        return flags(flags, recent ? "\\Recent" : "");
    }

    /**
     * The same of a message's flags: of thousands in a row most have the very same set, which is spelled once.
     *
     * @param flags a set that nobody changes
     */
    @SuppressWarnings("ReferenceEquality") // only a shortcut: an equal set is spelled again
    public ResponseWriter messageFlags(Set<Flag> flags, boolean recent) {
        byte[] spelled = lastSpelled;
        if (flags != lastFlags || recent != lastRecent) {
            ResponseWriter aside = new ResponseWriter(sink);
            aside.flags(flags, recent);
            spelled = Arrays.copyOf(aside.bytes, aside.length);
            lastSpelled = spelled;
            lastFlags = flags;
            lastRecent = recent;
        }
        room(spelled.length);
        System.arraycopy(spelled, 0, bytes, length, spelled.length);
        length += spelled.length;
        return this;
    }

    /** {@code flag-perm} in a list: these, and any keyword besides (RFC 9051 §7.1). */
    public ResponseWriter permanentFlags(Collection<Flag> flags) {
        return flags(flags, "\\*");
    }

    private ResponseWriter flags(Collection<Flag> flags, String last) {
        List<Flag> sorted = new ArrayList<>(flags);
        sorted.sort(BY_NAME);
        raw('(');
        String between = "";
        for (Flag flag : sorted) {
            raw(between).raw(flag.name());
            between = " ";
        }
        if (!last.isEmpty()) {
            raw(between).raw(last);
        }
        return raw(')');
    }

    /** Gives what is written of a long response to the sink, which then cannot be taken back any more. */
    public void relieve() throws IOException {
        if (length >= KEPT_BYTES_MAX) {
            flush();
        }
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(
                    bytes,
                    Math.max(
                            length + count,
                            Math.max(BYTES_AT_FIRST, Math.min(2 * bytes.length, bytes.length + KEPT_BYTES_MAX))));
        }
    }
}
