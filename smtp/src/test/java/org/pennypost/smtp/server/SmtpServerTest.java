package org.pennypost.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reception;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.smtp.testing.MemoryReception;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.WireLog;

/** What no transcript can bring about: the server's own end, and its bugs. */
class SmtpServerTest {
    private final MemoryLink.Pair pair = MemoryLink.pair(40000, 25);
    private final Deadlines deadlines = Deadlines.start();
    private final Connection connection = new Connection(pair.server(), deadlines, WireLog.NONE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        pair.client().close();
        connection.close();
        threads.close();
        deadlines.close();
    }

    private Future<String> serve(Reception reception) {
        SmtpServer server = new SmtpServer(SmtpServerConfig.named("mx.example.org"), reception, InstantSource.system());
        return threads.submit(() -> {
            server.handle(connection);
            connection.close();
            return "over";
        });
    }

    private String received() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2000);
        pair.client().read(bytes);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }

    private void say(String lines) throws IOException {
        pair.client().write(StandardCharsets.US_ASCII.encode(lines));
    }

    /** RFC 7504 §3: 521 to all but QUIT. */
    @Test
    void aHostThatNeverAcceptsMail() throws Exception {
        RefusingServer server = new RefusingServer("mx.example.org");
        Future<String> session = threads.submit(() -> {
            server.handle(connection);
            connection.close();
            return "over";
        });
        assertThat(received()).isEqualTo("521 mx.example.org This host does not accept mail.\r\n");
        say("EHLO c\r\n");
        assertThat(received()).startsWith("521 ");
        say("quit\r\n");
        assertThat(received()).startsWith("221 ");
        assertThat(session.get()).isEqualTo("over");
    }

    @Test
    void aSessionThatWaitsIsToldThatTheServerStops() throws Exception {
        Future<String> session = serve(new MemoryReception());
        assertThat(received()).startsWith("220 ");
        connection.stop();
        assertThat(received()).startsWith("421 4.3.2 mx.example.org The server is shutting down.");
        assertThat(session.get()).isEqualTo("over");
    }

    @Test
    void aMessageUnderWayIsTakenBeforeTheServerStops() throws Exception {
        MemoryReception reception = new MemoryReception();
        Future<String> session = serve(reception);
        received();
        say("HELO c\r\n");
        received();
        say("MAIL FROM:<>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n");
        StringBuilder replies = new StringBuilder();
        while (!replies.toString().contains("354 ")) {
            replies.append(received());
        }
        connection.stop();
        say("x\r\n.\r\n");
        while (!replies.toString().contains("421 ")) {
            replies.append(received());
        }
        assertThat(replies).contains("\r\n250 2.6.0 ");
        assertThat(session.get()).isEqualTo("over");
        assertThat(reception.received()).hasSize(1);
    }

    @Test
    void aBugEndsTheSessionAndReachesTheListener() throws Exception {
        Future<String> session = serve(new Faulty());
        received();
        say("HELO c\r\n");
        received();
        say("MAIL FROM:<>\r\n");
        assertThat(received()).startsWith("421 4.3.0 ");
        assertThatThrownBy(session::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("a bug");
    }

    private static final class Faulty implements Reception {
        @Override
        public Reply sender(SmtpPeer peer, MailCommand mail) {
            throw new IllegalStateException("a bug");
        }

        @Override
        public Reply recipient(Envelope soFar, RcptCommand recipient) {
            throw new IllegalStateException("a bug");
        }

        @Override
        public IncomingMessage message(Envelope envelope) {
            throw new IllegalStateException("a bug");
        }
    }
}
