package org.pennypost.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-03T01:02:03.000004Z"));
    private static final String MESSAGE =
            "Return-Path: <a@b.example>\r\nSubject: x\r\n\r\nFrom here\r\n>From\r\n>>From x\r\n.\r\n";

    @TempDir
    Path top;

    @Test
    void aMessageInAFolderIsItsBytesUnderItsUidl() throws IOException {
        Archive archive = Archive.open(new EmlFolder(top), "alice@server:110");
        assertThat(archive.find("U1")).isEmpty();
        assertThat(save(archive, "U1", MESSAGE))
                .isEqualTo(top.resolve("U1.eml"))
                .hasContent(MESSAGE);
        assertThat(archive.find("U1")).contains(top.resolve("U1.eml"));
        assertThat(Archive.open(new EmlFolder(top), "alice@server:110").find("U1"))
                .isPresent();
        assertThat(Archive.open(new EmlFolder(top), "bob@server:110").find("U1"))
                .isEmpty();
    }

    @Test
    void aDraftThatIsNotKeptLeavesNothing() throws IOException {
        Archive archive = Archive.open(new EmlFolder(top), "a");
        try (Archive.Draft draft = archive.draft("U1")) {
            draft.write("half".getBytes(UTF_8));
        }
        assertThat(archive.find("U1")).isEmpty();
        assertThat(top).isEmptyDirectory();
    }

    @Test
    void whatACrashLeftIsNoMessage() throws IOException {
        Archive archive = Archive.open(new EmlFolder(top), "a");
        Archive.Draft left = archive.draft("U1");
        left.write("half".getBytes(UTF_8));
        Archive later = Archive.open(new EmlFolder(top), "a");
        assertThat(later.find("U1")).isEmpty();
        assertThat(save(later, "U1", MESSAGE)).hasContent(MESSAGE);
        left.close();
    }

    @Test
    void anotherFileOfTheSameNameIsNeverTouched() throws IOException {
        Path other = Files.writeString(top.resolve("U1.eml"), "mine");
        Archive archive = Archive.open(new EmlFolder(top), "a");
        assertThat(archive.find("U1")).isEmpty();
        assertThat(save(archive, "U1", MESSAGE))
                .isEqualTo(top.resolve("U1-2.eml"))
                .hasContent(MESSAGE);
        assertThat(other).hasContent("mine");
        assertThat(archive.find("U1")).contains(top.resolve("U1-2.eml"));
    }

    @Test
    void aFileThatIsThisMessageAlreadyIsTakenForIt() throws IOException {
        save(Archive.open(new EmlFolder(top), "a"), "U1", MESSAGE);
        Files.delete(top.resolve(FetchedIndex.FILE_NAME));
        Archive again = Archive.open(new EmlFolder(top), "a");
        assertThat(again.find("U1")).isEmpty();
        assertThat(save(again, "U1", MESSAGE)).isEqualTo(top.resolve("U1.eml"));
        try (Stream<Path> files = Files.list(top)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("U1.eml", FetchedIndex.FILE_NAME);
        }
    }

    @Test
    void aFileThatWasCutOrDeletedIsFetchedAgain() throws IOException {
        Archive archive = Archive.open(new EmlFolder(top), "a");
        Path file = save(archive, "U1", MESSAGE);
        Files.writeString(file, "cut");
        assertThat(archive.find("U1")).isEmpty();
        Files.delete(file);
        assertThat(archive.find("U1")).isEmpty();
    }

    @Test
    void aLineOfTheIndexThatWasCutDoesNotCount() throws IOException {
        Archive archive = Archive.open(new EmlFolder(top), "a");
        save(archive, "U1", MESSAGE);
        save(archive, "U2", MESSAGE + "2");
        Path index = top.resolve(FetchedIndex.FILE_NAME);
        String whole = Files.readString(index);
        for (int length = whole.length() - 1; length > whole.indexOf("U2"); length--) {
            Files.writeString(index, whole.substring(0, length));
            Archive again = Archive.open(new EmlFolder(top), "a");
            assertThat(again.find("U1")).isPresent();
            assertThat(again.find("U2")).isEmpty();
            save(again, "U2", MESSAGE + "2");
            assertThat(Archive.open(new EmlFolder(top), "a").find("U2")).isPresent();
        }
    }

    @Test
    void anIndexOfSomebodyElseIsRefused() throws IOException {
        Files.writeString(top.resolve(FetchedIndex.FILE_NAME), "# pennypost fetched 9\n");
        assertThatThrownBy(() -> Archive.open(new EmlFolder(top), "a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("move it away");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/etc/passwd",
                "..",
                ".",
                "",
                "a/b",
                "a\\b",
                "C:\\x",
                "nul",
                "CON.txt",
                "com1",
                "\u0000",
                "a\tb\nc",
                "日本",
                ".hidden",
                "-rf",
                "~",
                "$(id)",
                "*",
                "a b"
            })
    void aHostileUidlIsOneHarmlessFileInTheFolder(String uidl) throws IOException {
        Path folder = top.resolve("folder");
        Archive archive = Archive.open(new EmlFolder(folder), "a\tb\n@c");
        Path saved = save(archive, uidl, MESSAGE);
        assertThat(saved.normalize().getParent()).isEqualTo(folder);
        assertThat(saved.getFileName().toString()).matches("[A-Za-z0-9%_@+=-][A-Za-z0-9%_@+=.-]*\\.eml");
        assertThat(saved.getFileName().toString().toLowerCase(Locale.ROOT))
                .doesNotStartWith("nul")
                .doesNotStartWith("con.");
        if (!uidl.isEmpty()) {
            assertThat(Archive.open(new EmlFolder(folder), "a\tb\n@c").find(uidl))
                    .contains(saved);
        }
    }

    @Test
    void longUidlsBecomeShortDifferentNames() {
        String one = SafeName.of("x".repeat(5000) + "1");
        String two = SafeName.of("x".repeat(5000) + "2");
        assertThat(one).hasSizeLessThanOrEqualTo(120).isNotEqualTo(two);
    }

    @Test
    void maildirMessagesAppearWholeInNewUnderUniqueNames() throws IOException {
        Maildir maildir = new Maildir(top.resolve("M"), CLOCK);
        Archive archive = Archive.open(maildir, "a");
        Path one = save(archive, "U1", MESSAGE);
        Path two = save(archive, "U2", MESSAGE);
        assertThat(one).isNotEqualTo(two).hasContent(MESSAGE);
        assertThat(one.getParent()).isEqualTo(top.resolve("M/new"));
        assertThat(one.getFileName().toString()).matches("1793667723\\.M4P\\d+Q1\\.[^/:]+,S=" + MESSAGE.length());
        assertThat(top.resolve("M/tmp")).isEmptyDirectory();
        assertThat(top.resolve("M/cur")).isEmptyDirectory();
        Files.move(one, top.resolve("M/cur").resolve(one.getFileName() + ":2,S"));
        assertThat(Archive.open(new Maildir(top.resolve("M"), CLOCK), "a").find("U1"))
                .isPresent();
    }

    @Test
    void aFolderWithOtherThingsIsNoMaildir() throws IOException {
        Files.writeString(top.resolve("letter.txt"), "x");
        assertThatThrownBy(() -> Archive.open(new Maildir(top, CLOCK), "a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a Maildir");
    }

    @Test
    void mboxMessagesAreQuotedAndSeparated() throws IOException {
        Path file = top.resolve("box");
        Archive archive = Archive.open(new MboxFile(file, CLOCK), "a");
        save(archive, "U1", MESSAGE);
        save(archive, "U2", "no header, no end");
        assertThat(file).hasContent("""
                        From a@b.example Tue Nov  3 01:02:03 2026
                        Return-Path: <a@b.example>
                        Subject: x

                        >From here
                        >From
                        >>>From x
                        .

                        From MAILER-DAEMON Tue Nov  3 01:02:03 2026
                        no header, no end

                        """);
        assertThat(Archive.open(new MboxFile(file, CLOCK), "a").find("U2")).isPresent();
        try (Stream<Path> files = Files.list(top)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("box", ".box.pennypost-fetched");
        }
    }

    @Test
    void anMboxFileThatSomebodyWritesIsLeftAlone() throws IOException {
        Path file = top.resolve("box");
        Archive archive = Archive.open(new MboxFile(file, CLOCK), "a");
        Files.createFile(top.resolve("box.lock"));
        assertThatThrownBy(() -> save(archive, "U1", MESSAGE)).hasMessageContaining("another program is writing");
        assertThat(file).doesNotExist();
        assertThat(archive.find("U1")).isEmpty();
    }

    @Test
    void aFileThatIsNoMboxIsLeftAlone() throws IOException {
        Path file = Files.writeString(top.resolve("box"), "Dear diary");
        assertThatThrownBy(() -> Archive.open(new MboxFile(file, CLOCK), "a")).hasMessageContaining("not an mbox file");
        assertThat(file).hasContent("Dear diary");
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "From x, '>From x\n'",
        "From, 'From\n'",
        "'From\n', 'From\n'",
        ">>>From x, '>>>>From x\n'",
        "'>>>', '>>>\n'",
        "'a\rb\r', 'a\rb\r\n'",
        "'a\r\r\nb', 'a\r\nb\n'",
        "'xFrom x\nFrom\tx\n', 'xFrom x\nFrom\tx\n'",
        "'>F>From x', '>F>From x\n'"
    })
    void mboxQuoting(String message, String quoted) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MboxQuoting.copy(new ByteArrayInputStream(message.getBytes(UTF_8)), out);
        assertThat(out.toString(UTF_8)).isEqualTo(quoted);
    }

    @Test
    void unquotingGivesTheMessageBack() throws IOException {
        Random random = new Random(20261123);
        List<String> pieces = List.of("From ", ">", "From", " ", "\r\n", "x", "F", "\n");
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String message = text.append('\n').toString().replace("\r\n", "\n");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            MboxQuoting.copy(
                    new ByteArrayInputStream(message.replace("\n", "\r\n").getBytes(UTF_8)), out);
            String quoted = out.toString(UTF_8);
            assertThat(quoted.lines()).noneMatch(line -> line.startsWith("From "));
            assertThat(quoted.replaceAll("(?m)^>(>*From )", "$1")).isEqualTo(message);
        }
    }

    private static Path save(Archive archive, String uidl, String message) throws IOException {
        try (Archive.Draft draft = archive.draft(uidl)) {
            draft.write(message.getBytes(UTF_8));
            return draft.keep();
        }
    }
}
