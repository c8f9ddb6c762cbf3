package org.pennypost.mailbox.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.mailbox.text.HtmlText;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.StoreException;

/**
 * Newsletters, replies and other HTML mail as programs really send it: the files of {@code src/test/html} hold each its HTML, perhaps the plain text beside it, and
 * what text and preview (RFC 8970 §3.3) are made of it. {@code -Dhtml.update=true} writes what is made now, to be read before it is believed.
 */
final class HtmlMailTest {
    private static final Path FOLDER = Path.of("src/test/html");

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicNode> everyMailSaysSomething() throws IOException {
        return files().stream()
                .map(file -> dynamicTest(file.getFileName().toString(), file.toUri(), () -> check(file)));
    }

    @Test
    void thereAreTwentyAtLeast() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(20);
    }

    private static void check(Path file) throws IOException, StoreException {
        Map<String, String> sections = sections(Files.readString(file));
        String html = sections.getOrDefault("html", "");
        String text = HtmlText.of(html) + "\n";
        String preview = preview(sections.get("plain"), html) + "\n";
        if (Boolean.getBoolean("html.update")) {
            sections.put("text", text);
            sections.put("preview", preview);
            StringBuilder all = new StringBuilder();
            sections.forEach((name, lines) ->
                    all.append(name.isEmpty() ? "" : "== " + name + "\n").append(lines));
            Files.writeString(file, all);
        }
        assertThat(text).isEqualTo(sections.get("text"));
        assertThat(preview).isEqualTo(sections.get("preview")).isNotBlank();
    }

    private static Map<String, String> sections(String file) {
        Map<String, String> sections = new LinkedHashMap<>();
        String name = "";
        for (String line : file.lines().toList()) {
            if (line.startsWith("== ")) {
                name = line.substring(3);
                sections.put(name, "");
            } else {
                sections.merge(name, line + "\n", String::concat);
            }
        }
        return sections;
    }

    /** As it is computed when the message comes. */
    private static String preview(@Nullable String plain, String html) throws IOException, StoreException {
        String htmlPart = "Content-Type: text/html; charset=utf-8\n\n" + html;
        String message = plain == null
                ? htmlPart
                : "Content-Type: multipart/alternative; boundary=\"=_b\"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\n"
                        + plain + "\n--=_b\n" + htmlPart + "\n--=_b--\n";
        byte[] bytes = ("From: a@example.org\nMIME-Version: 1.0\n" + message)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] noPrefix = {};
        return Projection.of(Projector.project(ByteSource.of(bytes), noPrefix).bytes(), noPrefix)
                .preview();
    }
}
