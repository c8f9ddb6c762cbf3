package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.server.config.Service;
import org.pennypost.testkit.Dialogue;
import org.pennypost.testkit.Pace;
import org.pennypost.testkit.Transcript;
import org.pennypost.testkit.Transcripts;

/**
 * What the production wire log has written is a test as it stands: conversations are recorded at one server and replayed, unedited, at
 * another. Secrets are masked; the second server's accounts have the mask for a password.
 */
class WireLogReplayTest {
    private static final String SECRET = "a long secret that nobody may read";

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void whatWasRecordedReplays() throws Exception {
        Path logs = folder.resolve("wire");
        try (WiredStage recorded = new WiredStage(folder.resolve("first"), SECRET, Optional.of(logs))) {
            hold(
                    recorded,
                    "smtp",
                    "EHLO client.example\r\n",
                    "MAIL FROM:<>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n",
                    "Subject: sm\u00f8rrebr\u00f8d\r\n\r\n..leading dot\r\n\ttab and \\ and {{braces}}\r\n.\r\n",
                    "NOOP\r\n",
                    "BOGUS\r\n",
                    "QUIT\r\n");
            hold(
                    recorded,
                    "smtp",
                    "EHLO client.example\r\n",
                    "STARTTLS\r\n",
                    "",
                    "EHLO client.example\r\n",
                    "MAIL FROM:<>\r\n",
                    "RCPT TO:<alice@example.test>\r\n",
                    "DATA\r\n",
                    "Subject: two\r\n\r\nhello\r\n.\r\n",
                    "QUIT\r\n");
            hold(
                    recorded,
                    "pop3",
                    "USER alice@example.test\r\n",
                    "PASS " + SECRET + "\r\n",
                    "STAT\r\n",
                    "UIDL\r\n",
                    "RETR 1\r\n",
                    "TOP 2 1\r\n",
                    "DELE 1\r\n",
                    "QUIT\r\n");
        }
        List<Path> files = files(logs);
        assertThat(files).hasSize(3);
        try (WiredStage fresh = new WiredStage(folder.resolve("second"), "***", Optional.empty())) {
            for (Path file : files) {
                String text = Files.readString(file);
                assertThat(text).doesNotContain("secret");
                Service service = text.contains("S: +OK") ? Service.POP3 : Service.SMTP;
                Transcripts.play(
                        Transcript.parse(file.getFileName().toString(), text),
                        fresh.lasting(service),
                        Pace.WHOLE_LINES);
            }
        }
    }

    /** Says each text when the answer to the one before has come; an empty one stands for the handshake. */
    private static void hold(WiredStage stage, String service, String... texts) throws IOException {
        try (Dialogue dialogue = stage.connect(List.of(service), false)) {
            byte[] piece = new byte[65_536];
            dialogue.read(piece);
            for (String text : texts) {
                if (text.isEmpty()) {
                    dialogue.startTls();
                    continue;
                }
                dialogue.send(text.getBytes(StandardCharsets.UTF_8));
                int replies = text.startsWith("MAIL FROM:<>\r\nRCPT") ? 3 : 1;
                for (String heard = "";
                        heard.lines()
                                        .filter(line -> line.matches("\\d{3} .*|\\+OK.*|-ERR.*"))
                                        .count()
                                < replies; ) {
                    int count = dialogue.read(piece);
                    assertThat(count).isPositive();
                    heard += new String(piece, 0, count, StandardCharsets.UTF_8);
                }
            }
            while (dialogue.read(piece) >= 0) {
                // The rest of the last answer, and the end.
            }
        }
    }

    /** In the order of the conversations, whose names count up. */
    private static List<Path> files(Path logs) throws IOException {
        try (Stream<Path> all = Files.list(logs)) {
            return new ArrayList<>(all.sorted().toList());
        }
    }
}
