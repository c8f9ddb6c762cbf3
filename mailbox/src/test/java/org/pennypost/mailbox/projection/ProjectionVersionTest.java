package org.pennypost.mailbox.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pennypost.mime.parse.ByteSource;

/**
 * Whoever changes what is stored of a message, a preview or a thread key as well as the format, raises {@link Projection#VERSION}: else accounts keep what an
 * older program computed. {@code src/test/projection-version.tsv} has the version, and a digest of the projection of each message of the corpora.
 * {@code -Dprojection.update=true} notes a new version, and messages that were not there.
 */
final class ProjectionVersionTest {
    private static final Path NOTED = Path.of("src/test/projection-version.tsv");
    private static final String VERSION = "version";

    @Test
    void theVersionIsRaisedWithWhatIsStored() throws IOException {
        Map<String, String> noted = noted();
        Map<String, String> now = now();
        boolean same = noted.getOrDefault(VERSION, "").equals(now.get(VERSION));
        if (Boolean.getBoolean("projection.update")) {
            if (same) {
                now.putAll(noted);
            }
            Files.writeString(NOTED, lines(now));
            return;
        }
        assertThat(same)
                .as("a new version: note it with -Dprojection.update=true")
                .isTrue();
        now.keySet().retainAll(noted.keySet());
        assertThat(now)
                .as("projections are stored in another form, or say something else: raise Projection.VERSION")
                .isEqualTo(noted);
        assertThat(noted).hasSizeGreaterThan(70);
    }

    private static Map<String, String> noted() throws IOException {
        Map<String, String> noted = new TreeMap<>();
        for (String line : Files.exists(NOTED) ? Files.readAllLines(NOTED) : List.<String>of()) {
            String[] cells = line.split("\t", -1);
            noted.put(cells[0], cells[1]);
        }
        return noted;
    }

    private static Map<String, String> now() throws IOException {
        Map<String, String> now = new TreeMap<>();
        now.put(VERSION, Integer.toString(Projection.VERSION));
        for (Path file : files(Path.of("../mime/src/test/corpus"), ".eml")) {
            now.put(file.getFileName().toString(), digest(Files.readAllBytes(file)));
        }
        for (Path file : files(Path.of("src/test/html"), ".txt")) {
            // As one message of HTML: what is beside it in the file is text of it.
            now.put(
                    file.getFileName().toString(),
                    digest(
                            ("Message-ID: <a@example.org>\r\nSubject: Re: b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                                            + Files.readString(file))
                                    .getBytes(StandardCharsets.UTF_8)));
        }
        return now;
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(end))
                    .toList();
        }
    }

    private static String digest(byte[] message) throws IOException {
        try {
            byte[] stored =
                    Projector.project(ByteSource.of(message), new byte[0]).bytes();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(stored), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String lines(Map<String, String> cells) {
        StringBuilder lines = new StringBuilder();
        cells.forEach(
                (name, digest) -> lines.append(name).append('\t').append(digest).append('\n'));
        return lines.toString();
    }
}
