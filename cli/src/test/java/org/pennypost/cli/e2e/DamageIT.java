package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that gives other bytes than it took: the check says which message it is, and the others can be read. */
class DamageIT {
    private static final String NEEDLE = "the second letter";

    @TempDir
    Path folder;

    @Test
    void aDamagedMessageIsNamed() throws Exception {
        String password;
        Path pack;
        try (RunningProgram program = RunningProgram.start(folder)) {
            password = program.password("alice@example.test");
            try (Telnet telnet = Telnet.to(program.port("smtp"))) {
                telnet.reply();
                telnet.type("HELO .");
                for (String text : List.of("the first letter", NEEDLE, "the third letter")) {
                    telnet.type("MAIL FROM:<>");
                    telnet.type("RCPT TO:<alice@example.test>");
                    telnet.type("DATA");
                    assertThat(telnet.type("Subject: " + text + "\r\n\r\n" + text + "\r\n."))
                            .startsWith("250");
                }
            }
            assertThat(program.run(List.of(), "check", "--deep").checkedOutput())
                    .startsWith("sound");
            pack = onlyPack(program.data());
        }
        flipIn(pack);
        try (RunningProgram program = RunningProgram.start(folder)) {
            RunningProgram.Finished check = program.run(List.of(), "check", "--deep");
            assertThat(check.exit()).isEqualTo(65);
            assertThat(check.output())
                    .contains(pack + " is damaged at byte ")
                    .contains("alice@example.test: the message with UID 2 in INBOX")
                    .contains("Restore it from a backup")
                    .doesNotContain("UID 1 ")
                    .doesNotContain("UID 3 ")
                    .contains("DAMAGED");
            try (Telnet telnet = Telnet.to(program.port("pop3"))) {
                telnet.line();
                telnet.type("USER alice@example.test");
                telnet.type("PASS " + password);
                assertThat(telnet.type("RETR 1")).startsWith("+OK");
                assertThat(new String(telnet.body(), StandardCharsets.UTF_8)).contains("the first letter");
                // RFC 3206 §4: no other try will help; the session goes on
                assertThat(telnet.type("RETR 2")).startsWith("-ERR [SYS/PERM] ");
                assertThat(telnet.type("RETR 3")).startsWith("+OK");
                assertThat(new String(telnet.body(), StandardCharsets.UTF_8)).contains("the third letter");
                assertThat(telnet.type("DELE 2")).startsWith("+OK");
                assertThat(telnet.type("QUIT")).startsWith("+OK");
            }
        }
        RunningProgram.Finished stopped = RunningProgram.Finished.of(
                RunningProgram.process(List.of(
                        "check", "--deep", "--data", folder.resolve("data").toString())),
                "");
        assertThat(stopped.output()).contains("is damaged at byte").doesNotContain("UID 2");
    }

    /** What was said of a literal cannot be taken back: the connection ends before it is complete, so that no client takes it for the message. */
    @Test
    void aLiteralThatTurnsOutToBeDamagedIsNotFinished() throws Exception {
        String password;
        String large = IntStream.range(0, 20_000)
                .mapToObj("the line with the number %06d, one of very many\r\n"::formatted)
                .collect(Collectors.joining("", "Subject: " + NEEDLE + "\r\n\r\n", ""));
        Path pack;
        try (RunningProgram program = RunningProgram.start(folder)) {
            password = program.password("alice@example.test");
            try (Telnet imap = imap(program, password)) {
                for (String message :
                        List.of("Subject: first\r\n\r\none\r\n", large, "Subject: third\r\n\r\nthree\r\n")) {
                    assertThat(imap.type("b APPEND INBOX {" + message.length() + "}"))
                            .startsWith("+ ");
                    imap.send(message);
                    String answer = imap.type("");
                    assertThat(answer.startsWith("*") ? imap.line() : answer).startsWith("b OK");
                }
            }
            pack = onlyPack(program.data());
        }
        flip(pack, "number 015000");
        try (RunningProgram program = RunningProgram.start(folder)) {
            for (int again = 0; again < 2; again++) {
                try (Telnet imap = imap(program, password)) {
                    select(imap);
                    assertThat(imap.type("d FETCH 2 BODY.PEEK[]"))
                            .isEqualTo("* 2 FETCH (BODY[] {" + large.length() + "}");
                    assertThat(imap.rest().length()).isLessThan(large.length());
                }
            }
            try (Telnet imap = imap(program, password)) {
                select(imap);
                assertThat(imap.type("e FETCH 1,3 BODY.PEEK[TEXT]")).startsWith("* 1 FETCH");
                assertThat(List.of(imap.line(), imap.line(), imap.line(), imap.line(), imap.line(), imap.line()))
                        .contains("one", "three")
                        .last()
                        .asString()
                        .startsWith("e OK");
            }
        }
    }

    private static Telnet imap(RunningProgram program, String password) throws IOException {
        Telnet imap = Telnet.to(program.port("imap"));
        assertThat(imap.line()).startsWith("* OK");
        assertThat(imap.type("a LOGIN alice@example.test " + password)).startsWith("a OK");
        return imap;
    }

    private static void select(Telnet imap) throws IOException {
        String line = imap.type("c SELECT INBOX");
        while (line.startsWith("*")) {
            line = imap.line();
        }
        assertThat(line).startsWith("c OK");
    }

    private static Path onlyPack(Path data) throws Exception {
        try (var files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".pack"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The journal has the words, too, as subject and preview; only the message has them behind an empty line. */
    private static void flipIn(Path pack) throws Exception {
        flip(pack, "\r\n\r\n" + NEEDLE);
    }

    /** Changes the last octet of the first place where these stand. */
    private static void flip(Path pack, String text) throws Exception {
        int at = new String(Files.readAllBytes(pack), StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
            file.seek(at + text.length() - 1);
            file.write('!');
        }
    }
}
