package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;

/** Binary mail (RFC 3030 §3) is kept in lines, and every octet of its bodies comes back. */
class BinaryMessageTest {
    private static final byte[] PICTURE = "\0\r\n.\r\n\n\r\u00ff\u0080--x\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final String HEADER = """
            From: alice@example.test\r
            To: bob@example.test\r
            Date: Mon, 23 Nov 2026 12:00:00 +0000\r
            Message-ID: <1@example.test>\r
            MIME-Version: 1.0\r
            Content-Type: image/png\r
            Content-Transfer-Encoding: binary\r
            \r
            """;

    private SubmissionFixture world;

    // JUnit opens the world before every test.
    @SuppressWarnings("NullAway.Init")
    BinaryMessageTest() {}

    @BeforeEach
    void open() throws Exception {
        world = new SubmissionFixture();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Envelope envelope(Body body, String... recipients) throws Exception {
        MailCommand mail = new MailCommand(
                ReversePath.of(Mailbox.parse("alice@example.test")), EsmtpParameters.NONE.with(MailCommand.BODY, body));
        return world.envelope("alice", mail, recipients);
    }

    private static byte[] message(String header, byte[] body) {
        byte[] front = header.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(front, front.length + body.length);
        System.arraycopy(body, 0, all, front.length, body.length);
        return all;
    }

    private static void assertCarriesThePicture(String text) throws Exception {
        assertThat(text).doesNotContain("\0", "binary").doesNotContainPattern("\r[^\n]|[^\r]\n");
        ParsedMessage parsed = ParsedMessage.parse(text.getBytes(StandardCharsets.UTF_8));
        try (InputStream body = parsed.root().decoded()) {
            assertThat(body.readAllBytes()).isEqualTo(PICTURE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000_000})
    void submitted(int piece) throws Exception {
        Reply reply = world.message(envelope(Body.BINARY_MIME, "bob@example.test"), message(HEADER, PICTURE), piece);
        assertThat(reply.code()).isEqualTo(250);
        assertCarriesThePicture(world.delivered("bob"));
    }

    /** What goes on needs no BINARYMIME of the next server. */
    @Test
    void held() throws Exception {
        Reply reply = world.message(
                envelope(Body.BINARY_MIME, "bob@example.test", "you@elsewhere.test"), message(HEADER, PICTURE), 100);
        assertThat(reply.code()).isEqualTo(250);
        assertThat(world.held().parameters()).isEqualTo("BODY=8BITMIME");
        assertThat(world.held().form().eightBit()).isFalse();
        assertCarriesThePicture(world.queued());
        assertCarriesThePicture(world.delivered("bob"));
    }

    @Test
    void fromOutsideAndOverLmtp() throws Exception {
        for (boolean each : List.of(false, true)) {
            Envelope envelope = envelope(Body.BINARY_MIME, "bob@example.test");
            try (IncomingMessage message = world.inbound().message(envelope)) {
                byte[] octets = message(HEADER, PICTURE);
                message.write(octets, 0, octets.length);
                List<Reply> replies = each ? message.acceptForEach(1) : List.of(message.accept());
                assertThat(replies).extracting(Reply::code).containsExactly(250);
            }
        }
        assertThat(world.count("bob")).isEqualTo(2);
    }

    /** Text that needs nothing stays as it came, and so does mail of lines that calls itself binary. */
    @Test
    void linesStayAsTheyCame() throws Exception {
        String text = HEADER.replace("image/png", "text/plain; charset=utf-8").replace("binary", "8bit") + "Grüße\r\n";
        world.message(envelope(Body.BINARY_MIME, "bob@example.test"), text);
        assertThat(world.delivered("bob")).endsWith(text);
    }

    @ParameterizedTest
    @CsvSource({"554 5.6.0, 'Subject: a\nb: c', image/png", "554 5.6.3, 'Subject: x', multipart/signed"})
    void whatCannotBeKept(String said, String field, String type) throws Exception {
        String header = HEADER.replace("MIME-Version: 1.0", field).replace("image/png", type + "; boundary=x");
        byte[] body = type.equals("image/png")
                ? PICTURE
                : "--x\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8);
        for (IncomingMessage message : List.of(
                world.inbound().message(envelope(Body.BINARY_MIME, "bob@example.test")),
                world.inbound().message(envelope(Body.BINARY_MIME, "bob@example.test")))) {
            try (message) {
                byte[] octets = message(header, body);
                message.write(octets, 0, octets.length);
                assertThat(message.accept().toString()).startsWith(said);
            }
        }
        assertThat(world.count("bob")).isZero();
    }

    /** Nothing is in memory but pieces: the answer to a picture is a message in base64. */
    @Test
    void aLargePicture() throws Exception {
        byte[] picture = new byte[3_000_000];
        new Random(1).nextBytes(picture);
        world.message(envelope(Body.BINARY_MIME, "bob@example.test"), message(HEADER, picture), 65_536);
        String text = world.delivered("bob");
        assertThat(Base64.getMimeDecoder()
                        .decode(text.substring(text.indexOf("\r\n\r\n")).strip()))
                .isEqualTo(picture);
    }

    /** Other mail does not go this way. */
    @Test
    void mailOfLinesGoesByItself() throws Exception {
        assertThat(BinaryMessage.of(
                        envelope(Body.EIGHT_BIT_MIME, "bob@example.test"), world.store, _ -> Nowhere.INSTANCE))
                .isSameAs(Nowhere.INSTANCE);
        assertThat(BinaryMessage.of(envelope(Body.BINARY_MIME, "bob@example.test"), world.store, _ -> Nowhere.INSTANCE))
                .isInstanceOf(BinaryMessage.class)
                .satisfies(IncomingMessage::close);
    }

    private enum Nowhere implements IncomingMessage {
        INSTANCE;

        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public Reply accept() {
            return Reply.of(250, "2.0.0", "Nowhere.");
        }

        @Override
        public void close() {}
    }
}
