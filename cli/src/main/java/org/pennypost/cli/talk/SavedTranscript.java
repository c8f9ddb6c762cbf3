package org.pennypost.cli.talk;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pennypost.cli.Printable;
import org.pennypost.client.ServerAddress;

/**
 * Writes a conversation as a transcript, the notation of tests, logs and documents (docs/transcripts.md). Lines are written as they happen, so that a broken
 * conversation is kept too. Safe for the two threads of a talk.
 */
final class SavedTranscript implements Closeable {
    private static final Pattern NOT_LITERAL = Pattern.compile("\\{\\{.*?}}|[\\p{Cntrl}&&[^\t]]+");

    /** What is kept of a line whose end has not come; a client's longer one is shown in parts. */
    private static final int PIECE_BYTES_MAX = 16 * 1024;

    private final BufferedWriter out;
    private final ByteArrayOutputStream client = new ByteArrayOutputStream();
    private final StringBuilder server = new StringBuilder();
    private boolean serverCut;

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

    /** Takes what the client says, lines or pieces of them, without secrets. */
    synchronized void client(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        client(octets, 0, octets.length);
    }

    /** Takes octets of the client. */
    synchronized void client(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            client.write(octets[i]);
            if (octets[i] == '\n' || client.size() == PIECE_BYTES_MAX) {
                clientLine();
            }
        }
    }

    private void clientLine() throws IOException {
        byte[] octets = client.toByteArray();
        client.reset();
        Optional<String> text = sayable(octets);
        if (text.isPresent()) {
            line(text.get().isEmpty() ? "C:" : "C: " + text.get());
        } else if (octets.length > 0) {
            line("C~: " + spelled(octets));
        }
    }

    /** What a text line can say exactly: it ends with CRLF, and nothing in it is invisible or means something to the notation. */
    private static Optional<String> sayable(byte[] octets) {
        int length = octets.length - 2;
        if (length < 0 || octets[length] != '\r' || octets[length + 1] != '\n') {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
            boolean plain = text.equals(text.strip())
                    && !text.contains("{{")
                    && !text.contains("{=")
                    && text.equals(Printable.of(text))
                    && text.indexOf('\t') < 0;
            return plain ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static String spelled(byte[] octets) {
        StringBuilder spelled = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            char c = (char) (octets[i] & 0xFF);
            switch (c) {
                case '\r' -> spelled.append("\\r");
                case '\n' -> spelled.append("\\n");
                case '\t' -> spelled.append("\\t");
                case 0 -> spelled.append("\\0");
                case '\\' -> spelled.append("\\\\");
                default -> {
                    boolean edge = c == ' ' && (i == 0 || i == octets.length - 1);
                    boolean itself = c >= ' ' && c <= '~' && c != '{' && !edge;
                    spelled.append(itself ? Character.toString(c) : "\\x%02x".formatted((int) c));
                }
            }
        }
        return spelled.toString();
    }

    /**
     * Takes what the server says, a line or a part of one. What the notation would take for a hole, and what cannot stand in a line, becomes a hole that takes
     * anything; so does what is longer than a line that anybody reads.
     *
     * @param ended whether the line ends here
     */
    synchronized void server(String text, boolean ended) throws IOException {
        int room = Math.max(0, PIECE_BYTES_MAX - server.length());
        server.append(text, 0, Math.min(room, text.length()));
        serverCut |= text.length() > room;
        if (ended) {
            serverLine();
        }
    }

    private void serverLine() throws IOException {
        String said = NOT_LITERAL.matcher(server).replaceAll("{{text}}") + (serverCut ? "{{text}}" : "");
        line(said.isEmpty() ? "S:" : "S: " + said);
        server.setLength(0);
        serverCut = false;
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
        if (!server.isEmpty()) {
            serverLine();
        }
        clientLine();
        line("closed");
    }

    private void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        clientLine();
        out.close();
    }
}
