package org.pennypost.imap.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.pennypost.mailbox.Flag;
import org.pennypost.wire.ByteSink;

/** A command that is to be sent: text, and literals between it. Belongs to one thread. */
final class Request {
    private static final int QUOTED_CHARACTERS_MAX = 1_000;

    private final String name;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder shown = new StringBuilder();
    private StringBuilder text = new StringBuilder();

    /** What a command is made of. */
    sealed interface Part {
        record Text(String text, String shown) implements Part {}

        record Literal(long octets, Content content) implements Part {}
    }

    /** Octets that are written when their turn comes. */
    @FunctionalInterface
    interface Content {
        void writeTo(ByteSink sink) throws IOException;
    }

    /** @param name the command's, as {@code UID FETCH} */
    Request(String name) {
        this.name = name;
        text.append(name);
        shown.append(name);
    }

    String name() {
        return name;
    }

    /** Text as it stands, with a blank before it. */
    Request words(String words) throws IOException {
        requireLine(words);
        text.append(' ').append(words);
        shown.append(' ').append(words);
        return this;
    }

    /** The same; it is not shown. */
    Request hidden(String words) throws IOException {
        requireLine(words);
        text.append(' ').append(words);
        shown.append(" ***");
        return this;
    }

    private static void requireLine(String words) throws IOException {
        if (words.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IOException("a command may hold neither a line end nor a NUL");
        }
    }

    /** {@code astring}, with a blank before it. */
    Request string(String value) throws IOException {
        return string(value, false);
    }

    /** The same; it is not shown. */
    Request secret(String value) throws IOException {
        return string(value, true);
    }

    private Request string(String value, boolean secret) throws IOException {
        if (value.indexOf(0) >= 0) {
            throw new IOException("a name or password may not hold a NUL");
        }
        boolean plain = value.length() <= QUOTED_CHARACTERS_MAX && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        text.append(' ');
        shown.append(' ');
        if (plain) {
            String quoted = '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            text.append(quoted);
            shown.append(secret ? "***" : quoted);
        } else {
            byte[] octets = value.getBytes(StandardCharsets.UTF_8);
            literal(octets.length, sink -> sink.accept(octets, 0, octets.length));
        }
        return this;
    }

    /** {@code flag-list}, with a blank before it. */
    Request flags(Collection<Flag> flags) throws IOException {
        return words(flags.stream().map(Flag::name).sorted().collect(Collectors.joining(" ", "(", ")")));
    }

    /** A message, with a blank before it. */
    Request message(long octets, Content content) {
        text.append(' ');
        shown.append(' ');
        return literal(octets, content);
    }

    private Request literal(long octets, Content content) {
        endText();
        parts.add(new Part.Literal(octets, content));
        return this;
    }

    private void endText() {
        parts.add(new Part.Text(text.toString(), shown.toString()));
        text = new StringBuilder();
        shown.setLength(0);
    }

    /** What it is made of: text first and last. */
    List<Part> parts() {
        endText();
        return parts;
    }
}
