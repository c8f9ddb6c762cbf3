package org.pennypost.cli.talk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.ExitCode;
import org.pennypost.client.RawMessage;
import org.pennypost.wire.ByteSink;

/**
 * A file that is sent as a literal, typed as <code>{=FILE}</code>.
 *
 * @param file where it is
 * @param octets how many are sent
 * @param exact whether they are the file's as they are; otherwise its line ends become CRLF, as in mail
 * @param converted how many line ends that changes
 */
record FileLiteral(Path file, long octets, boolean exact, long converted) {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final String MARK = "{=";

    /**
     * A typed line in parts: each text but the last has a file behind it.
     *
     * @param texts what stands before, between and behind the files
     * @param files one less than texts
     */
    record Parts(List<String> texts, List<FileLiteral> files) {
        Parts {
            texts = List.copyOf(texts);
            files = List.copyOf(files);
        }
    }

    /** Returns a line that names no file. */
    static Parts none(String line) {
        return new Parts(List.of(line), List.of());
    }

    /**
     * Finds the files that a line names, outside quoted strings (RFC 9051 §4.3). One behind <code>~</code> is binary (RFC 3516 §4.4) and sent as it is.
     *
     * @throws CommandFailure when one cannot be read
     */
    static Parts in(String line) throws CommandFailure {
        List<String> texts = new ArrayList<>();
        List<FileLiteral> files = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && line.startsWith(MARK, i)) {
                int end = line.indexOf('}', i);
                if (end < 0) {
                    throw new CommandFailure(ExitCode.USAGE, "a file is named {=FILE}, with a brace at its end");
                }
                texts.add(line.substring(begin, i));
                files.add(of(line.substring(i + MARK.length(), end), i > 0 && line.charAt(i - 1) == '~'));
                begin = end + 1;
                i = end;
            }
        }
        texts.add(line.substring(begin));
        return new Parts(texts, files);
    }

    private static FileLiteral of(String name, boolean exact) throws CommandFailure {
        try {
            Path file = Path.of(name);
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(name);
            }
            RawMessage found = RawMessage.survey(file);
            long converted = exact ? 0 : found.bareLineEnds();
            return new FileLiteral(file, found.octets() + converted, exact, converted);
        } catch (NoSuchFileException | InvalidPathException _) {
            throw new CommandFailure(ExitCode.NO_INPUT, "there is no file " + name + ": nothing was sent");
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT, name + " cannot be read (" + unreadable.getMessage() + "): nothing was sent");
        }
    }

    /**
     * Gives the octets away.
     *
     * @throws IOException when the file has become another, so that not as many have come as were announced
     */
    void writeTo(ByteSink sink) throws IOException {
        byte[] ready = new byte[BUFFER_BYTES + 2];
        int count = 0;
        long left = octets;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            int last = 0;
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (!exact && last == '\r' && octet != '\n') {
                    ready[count++] = '\n';
                }
                if (!exact && octet == '\n' && last != '\r') {
                    ready[count++] = '\r';
                }
                ready[count++] = (byte) octet;
                last = octet;
                if (count >= BUFFER_BYTES) {
                    left = written(sink, ready, count, left);
                    count = 0;
                }
            }
            if (!exact && last == '\r') {
                ready[count++] = '\n';
            }
        }
        if (written(sink, ready, count, left) != 0) {
            throw changed();
        }
    }

    private long written(ByteSink sink, byte[] ready, int count, long left) throws IOException {
        if (count > left) {
            throw changed();
        }
        sink.accept(ready, 0, count);
        return left - count;
    }

    private IOException changed() {
        return new IOException(file + " has changed while it was sent, so the literal is not what was announced");
    }
}
