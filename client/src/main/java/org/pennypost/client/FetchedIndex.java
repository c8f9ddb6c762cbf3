package org.pennypost.client;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The list of what has been fetched, so that nothing is fetched twice.
 *
 * <p>Format, version 1: a text file in UTF-8. The first line is {@code # pennypost fetched 1}. Every other line is one message: account, UIDL, size in
 * octets, SHA-256 of its bytes in hexadecimal (empty for none), place; separated by tabs, each percent-encoded. Lines are only appended, each after its
 * message is durable; the later of two lines for one message counts. A last line without line end was cut by a crash and does not count.
 *
 * <p>Not for several threads; two programs may append at once, as a line is one write.
 */
final class FetchedIndex {
    static final String FILE_NAME = ".pennypost-fetched";
    private static final String HEAD = "# pennypost fetched 1\n";
    private static final int FIELDS = 5;

    private final Path file;
    private final Map<Key, Entry> entries = new HashMap<>();

    private FetchedIndex(Path file) {
        this.file = file;
    }

    static FetchedIndex open(Path file) throws IOException {
        FetchedIndex index = new FetchedIndex(file);
        if (!Files.exists(file)) {
            return index;
        }
        String text = Files.readString(file);
        if (!text.startsWith(HEAD)) {
            throw new IOException(file + " is not a list of fetched messages that this version knows: move it away");
        }
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.length() < text.length()) {
            index.append("\n");
        }
        whole.lines().skip(1).forEach(index::read);
        return index;
    }

    private void read(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS || !fields[2].matches("[0-9]{1,18}")) {
            return;
        }
        entries.put(
                new Key(decoded(fields[0]), decoded(fields[1])),
                new Entry(Long.parseLong(fields[2]), fields[3], Path.of(decoded(fields[4]))));
    }

    Optional<Entry> find(String account, String uidl) {
        return Optional.ofNullable(entries.get(new Key(account, uidl)));
    }

    /** Adds a message; when this returns it will be remembered. */
    void add(String account, String uidl, Entry entry) throws IOException {
        String head = Files.exists(file) ? "" : HEAD;
        append(head
                + String.join(
                        "\t",
                        encoded(account),
                        encoded(uidl),
                        Long.toString(entry.octets),
                        entry.sha256,
                        encoded(entry.place.toString()))
                + "\n");
        entries.put(new Key(account, uidl), entry);
    }

    private void append(String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private record Key(String account, String uidl) {}

    record Entry(long octets, String sha256, Path place) {}
}
