package org.pennypost.imap.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command as it came: lines without CRLF and announcements, and between each two of them a literal. Belongs to one thread; closing it
 * closes the drafts of its literals.
 */
public final class CommandText implements AutoCloseable {
    private final List<byte[]> lines = new ArrayList<>(1);
    private final List<Literal> literals = new ArrayList<>(0);
    private long octets;

    CommandText() {}

    /** A command without literals. */
    public static CommandText of(String line) {
        CommandText text = new CommandText();
        text.add(line.getBytes(StandardCharsets.UTF_8));
        return text;
    }

    void add(byte[] line) {
        lines.add(line);
        octets += line.length;
    }

    void add(Literal literal) {
        literals.add(literal);
        if (literal instanceof Literal.Kept kept) {
            octets += kept.bytes().length;
        }
    }

    /** How much it holds in memory. */
    long octetsKept() {
        return octets;
    }

    /** How many literals have come. */
    public int literalCount() {
        return literals.size();
    }

    int lineCount() {
        return lines.size();
    }

    byte[] line(int index) {
        return lines.get(index);
    }

    Literal literal(int index) {
        return literals.get(index);
    }

    /** Reads it from the beginning. */
    public ImapReader reader(boolean utf8) {
        return new ImapReader(this, utf8);
    }

    @Override
    public void close() {
        for (Literal literal : literals) {
            if (literal instanceof Literal.Stored stored) {
                stored.draft().close();
            }
        }
        literals.clear();
    }
}
