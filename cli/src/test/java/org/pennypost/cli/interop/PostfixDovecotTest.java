package org.pennypost.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;

/** What the commands send through Postfix comes back from Dovecot as it was. */
@Tag("interop")
class PostfixDovecotTest {
    @TempDir
    Path folder;

    private final FakeConsole fake = new FakeConsole().environment("PENNYPOST_PASSWORD", "x");

    @Test
    void throughPostfixAndOutOfDovecot() throws Exception {
        byte[] noise = new byte[5_000_000];
        new Random(1).nextBytes(noise);
        Path noisy = Files.write(folder.resolve("noise.bin"), noise);
        Path raw = Files.writeString(folder.resolve("raw.eml"), """
                        From: bob@bench.test\r
                        To: alice@bench.test\r
                        Subject: raw\r
                        MIME-Version: 1.0\r
                        Content-Type: text/plain; charset=utf-8\r
                        Content-Transfer-Encoding: 8bit\r
                        \r
                        .\r
                        ..\r
                        Grüße\r
                        """);
        Path out = folder.resolve("out");
        try (Peers peers = new Peers(Files.createDirectory(folder.resolve("peers")))) {
            String smtp = "127.0.0.1:" + peers.smtpPort();
            assertThat(run(
                            "send",
                            "--server",
                            smtp,
                            "--from",
                            "bob@bench.test",
                            "--to",
                            "alice@bench.test",
                            "-a",
                            noisy.toString(),
                            "-s",
                            "Grüße",
                            "hello"))
                    .isEqualTo(ExitCode.OK);
            assertThat(run("send", "--server", smtp, "--raw", raw.toString())).isEqualTo(ExitCode.OK);
            assertThat(run("send", "--server", smtp, "--from", "bob@bench.test", "--to", "nobody@bench.test", "hello"))
                    .isEqualTo(ExitCode.NO_USER);
            peers.awaitDelivered(2);

            fake.forget();
            String pop3 = "127.0.0.1:" + peers.pop3Port();
            assertThat(run("fetch", pop3, "--user", "alice", "--list")).isEqualTo(ExitCode.OK);
            assertThat(fake.out()).contains(": 2 messages, ", "bob@bench.test  Grüße", "bob@bench.test  raw");
            assertThat(run("fetch", pop3, "--user", "alice", "--dir", out.toString()))
                    .isEqualTo(ExitCode.OK);
            assertThat(run("fetch", pop3, "--user", "alice", "--dir", out.toString(), "--delete"))
                    .isEqualTo(ExitCode.OK);
            assertThat(fake.out()).contains("2 saved, 0 saved before", "0 saved, 2 saved before, 2 deleted");
            fake.forget();
            assertThat(run("fetch", pop3, "--user", "alice", "--list")).isEqualTo(ExitCode.OK);
            assertThat(fake.out()).contains(": 0 messages, 0 bytes");
            fake.forget();
            fake.input("USER alice\nPASS x\nSTAT\nLIST\nQUIT\n");
            assertThat(run("talk", pop3)).isEqualTo(ExitCode.OK);
            assertThat(fake.out()).contains("+OK 0 0\n", "\n.\n+OK Logging out");
        }
        List<String> saved = saved(out);
        assertThat(saved).hasSize(2);
        assertThat(saved).anyMatch(text -> text.endsWith("\r\n\r\n.\r\n..\r\nGrüße\r\n"));
        assertThat(saved).anyMatch(text -> text.contains("filename=noise.bin") && text.length() > 6_500_000);
    }

    private ExitCode run(String command, String... options) {
        return RunsPennypost.run(fake, List.of(command), options);
    }

    private static List<String> saved(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .map(PostfixDovecotTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
