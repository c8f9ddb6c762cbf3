package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.testkit.Dialogue;
import org.pennypost.testkit.Pace;
import org.pennypost.testkit.Stage;
import org.pennypost.testkit.Transcript;
import org.pennypost.testkit.Transcripts;
import org.pennypost.wire.TranscriptLog.Side;
import org.pennypost.wire.testing.LinkDialogue;
import org.pennypost.wire.testing.TestCertificate;

@Timeout(60)
class TranscriptLogTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final Deadlines deadlines = new Deadlines(() -> 0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final StringBuilder shown = new StringBuilder();

    @AfterEach
    void end() {
        threads.shutdownNow();
        threads.close();
    }

    @Test
    void aServersConversationIsShownAsATranscript() throws Exception {
        String said =
                "EHLO tést.example\r\nAUTH PLAIN AGFsaWNlAHNlY3JldA==\r\nAGFsaWNlAHNlY3JldA==\r\nNOOP \\ {2}\rx\r\nPASS secret\n"
                        + "DATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\n" + "y".repeat(600) + "\r\nQUIT \r\n\r\n";
        serve(said, false);
        assertThat(shown.toString().lines().skip(1))
                .containsExactly(
                        "S: 220 hello",
                        "C: EHLO tést.example",
                        "S: 250-one",
                        "S: 250 two",
                        "C: AUTH PLAIN ***",
                        "S: 334 ",
                        "C: ***",
                        "S: 235 in",
                        "C~: NOOP \\\\ \\x7b2}\\rx\\r\\n",
                        "S: 250 fine",
                        "C~: PASS ***\\n",
                        "S: 250 fine",
                        "C: DATA",
                        "S: 354 go on",
                        "# 20 bytes of content, not shown",
                        "C: .",
                        "S: 250 taken",
                        "# the client's line of 602 bytes is longer than the 512 allowed; dropped",
                        "S: 500 too long",
                        "C~: QUIT \\r\\n",
                        "# S~: 221 \\xff\\r\\n",
                        "S: {{text}}",
                        "C:",
                        "S: 250 fine",
                        "vanish");
        assertThat(shown.toString().lines().findFirst().orElseThrow())
                .matches("# connection [0-9a-z]+ at 127\\.0\\.0\\.1:25 from 127\\.0\\.0\\.1:40000");
        assertThat(shown).doesNotContain("AGFsaWNlAHNlY3JldA").doesNotContain("secret");
    }

    @Test
    void contentIsShownWhenAskedForAndStuffedAgain() throws Exception {
        serve("DATA\r\nSubject: x\r\n\r\n..dot\r\nbare\rcr\r\n.\r\n", true);
        assertThat(shown.toString().lines().skip(2))
                .containsExactly(
                        "C: DATA",
                        "S: 354 go on",
                        "C: Subject: x",
                        "C:",
                        "C: ..dot",
                        "C~: bare\\rcr\\r\\n",
                        "C: .",
                        "S: 250 taken",
                        "vanish");
    }

    private void serve(String said, boolean content) throws Exception {
        try (Ends ends = Ends.memory()) {
            ends.client().write(bytes(said));
            ends.client().endOutput();
            try (Connection connection = new Connection(ends.server(), deadlines, log(Side.SERVER, content))) {
                converse(connection);
            }
        }
    }

    /** A server that knows as much of SMTP as this test needs. */
    private static void converse(Connection connection) throws IOException {
        connection.write("220 hello\r\n");
        Line line = connection.readLine(512, MINUTE);
        while (!(line instanceof Line.End)) {
            String command = line instanceof Line.Text text ? text.string() : "";
            switch (command.split(" ", 2)[0]) {
                case "EHLO" -> {
                    connection.write("250-o");
                    connection.write("ne\r\n250 two\r\n");
                }
                case "STARTTLS" -> {
                    connection.write("220 go ahead\r\n");
                    connection.startTls(TestCertificate.serverContext(), MINUTE);
                }
                case "AUTH" -> {
                    connection.write("334 \r\n");
                    connection.maskNextLine();
                    connection.readLine(512, MINUTE);
                    connection.write("235 in\r\n");
                }
                case "DATA" -> {
                    connection.write("354 go on\r\n");
                    connection.readDotted((bytes, offset, length) -> {}, MINUTE);
                    connection.write("250 taken\r\n");
                }
                case "QUIT" -> connection.write(new byte[] {'2', '2', '1', ' ', (byte) 0xff, '\r', '\n'}, 0, 7);
                default -> connection.write(line instanceof Line.TooLong ? "500 too long\r\n" : "250 fine\r\n");
            }
            line = connection.readLine(512, MINUTE);
        }
    }

    @Test
    void aClientsConversationIsShownFromItsSide() throws Exception {
        try (Ends ends = Ends.memory();
                Connection client = new Connection(ends.client(), deadlines, log(Side.CLIENT, true))) {
            ends.server()
                    .write(bytes(
                            "+OK hello\r\n+OK secret follows\r\n+OK in\r\n+OK 1 message\r\nbody\r\n..dot\r\n.\r\n"));
            ends.server().endOutput();
            client.readLine(512, MINUTE);
            client.write("AUTH LOGIN\r\n");
            client.readLine(512, MINUTE);
            client.maskNextLine();
            client.write("c2VjcmV0\r\n");
            client.readLine(512, MINUTE);
            client.write("RETR 1\r\n");
            client.readLine(512, MINUTE);
            assertThat(client.readDotted((bytes, offset, length) -> {}, MINUTE).complete())
                    .isTrue();
            assertThat(client.readLine(512, MINUTE)).isEqualTo(new Line.End());
        }
        assertThat(shown.toString().lines().skip(1))
                .containsExactly(
                        "S: +OK hello",
                        "C: AUTH LOGIN",
                        "S: +OK secret follows",
                        "C: ***",
                        "S: +OK in",
                        "C: RETR 1",
                        "S: +OK 1 message",
                        "S: body",
                        "S: ..dot",
                        "S: .",
                        "closed");
    }

    @Test
    void aLongSecretIsMaskedToItsEnd() {
        String secret = "c2VjcmV0".repeat(TranscriptLog.LINE_BYTES_MAX / 4) + "\r\n";
        for (String line : List.of("PASS " + secret, secret)) {
            WireLog log = log(Side.CLIENT, false);
            log.opened(
                    "x", Ends.memory().client().local(), Ends.memory().client().remote());
            if (line.equals(secret)) {
                log.maskNextClientLine();
                log.note("something else");
            }
            log.sent(bytes(line).array(), 0, line.length());
            log.sent(bytes("NOOP\r\n").array(), 0, 6);
            log.close();
        }
        assertThat(shown).doesNotContain("c2VjcmV0").contains("PASS ***");
        assertThat(shown.toString().lines().filter("C: NOOP"::equals)).hasSize(2);
    }

    @Test
    void whatWasLoggedPlaysAgainAsATest() throws Exception {
        try (Ends ends = Ends.memory()) {
            Future<?> server = threads.submit(() -> {
                try (Connection connection = new Connection(ends.server(), deadlines, log(Side.SERVER, true))) {
                    converse(connection);
                }
                return null;
            });
            try (Connection client = new Connection(ends.client(), deadlines, WireLog.NONE)) {
                for (String line : List.of("EHLO first", "STARTTLS")) {
                    client.write(line + "\r\n");
                    client.flush();
                }
                for (int i = 0; i < 4; i++) {
                    client.readLine(512, MINUTE);
                }
                client.startTlsClient(TestCertificate.clientContext(), "localhost", true, MINUTE);
                client.write("EHLO again\r\nRAW \0\t{3}\r\nDATA\r\n..\r\nmore\r\n.\r\n");
                for (int i = 0; i < 5; i++) {
                    client.readLine(512, MINUTE);
                }
            }
            server.get();
        }
        assertThat(shown).contains("\nstarttls\n# TLSv1.3 ").contains("\nC~: RAW \\0\\t\\x7b3}\\r\\n\n");
        Transcript transcript = Transcript.parse("wire.log", shown.toString());
        assertThatCode(() -> Transcripts.play(transcript, stage(), Pace.WHOLE_LINES))
                .doesNotThrowAnyException();
        Transcript other = Transcript.parse("wire.log", shown.toString().replace("250 taken", "550 refused"));
        assertThatThrownBy(() -> Transcripts.play(other, stage(), Pace.WHOLE_LINES))
                .isInstanceOf(AssertionError.class);
    }

    private Stage stage() {
        return new Stage() {
            @Override
            public void given(List<String> words) {}

            @Override
            public Dialogue connect(List<String> as, boolean tls) {
                Ends ends = Ends.memory();
                threads.execute(() -> {
                    try (Connection connection = new Connection(ends.server(), deadlines, WireLog.NONE)) {
                        converse(connection);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                return new LinkDialogue(ends.client());
            }

            @Override
            public void advance(Duration time) {}
        };
    }

    @Test
    void aPlaceThatFailsEndsTheLogAndNotTheConnection() throws Exception {
        WireLog log = new TranscriptLog(
                Side.SERVER,
                connection -> {
                    throw new IOException("disk full, for a test");
                },
                line -> line,
                false);
        try (Ends ends = Ends.memory()) {
            ends.client().write(bytes("EHLO x\r\n"));
            ends.client().endOutput();
            try (Connection connection = new Connection(ends.server(), deadlines, log)) {
                converse(connection);
            }
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            ByteBuffer bytes = ByteBuffer.allocate(1000);
            while (ends.client().read(bytes.clear()) > 0) {
                heard.write(bytes.array(), 0, bytes.position());
            }
            assertThat(heard.toString(StandardCharsets.US_ASCII)).isEqualTo("220 hello\r\n250-one\r\n250 two\r\n");
        }
    }

    private WireLog log(Side side, boolean content) {
        return new TranscriptLog(side, connection -> shown, TranscriptLogTest::masked, content);
    }

    private static String masked(String line) {
        return line.replaceFirst("^(PASS|AUTH PLAIN) .*", "$1 ***");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
