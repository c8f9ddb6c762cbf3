package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.cli.e2e.RunningProgram.Finished;
import org.pennypost.testkit.Gen;

/** {@code pennypost mime} as packaged: old mail, broken mail, hostile names, and files that are no mail at all. */
class MimeIT {
    private static final int OK = 0;
    private static final int NO_INPUT = 66;
    private static final int CANNOT_CREATE = 73;

    /** As it came in 1983, with what RFC 822 allowed and RFC 5322 does not any more. */
    private static final String OLD = """
        Received: by UCBVAX.ARPA (4.12/4.7)
        \tid AA12345; Mon, 5 Dec 83 10:11:12 pst
        Date: 5 Dec 83 10:11:12 PST (Mon)
        From: Jane Q. Doe <jdoe@ucbvax>
        To: "list" : a at b, @relay,@other:c@d ;
        Subject : the old days

        begin 644 etc/motd
        #86)C
        `
        end
        """;

    private static final String YENC = "Subject: y\r\n\r\n=ybegin line=128 size=3 name=../../y.bin\r\n"
            + new String(new char[] {'a' + 42, 'b' + 42, 'c' + 42}) + "\r\n=yend size=3 crc32=352441c2\r\n";

    @TempDir
    Path folder;

    @Test
    void oldMailIsShownAndItsFilesComeOut() throws Exception {
        Path old = letter("old.eml", OLD.getBytes(StandardCharsets.ISO_8859_1));
        Finished shown = mime("", "show", old.toString());
        assertThat(shown.exit()).as(shown.errors()).isEqualTo(OK);
        assertThat(shown.output()).contains("Subject: the old days", "text/plain");
        assertThat(extracted("uu", old)).containsExactly("motd");
        assertThat(folder.resolve("uu/motd")).hasContent("abc");

        Path yenc = letter("y.eml", YENC.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(extracted("yenc", yenc)).containsExactly("y.bin");
        assertThat(folder.resolve("yenc/y.bin")).hasContent("abc");
    }

    @Test
    void winmailDatIsOpened() throws Exception {
        String body = Base64.getMimeEncoder()
                .encodeToString(tnef("..\\..\\Windows\\notes.txt", "kept".getBytes(StandardCharsets.US_ASCII)));
        Path letter = letter(
                "winmail.eml",
                ("Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                                + body + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(extracted("tnef", letter)).containsExactly("notes.txt");
        assertThat(folder.resolve("tnef/notes.txt")).hasContent("kept");
    }

    @Test
    void namesNeverLeaveTheFolder() throws Exception {
        List<String> names = List.of(
                "../up", "/etc/absolute", "..\\back", "C:\\drive", "a/../../b", ".hidden", "..", "con", "x\u0000y", "");
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (String name : names) {
            text.append("--b\r\nContent-Type: application/x\r\nContent-Disposition: attachment; filename*=utf-8''");
            for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
                text.append(String.format("%%%02X", octet));
            }
            text.append("\r\n\r\nbody\r\n");
        }
        Path letter = letter("names.eml", text.append("--b--\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        List<String> before = everything();
        assertThat(extracted("deep/er/into", letter)).hasSize(names.size()).noneMatch(name -> name.startsWith("."));
        assertThat(everything()).filteredOn(path -> !path.startsWith("deep")).containsExactlyElementsOf(before);
    }

    @Test
    void whatIsCutOffOrNoMailAtAllIsReadAllTheSame() throws Exception {
        byte[] whole = (OLD + "\n").repeat(200).getBytes(StandardCharsets.ISO_8859_1);
        Path cut = letter("cut.eml", Arrays.copyOf(whole, whole.length / 2 + 7));
        Path binary = letter("binary", Gen.seeded("a binary file").bytes(100_000, 100_000));
        for (Path file : List.of(cut, binary, Path.of("/dev/null"), letter("empty", new byte[0]))) {
            for (String command : List.of("show", "check")) {
                Finished finished = mime("", command, file.toString());
                assertThat(finished.exit()).as(file + ": " + finished.errors()).isEqualTo(OK);
                assertThat(finished.output()).isNotEmpty();
                assertThat(finished.errors()).isEmpty();
                assertThat(finished.output().chars().filter(c -> c < ' ' && c != '\n'))
                        .as("control characters that a terminal obeys")
                        .isEmpty();
            }
            Finished finished =
                    mime("", "extract", "--into", folder.resolve("any").toString(), file.toString());
            assertThat(finished.exit()).as(file + ": " + finished.errors()).isEqualTo(OK);
        }
    }

    @Test
    void whatCannotBeReadIsSaidInOneLine() throws Exception {
        for (String command : List.of("show", "check", "extract")) {
            assertRefused("is a folder", mime("", command, folder.toString()));
            assertRefused(
                    "absent.eml", mime("", command, folder.resolve("absent.eml").toString()));
        }
    }

    /** Files that people take for mail. */
    @Test
    void whatIsNoMessageIsCalledWhatItIs() throws Exception {
        Path dat = letter("saved.dat", tnef("notes.txt", "kept".getBytes(StandardCharsets.US_ASCII)));
        assertSays("a winmail.dat", dat);
        assertThat(extracted("bare", dat)).containsExactly("notes.txt");
        assertThat(folder.resolve("bare/notes.txt")).hasContent("kept");

        assertSays("saved as Unicode", letter("utf16.eml", ("\uFEFF" + OLD).getBytes(StandardCharsets.UTF_16LE)));
        assertSays("saved as Unicode", letter("bom.eml", ("\uFEFF" + OLD).getBytes(StandardCharsets.UTF_8)));
        assertSays("may be no message", letter("a.pdf", "%PDF-1.7\n1 0 obj\n".getBytes(StandardCharsets.US_ASCII)));
        Path uu = letter("a.uu", "begin 644 a.txt\n#86)C\n`\nend\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(extracted("uu", uu)).containsExactly("a.txt");
        Path mbox = letter(
                "m.mbox",
                ("From jdoe Mon Dec  5 10:11:12 1983\n" + OLD + "\n").repeat(3).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(mime("", "show", mbox.toString()).output())
                .contains("Message 1", "Message 3", "Subject: the old days")
                .doesNotContain("Message 4", "a mailbox file's From line");
        Path saved = letter(
                "saved.eml", ("From jdoe Mon Dec  5 10:11:12 1983\n" + OLD).getBytes(StandardCharsets.ISO_8859_1));
        assertSays("a mailbox file's From line", saved);
    }

    @Test
    void aLineOf50MegabytesAndMessagesInMessagesAreRead() throws Exception {
        byte[] line = new byte[50_000_000];
        Arrays.fill(line, (byte) 'y');
        System.arraycopy("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, line, 0, 14);
        assertSays("a line of 49999986 octets", letter("line.eml", line));
        byte[] nested = "Content-Type: message/rfc822\r\n\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        Path letter = letter("nested.eml", nested);
        assertSays("nested too deep", letter);
        // A hundred messages, and what is in the last of them.
        assertThat(extracted("nested", letter)).hasSize(101);
    }

    @Test
    void theFolderForFilesIsAFolder() throws Exception {
        Path uu = letter("a.uu", "begin 644 a.txt\n#86)C\n`\nend\n".getBytes(StandardCharsets.US_ASCII));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
        assertThat(extracted("link", uu)).containsExactly("a.txt");
        assertThat(link.resolve("a.txt")).hasContent("abc");
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        for (Path into : List.of(uu, dangling)) {
            Finished refused = mime("", "extract", "--into", into.toString(), uu.toString());
            assertThat(refused.exit()).isEqualTo(CANNOT_CREATE);
            assertThat(refused.errors().lines()).singleElement().asString().contains(into + " is there and no folder");
        }
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    private static void assertSays(String says, Path file) throws Exception {
        Finished checked = mime("", "check", file.toString());
        assertThat(checked.exit()).as(checked.errors()).isEqualTo(OK);
        assertThat(checked.errors()).isEmpty();
        assertThat(checked.output()).contains(says);
        Finished shown = mime("", "show", file.toString());
        assertThat(shown.exit()).as(shown.errors()).isEqualTo(OK);
        assertThat(shown.errors()).isEmpty();
    }

    @Test
    void whatMustNotBeReadIsSaidInOneLine() throws Exception {
        Path secret = letter("secret.eml", OLD.getBytes(StandardCharsets.ISO_8859_1));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(secret), "the superuser reads everything");
        assertRefused("secret.eml", mime("", "show", secret.toString()));
    }

    @Test
    void piecesComeTogether() throws Exception {
        String start = "Content-Type: message/partial; id=p; total=2; number=";
        Path first = letter(
                "1.eml",
                (start + "1\r\n\r\nContent-Type: application/x; name=a.bin\r\n\r\nPenny\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        Path second = letter("2.eml", (start + "2\r\n\r\npost\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(extracted("pieces", second, first)).containsExactly("a.bin");
        assertThat(folder.resolve("pieces/a.bin")).hasContent("Penny\r\npost\r\n");
    }

    @Test
    void standardInputIsAMessageToo() throws Exception {
        Finished shown = mime(OLD, "show", "--json", "-");
        assertThat(shown.exit()).as(shown.errors()).isEqualTo(OK);
        assertThat(shown.output()).contains("\"subject\":\"the old days\"");
    }

    private static void assertRefused(String says, Finished finished) {
        assertThat(finished.exit()).as(finished.errors()).isEqualTo(NO_INPUT);
        assertThat(finished.errors().lines()).hasSize(1);
        assertThat(finished.errors()).contains(says).doesNotContain("Exception");
    }

    private Path letter(String name, byte[] octets) throws IOException {
        return Files.write(folder.resolve(name), octets);
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private List<String> extracted(String into, Path... letters) throws Exception {
        List<String> words = new ArrayList<>(
                List.of("extract", "--into", folder.resolve(into).toString()));
        Stream.of(letters).map(Path::toString).forEach(words::add);
        Finished finished = mime("", words.toArray(String[]::new));
        assertThat(finished.exit()).as(finished.errors()).isEqualTo(OK);
        assertThat(finished.errors()).isEmpty();
        try (Stream<Path> all = Files.list(folder.resolve(into))) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static Finished mime(String input, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mime"));
        command.addAll(List.of(words));
        return Finished.of(RunningProgram.process(command), input);
    }

    /** One attachment as Outlook wraps it (MS-OXTNEF §2): its beginning, its name, its content. */
    private static byte[] tnef(String name, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(little(6).putInt(0x223E9F78).putShort((short) 1).array());
        attribute(out, 0x00069002, new byte[14]);
        attribute(out, 0x00018010, (name + "\0").getBytes(StandardCharsets.US_ASCII));
        attribute(out, 0x0006800F, content);
        return out.toByteArray();
    }

    private static void attribute(ByteArrayOutputStream out, int id, byte[] value) {
        out.write(2);
        out.writeBytes(little(8).putInt(id).putInt(value.length).array());
        out.writeBytes(value);
        int sum = 0;
        for (byte octet : value) {
            sum += octet & 0xFF;
        }
        out.writeBytes(little(2).putShort((short) sum).array());
    }

    private static ByteBuffer little(int octets) {
        return ByteBuffer.allocate(octets).order(ByteOrder.LITTLE_ENDIAN);
    }
}
