package org.pennypost.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a dialogue that has happened in the notation of {@code docs/transcripts.md}: what it writes, {@link Transcript#parse} reads back, and
 * playing that sends and expects the same bytes. Used by one thread.
 */
public final class TranscriptWriter {
    private final Appendable out;

    /** Writes lines that end with {@code \n}. */
    public TranscriptWriter(Appendable out) {
        this.out = out;
    }

    /** A comment; more than one line becomes more than one comment. */
    public void comment(String text) throws IOException {
        for (String line : text.lines().toList()) {
            out.append(("# " + line).stripTrailing()).append('\n');
        }
    }

    /** What the client sent on a connection: one line in the transcript for each line, {@code C~:} where text cannot say it. */
    public void client(int connection, byte[] bytes) throws IOException {
        said(connection, 'C', bytes);
    }

    /** What the server sent on a connection. */
    public void server(int connection, byte[] bytes) throws IOException {
        said(connection, 'S', bytes);
    }

    /** A word about a connection, such as {@code starttls} or {@code closed}. */
    public void word(int connection, String line) throws IOException {
        out.append(prefix(connection)).append(line).append('\n');
    }

    private void said(int connection, char side, byte[] bytes) throws IOException {
        for (int begin = 0; begin < bytes.length; ) {
            int end = begin;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, bytes.length);
            out.append(prefix(connection))
                    .append(side)
                    .append(line(Arrays.copyOfRange(bytes, begin, end)))
                    .append('\n');
            begin = end;
        }
    }

    private static String prefix(int connection) {
        return connection == 1 ? "" : "[" + connection + "] ";
    }

    private static String line(byte[] bytes) {
        int size = bytes.length;
        boolean whole = size >= 2 && bytes[size - 2] == '\r' && bytes[size - 1] == '\n';
        if (whole) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, size - 2))
                        .toString();
                if (sayable(text)) {
                    return text.isEmpty() ? ":" : ": " + text;
                }
            } catch (CharacterCodingException e) {
                // No UTF-8: every byte is spelled below.
                return "~: " + RawBytes.spell(bytes);
            }
        }
        return "~: " + RawBytes.spell(bytes);
    }

    /** Whether a text line says exactly this: nothing invisible, no blank at its end for an editor to strip, nothing that reads as a hole. */
    private static boolean sayable(String text) {
        return !text.endsWith(" ")
                && !text.contains("{{")
                && !text.contains("{=")
                && text.codePoints().noneMatch(TranscriptWriter::invisible);
    }

    private static boolean invisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> point != ' ';
            default -> false;
        };
    }
}
