package org.pennypost.imap.grammar;

import java.util.Optional;

/**
 * Puts lines and literals together to commands (RFC 9051 §2.2.1, §4.3), without knowing any. Belongs to one thread.
 *
 * <p>Life: {@link #line} for a line; where that announced a literal, {@link #literal} when its octets have come, and {@link #line} for
 * what follows it; after {@link Next.Complete}, or {@link #drop}, the next command.
 */
public final class CommandFramer {
    private final long octetsMax;
    private CommandText text = new CommandText();

    /** @param octetsMax the most octets of lines and kept literals that a command may have */
    public CommandFramer(long octetsMax) {
        this.octetsMax = octetsMax;
    }

    /** What a line led to. */
    public sealed interface Next {
        /** The command is whole; the caller closes it. */
        record Complete(CommandText text) implements Next {}

        /** A literal follows, unless it is refused. */
        record LiteralComes(Literal.Announced literal, CommandText soFar) implements Next {}

        /**
         * The command is beyond what this server reads. The caller drops it.
         *
         * @param lost whether what follows cannot be told from commands any more, so that the connection has to end
         */
        record Refused(String sentence, boolean lost, CommandText soFar) implements Next {}
    }

    /** Takes a line without its CRLF. */
    public Next line(byte[] line) {
        Optional<Literal.Announced> announced;
        try {
            announced = Literal.Announced.at(line);
        } catch (BadSyntax e) {
            text.add(Literal.Announced.before(line));
            return new Next.Refused(e.sentence(), line[line.length - 2] == '+', text);
        }
        text.add(announced.isPresent() ? Literal.Announced.before(line) : line);
        if (announced.isPresent()) {
            return new Next.LiteralComes(announced.get(), text);
        }
        if (text.octetsKept() > octetsMax) {
            return new Next.Refused("a command has at most " + octetsMax + " octets", false, text);
        }
        CommandText complete = text;
        text = new CommandText();
        return new Next.Complete(complete);
    }

    /** How many octets a literal that is kept in memory may have now. */
    public long room() {
        return Math.max(0, octetsMax - text.octetsKept());
    }

    /** Takes the literal that was announced; it is the command's from now on. */
    public void literal(Literal literal) {
        text.add(literal);
    }

    /** Whether a command has begun and is not whole. */
    public boolean isInCommand() {
        return text.lineCount() > 0;
    }

    /** Forgets what has come of a command. */
    public void drop() {
        text.close();
        text = new CommandText();
    }
}
