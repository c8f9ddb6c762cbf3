package org.pennypost.cli.mime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.legacy.Tnef;
import org.pennypost.mime.parse.FileSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.mime.parse.Part;

/** A message that a person named, parsed; closing it closes its file. Standard input is kept in a file first. */
final class OpenMessage implements AutoCloseable {
    /** Enough to know a file by. */
    private static final int HEAD_OCTETS = 8;

    private final FileSource source;
    private final Optional<Path> kept;
    private final ParsedMessage message;

    private OpenMessage(FileSource source, Optional<Path> kept, ParsedMessage message) {
        this.source = source;
        this.kept = kept;
        this.message = message;
    }

    /** Opens a file, or standard input for {@code -}. */
    static OpenMessage of(String name, Console console) throws CommandFailure, IOException {
        if (name.equals("-")) {
            return made(console.in()::transferTo);
        }
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(name);
        }
        if (Files.isDirectory(path)) {
            throw new CommandFailure(ExitCode.NO_INPUT, name + " is a folder: name a file with a message");
        }
        return opened(path, Optional.empty());
    }

    /** What can write itself: a message that is made only now. */
    @FunctionalInterface
    interface Written {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Opens a message that is made now; it is kept in a file that goes away with it. */
    static OpenMessage made(Written message) throws IOException {
        Path kept = Files.createTempFile("pennypost-mime-", ".eml");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(kept))) {
                message.writeTo(out);
            }
            return opened(kept, Optional.of(kept));
        } catch (IOException | UncheckedIOException broken) {
            Files.deleteIfExists(kept);
            throw broken;
        }
    }

    private static OpenMessage opened(Path path, Optional<Path> kept) throws IOException {
        FileSource source = FileSource.open(path);
        try {
            return new OpenMessage(source, kept, ParsedMessage.parse(source, ParserOptions.DEFAULT));
        } catch (IOException | UncheckedIOException broken) {
            source.close();
            throw broken;
        }
    }

    ParsedMessage message() {
        return message;
    }

    /** Returns on which lines octets stand. */
    long[] lines(List<Long> offsets) throws IOException {
        return message.lineNumbers(offsets.stream().mapToLong(Long::longValue).toArray());
    }

    /** Returns what stands before a remark: {@code line 12, at 3200: }. */
    static String place(long line, long offset) {
        return "line " + line + ", at " + offset + ": ";
    }

    /** Returns what the file seems to be instead of a message, where it has no header: in one line for a person. */
    Optional<String> remark() throws IOException {
        if (!message.root().header().fields().isEmpty() || message.sizeBytes() == 0) {
            return Optional.empty();
        }
        byte[] head = source.bytes(0, Math.min(HEAD_OCTETS, message.sizeBytes()));
        String begin = new String(head, StandardCharsets.ISO_8859_1);
        if (begin.startsWith("\u00FF\u00FE")
                || begin.startsWith("\u00FE\u00FF")
                || begin.startsWith("\u00EF\u00BB\u00BF")) {
            return Optional.of(
                    "a text that an editor saved as Unicode, not a message as it came: save it without a byte"
                            + " order mark, in UTF-8");
        }
        return Optional.of(
                Tnef.begins(head)
                        ? "no message, but a winmail.dat: pennypost mime extract opens it"
                        : "no field of a header: this may be no message at all");
    }

    /** Returns all parts with the numbers that IMAP gives them (RFC 9051 §6.4.5); what has none there has the number of what is around it. */
    List<Numbered> parts() {
        List<Numbered> parts = new ArrayList<>();
        number(message.root(), message.root() instanceof Part.Multipart ? "" : "1", 0, parts);
        return parts;
    }

    /**
     * A part and its place.
     *
     * @param number such as {@code 1.2}; empty for a message that is a multipart
     * @param depth how many parts are around it
     */
    record Numbered(Part part, String number, int depth) {}

    /** Recursion is as deep as {@link ParserOptions#nestingMax} allows. */
    private static void number(Part part, String number, int depth, List<Numbered> parts) {
        parts.add(new Numbered(part, number, depth));
        switch (part) {
            case Part.Multipart multipart -> {
                int index = 1;
                for (Part child : multipart.children()) {
                    number(child, number.isEmpty() ? "" + index : number + "." + index, depth + 1, parts);
                    index++;
                }
            }
            case Part.Message forwarded -> {
                Part inner = forwarded.message();
                number(inner, inner instanceof Part.Multipart ? number : number + ".1", depth + 1, parts);
            }
            case Part.Leaf _ -> {}
        }
    }

    /** Returns the decoded content of a part. */
    static InputStream content(Part part) {
        return encoding(part).decode(part.body());
    }

    /** Returns how a part is encoded; an unknown encoding leaves its octets as they are. */
    static TransferEncoding encoding(Part part) {
        return part.encoding().orElse(TransferEncoding.BINARY);
    }

    @Override
    public void close() throws IOException {
        source.close();
        if (kept.isPresent()) {
            Files.deleteIfExists(kept.get());
        }
    }
}
