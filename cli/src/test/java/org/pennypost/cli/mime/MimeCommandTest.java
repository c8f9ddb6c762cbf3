package org.pennypost.cli.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MimeCommandTest {
    private static final String LETTER = """
        From: alice@example.test
        Date: Wed, 25 Nov 2026 18:00:00 +0000
        Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        hello
        begin 644 old.txt
        #86)C
        `
        end
        --b
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="../../evil.sh"

        YWJj
        --b
        Content-Type: message/rfc822

        Subject: inner

        text
        --b--
        """.replace("\n", "\r\n");

    @TempDir
    Path folder;

    private final FakeConsole fake = new FakeConsole();

    private ExitCode mime(String input, String... words) {
        fake.forget();
        fake.input(input);
        return RunsPennypost.run(fake, List.of("mime"), words);
    }

    @Test
    void showsTheTree() {
        assertThat(mime(LETTER, "show", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out().lines().map(line -> line.replaceAll(" {3,}", "  ").strip()))
                .contains(
                        "Subject: Grüße",
                        "2  application/octet-stream  base64  4 bytes  attachment  \"../../evil.sh\"");
        assertThat(fake.out()).contains("multipart/mixed", "text/plain; charset=utf-8", "message/rfc822", "3.1 ");
        assertThat(mime(LETTER, "show", "--json", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains("\"number\":\"3.1\"", "\"fileName\":\"../../evil.sh\"", "\"defectCount\":0");
    }

    @Test
    void extractsTheFilesIntoTheFolderAndNowhereElse() throws Exception {
        Path into = folder.resolve("a/b/into");
        assertThat(mime(LETTER, "extract", "--into", into.toString(), "-")).isEqualTo(ExitCode.OK);
        assertThat(files(folder))
                .containsExactlyInAnyOrder(
                        into.resolve("evil.sh"), into.resolve("old.txt"), into.resolve("part-3.eml"));
        assertThat(into.resolve("evil.sh")).hasContent("abc");
        assertThat(into.resolve("old.txt")).hasContent("abc");
        assertThat(into.resolve("part-3.eml")).hasContent("Subject: inner\r\n\r\ntext");
    }

    @Test
    void nothingIsOverwrittenAndNoLinkIsFollowed() throws Exception {
        Path target = folder.resolve("target");
        Path into = Files.createDirectory(folder.resolve("into"));
        Files.createSymbolicLink(into.resolve("evil.sh"), target);
        Files.writeString(into.resolve("old.txt"), "mine");
        assertThat(mime(LETTER, "extract", "--into", into.toString(), "-")).isEqualTo(ExitCode.OK);
        assertThat(target).doesNotExist();
        assertThat(into.resolve("evil-2.sh")).hasContent("abc");
        assertThat(into.resolve("old.txt")).hasContent("mine");
        assertThat(into.resolve("old-2.txt")).hasContent("abc");
    }

    @Test
    void damagedFilesAreWrittenAndNamed() throws Exception {
        String text = "Subject: x\r\n\r\n=ybegin line=128 size=3 name=a.bin\r\nKLM\r\n=yend size=3 crc32=";
        assertThat(mime(text + "00000000\r\n", "extract", "--into", folder.toString(), "-"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.err()).contains("a.bin is damaged");
        assertThat(folder.resolve("a.bin")).hasSize(3);
        assertThat(mime(text + "c31bc297\r\n", "extract", "--into", folder.toString(), "-"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.err()).isEmpty();
    }

    private Path piece(int number, String total, String body) throws IOException {
        return Files.writeString(
                folder.resolve("piece" + number + ".eml"),
                "Content-Type: message/partial; id=\"a@b\"; number=" + number + total + "\r\n\r\n" + body);
    }

    private static final String INSIDE =
            "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n";

    @Test
    void piecesOfAMessageArePutTogether() throws Exception {
        Path first = piece(1, "", INSIDE + "YW\r\n");
        Path last = piece(3, "; total=3", "Y=\r\n");
        Path into = folder.resolve("into");
        assertThat(mime("", "extract", "--into", into.toString(), last.toString(), first.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.err()).contains("a@b are not put together: missing 2 of 3; name their files too");
        assertThat(files(into))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactlyInAnyOrder("part-1", "part-1-2");

        Path second = piece(2, "", "Jj\r\nZG\r\n");
        Path whole = folder.resolve("whole");
        assertThat(mime(
                        "",
                        "extract",
                        "--into",
                        whole.toString(),
                        last.toString(),
                        second.toString(),
                        first.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.err()).isEmpty();
        assertThat(files(whole)).containsExactly(whole.resolve("a.pdf"));
        assertThat(whole.resolve("a.pdf")).hasContent("abcdf");
    }

    @Test
    void piecesOfPiecesArePutTogetherToo() throws Exception {
        Path inner = Files.writeString(
                folder.resolve("nested.eml"),
                "Content-Type: message/partial; id=outer; number=1; total=1\r\n\r\n"
                        + "Content-Type: message/partial; id=inner; number=1; total=1\r\n\r\n" + INSIDE + "YWJj\r\n");
        Path into = folder.resolve("into");
        assertThat(mime("", "extract", "--into", into.toString(), inner.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(files(into)).containsExactly(into.resolve("a.pdf"));
        assertThat(into.resolve("a.pdf")).hasContent("abc");
    }

    @Test
    void severalMessagesAreExtractedAtOnce() throws Exception {
        Path other = Files.writeString(folder.resolve("other.eml"), INSIDE + "YWJj\r\n");
        Path into = folder.resolve("into");
        assertThat(mime(LETTER, "extract", "--into", into.toString(), "-", other.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(files(into)).contains(into.resolve("evil.sh"), into.resolve("a.pdf"));
    }

    @Test
    void allWritesTheTextsToo() throws Exception {
        assertThat(mime(LETTER, "extract", "--all", "--json", "--into", folder.toString(), "-"))
                .isEqualTo(ExitCode.OK);
        assertThat(files(folder))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .contains("part-1.txt", "part-3.1.txt");
        assertThat(fake.out()).startsWith("[{\"part\":\"1\"");
    }

    @Test
    void checkSaysWhatOthersTripOver() {
        assertThat(mime(LETTER, "check", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).isEqualTo("nothing that other programs trip over\n");
        String bad = "Subject: a\nSubject: b\u00FC\nContent-Type: text/plain; charset=klingon\n"
                + "Content-Transfer-Encoding: base64\n\n!!!!\n" + "x".repeat(1_500) + "\n";
        assertThat(mime(bad, "check", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out())
                .contains(
                        "no Date field",
                        "no From field",
                        "a second Subject field",
                        "octets above 127 in Subject",
                        "klingon",
                        "its base64 is damaged",
                        "line 7, at ",
                        "a line of 1500 octets",
                        "LF alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "no message at all", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x"})
    void whateverCanBeReadIsRead(String input) {
        for (String command : List.of("show", "check", "extract")) {
            String[] words = command.equals("extract")
                    ? new String[] {command, "-", "--into", folder.toString()}
                    : new String[] {command, "-"};
            assertThat(mime(input, words)).isEqualTo(ExitCode.OK);
        }
        assertThat(mime("", "show", folder.resolve("absent").toString())).isEqualTo(ExitCode.NO_INPUT);
        assertThat(mime("", "show", folder.toString())).isEqualTo(ExitCode.NO_INPUT);
    }

    @Test
    void namesCannotMoveTheCursor() {
        String letter = "Subject: a=?utf-8?Q?=1B[2J?=\r\nContent-Type: text/plain; charset=\"\u001B[2J\"\r\n\r\n";
        assertThat(mime(letter, "show", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).doesNotContain("\u001B");
        assertThat(mime(letter, "check", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).doesNotContain("\u001B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.txt|a.txt",
                "../../etc/passwd|passwd",
                "C:\\dir\\a.txt|a.txt",
                "..|x",
                "/|x",
                "``|x",
                ".profile|profile",
                "a. . |a",
                "nul.txt|_nul.txt",
                "COM1|_COM1",
                "a:b?.txt|a_b_.txt",
                "gpj.\u202Eexe|gpj._exe",
                "Grüße 日本.txt|Grüße 日本.txt"
            })
    void namesAreHarmless(String name, String safe) {
        assertThat(SafeName.of(name, "x")).isEqualTo(safe);
    }

    @Test
    void whatIsNoMessageIsSaid() {
        assertThat(mime("%PDF-1.7\n", "show", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains("this may be no message at all");
        assertThat(mime("\uFEFF" + LETTER, "check", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains("line 1, at 0: a text that an editor saved as Unicode");
        assertThat(mime("", "show", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).doesNotContain("no message");
    }

    @Test
    void theFolderForFilesIsAFolder() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThat(mime(LETTER, "extract", "--into", file.toString(), "-")).isEqualTo(ExitCode.CANNOT_CREATE);
        assertThat(fake.err()).contains("is there and no folder");
        assertThat(file).hasContent("mine");
    }

    @Test
    void longNamesKeepTheirExtension() {
        String name = SafeName.of("ü".repeat(500) + ".pdf", "x");
        assertThat(name).endsWith("ü.pdf");
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static final String MAILBOX = """
        From alice@example.test Wed Nov 25 18:00:00 2026
        From: alice@example.test
        Date: Wed, 25 Nov 2026 18:00:00 +0000
        Subject: one
        Content-Type: text/plain; name=one.txt

        >From here on all is quoted.
        >>From there too.
        > >From an answer

        From now on, this is no line that begins a message.
        From bob Wed Nov 25 18:00:00 2026, nor is this, behind a line with words

        From bob@example.test Thu Nov  5 08:09:10 +0100 2026
        From: bob@example.test
        Subject: two

        >

        From - Mon Nov 30 23:59:59 2026
        From: carol@example.test
        Date: Mon, 30 Nov 2026 23:59:59 +0000
        Subject: three

        last""";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aMailboxFileHasSeveralMessages(String lineEnd) throws Exception {
        String mailbox = MAILBOX.replace("\n", lineEnd);
        assertThat(mime(mailbox, "show", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out().lines().filter(line -> line.matches("(Message|Subject).*")))
                .containsExactly(
                        "Message 1", "Subject: one", "Message 2", "Subject: two", "Message 3", "Subject: three");
        assertThat(fake.out()).doesNotContain("a mailbox file's From line");
        assertThat(mime(mailbox, "show", "--json", "-")).isEqualTo(ExitCode.OK);
        JsonNode shown = JsonMapper.shared().readTree(fake.out());
        assertThat(shown.valueStream()
                        .map(message -> message.path("message").asInt()
                                + message.path("subject").asString()))
                .containsExactly("1one", "2two", "3three");

        assertThat(mime(mailbox, "check", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out().lines()).singleElement().asString().startsWith("message 2, line 1, at 0: no Date field");
        assertThat(mime(mailbox, "check", "--json", "-")).isEqualTo(ExitCode.OK);
        assertThat(JsonMapper.shared()
                        .readTree(fake.out())
                        .path(0)
                        .path("message")
                        .asInt())
                .isEqualTo(2);

        Path into = folder.resolve("into");
        assertThat(mime(mailbox, "extract", "--all", "--into", into.toString(), "-"))
                .isEqualTo(ExitCode.OK);
        assertThat(files(into).stream().map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder("one.txt", "part-1.txt", "part-1-2.txt");
        assertThat(Files.readString(into.resolve("one.txt"))).isEqualTo("""
                    From here on all is quoted.
                    >From there too.
                    > >From an answer

                    From now on, this is no line that begins a message.
                    From bob Wed Nov 25 18:00:00 2026, nor is this, behind a line with words
                    """.replace("\n", "\r\n"));
        assertThat(Files.readString(into.resolve("part-1.txt"))).isEqualTo(">\r\n");
        assertThat(Files.readString(into.resolve("part-1-2.txt"))).isEqualTo("last");
    }

    @Test
    void oneMessageOfAMailboxFile() {
        assertThat(mime(MAILBOX, "show", "--message", "3", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains("Message 3", "Subject: three").doesNotContain("Subject: one");
        assertThat(mime(MAILBOX, "check", "--message=1", "-")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).isEqualTo("nothing that other programs trip over\n");
        assertThat(mime(LETTER, "show", "--message", "1", "-")).isEqualTo(ExitCode.OK);
        for (String none : List.of("0", "4")) {
            assertThat(mime(MAILBOX, "show", "--message", none, "-")).isEqualTo(ExitCode.NO_INPUT);
            assertThat(fake.err()).contains("- has 3 messages: there is no " + none + " among them");
        }
        assertThat(mime(LETTER, "extract", "--message", "2", "-")).isEqualTo(ExitCode.NO_INPUT);
        assertThat(fake.err()).contains("- has 1 message: there is no 2");
    }
}
