package org.pennypost.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.client.MessageContent;
import org.pennypost.smtp.client.OutgoingMessage;
import org.pennypost.smtp.client.SmtpClient;
import org.pennypost.smtp.client.SmtpClientConfig;
import org.pennypost.smtp.testing.LocalServer;
import org.pennypost.smtp.testing.MemoryReception;
import org.pennypost.wire.DialogueListener;

/**
 * No second message travels inside a first one (RFC 5321 §2.3.8, §4.1.1.4): every short row of CR, LF and dot stands in a message in front of what would be a
 * message of its own to a server, ours or another, that took the row for an end. As a receiver we take one message or none; as a sender we send what nobody could
 * take for two.
 */
class SmugglingTest {
    private static final int LENGTH_MAX = 6;
    private static final char[] ALPHABET = {'\r', '\n', '.'};
    private static final String END = "\r\n.\r\n";
    private static final String HIDDEN =
            "MAIL FROM:<smuggler@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nSubject: hidden\r\n\r\nx\r\n";

    private final LocalServer smtp = new LocalServer(SmtpServerConfig.named("mx.example.org"));
    private final LocalServer lmtp =
            new LocalServer(SmtpServerConfig.named("mx.example.org").with(ServiceProfile.LMTP));

    SmugglingTest() throws IOException {}

    @AfterEach
    void close() {
        smtp.close();
        lmtp.close();
    }

    enum Way {
        SMTP_DATA,
        SMTP_BDAT,
        LMTP_DATA,
        LMTP_BDAT;

        boolean chunks() {
            return this == SMTP_BDAT || this == LMTP_BDAT;
        }

        boolean lmtp() {
            return this == LMTP_DATA || this == LMTP_BDAT;
        }
    }

    /** Every row of up to six characters, each once; those that hold the true end are no smuggling. */
    private static List<String> rows() {
        List<String> rows = new ArrayList<>(List.of(""));
        for (int from = 0; rows.getLast().length() < LENGTH_MAX; from++) {
            for (char c : ALPHABET) {
                rows.add(rows.get(from) + c);
            }
        }
        return rows.stream().filter(row -> !("x" + row + "M").contains(END)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void asAReceiverWeTakeOneMessageOrNone(Way way) throws Exception {
        LocalServer server = way.lmtp() ? lmtp : smtp;
        MemoryReception reception = server.reception();
        for (String row : rows()) {
            int before = reception.received().size();
            String content = "Subject: first\r\n\r\nx" + row + HIDDEN;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                String begin = (way.lmtp() ? "LHLO" : "EHLO") + " client.example\r\n"
                        + "MAIL FROM:<alice@example.net>\r\nRCPT TO:<bob@example.org>\r\n";
                String message = way.chunks()
                        ? "BDAT " + content.length() + " LAST\r\n" + content
                        : "DATA\r\n" + content + ".\r\n";
                assertThat(socket.getInputStream().read()).isEqualTo('2');
                socket.getOutputStream().write((begin + message + "QUIT\r\n").getBytes(StandardCharsets.ISO_8859_1));
                String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(said).as(shown(row)).contains("\r\n221 ");
            }
            List<MemoryReception.Received> taken =
                    reception.received().subList(before, reception.received().size());
            if (bare(content)) {
                assertThat(taken).as(shown(row)).isEmpty();
            } else {
                assertThat(taken).as(shown(row)).singleElement().satisfies(received -> {
                    assertThat(received.envelope().from()).hasToString("<alice@example.net>");
                    assertThat(received.content()).endsWith(way.chunks() ? content : content.replace("\r\n.", "\r\n"));
                });
            }
        }
    }

    /** Whether a CR or LF stands alone. */
    private static boolean bare(String content) {
        String rest = content.replace("\r\n", "");
        return rest.indexOf('\r') >= 0 || rest.indexOf('\n') >= 0;
    }

    @ParameterizedTest
    @EnumSource
    void asASenderWeSendWhatNobodyTakesForTwo(Way way) throws Exception {
        LocalServer server = way.lmtp() ? lmtp : smtp;
        SmtpClientConfig plain = SmtpClientConfig.plain("mx.example.org", 25, "client.example");
        SmtpClientConfig spoken = way.lmtp() ? plain.with(SmtpClientConfig.Protocol.LMTP) : plain;
        SmtpClientConfig config = way.chunks() ? spoken.withChunks() : spoken;
        List<String> rows = new ArrayList<>(rows());
        rows.add(END);
        rows.add("\n.\n");
        try (SmtpClient client = SmtpClient.open(server.connectInMemory(), config, DialogueListener.NONE)) {
            for (String row : rows) {
                int before = server.reception().received().size();
                String content = "Subject: first\r\n\r\nx" + row + HIDDEN;
                OutgoingMessage message = OutgoingMessage.of(
                        ReversePath.of(new Mailbox("alice", "example.net")),
                        List.of(ForwardPath.of(new Mailbox("bob", "example.org"))),
                        MessageContent.of(content.getBytes(StandardCharsets.ISO_8859_1)));
                assertThat(client.send(message).complete()).as(shown(row)).isTrue();
                assertThat(server.reception().received()).as(shown(row)).hasSize(before + 1);
                // Our server refuses what is not made of lines, so its content says what was sent: all of it, as lines.
                assertThat(server.reception().received().getLast().content())
                        .as(shown(row))
                        .isEqualTo(content.replaceAll("\r\n|\r|\n", "\r\n"));
            }
        }
    }

    private static String shown(String row) {
        return row.replace("\r", "<CR>").replace("\n", "<LF>");
    }
}
