package org.pennypost.cli.talk;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.regex.Pattern;
import org.pennypost.client.ServerAddress;

/**
 * Writes a conversation as a transcript, the notation of tests, logs and documents (docs/transcripts.md). Lines are written as they happen, so that a broken
 * conversation is kept too. Safe for the two threads of a talk.
 */
final class SavedTranscript implements Closeable {
    private static final Pattern NOT_LITERAL = Pattern.compile("\\{\\{.*?}}|[\\p{Cntrl}&&[^\t]]+");

    private final BufferedWriter out;

    private SavedTranscript(BufferedWriter out) {
        this.out = out;
    }

    /**
     * Begins a new file.
     *
     * @throws java.nio.file.FileAlreadyExistsException rather than replace a file
     */
    static SavedTranscript create(Path file, ServerAddress server, Instant now) throws IOException {
        SavedTranscript transcript = new SavedTranscript(Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        transcript.line("# talk " + server + ", " + now + "; secrets are masked");
        return transcript;
    }

    synchronized void client(String line) throws IOException {
        boolean plain = line.equals(line.strip()) && line.codePoints().noneMatch(Character::isISOControl);
        line(plain ? "C: " + line : "C~: " + escaped(line) + "\\r\\n");
    }

    /** What the notation would take for a hole, and what cannot stand in a line, becomes a hole that takes anything. */
    synchronized void server(String line) throws IOException {
        line("S: " + NOT_LITERAL.matcher(line).replaceAll("{{text}}"));
    }

    /** TLS before anything is said. */
    synchronized void tls() throws IOException {
        line("tls");
    }

    /** TLS after the server has agreed to it. */
    synchronized void starttls() throws IOException {
        line("starttls");
    }

    synchronized void closed() throws IOException {
        line("closed");
    }

    private void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
        out.flush();
    }

    private static String escaped(String line) {
        StringBuilder escaped = new StringBuilder();
        line.codePoints().forEach(c -> {
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (c < ' ' || c == 0x7F || c == '{') {
                escaped.append("\\x%02X".formatted(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
