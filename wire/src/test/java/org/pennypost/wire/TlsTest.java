package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.wire.DotBlock.Ending;
import org.pennypost.wire.testing.TestCertificate;

@Timeout(60)
class TlsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String HOST = "localhost";

    private final SSLContext certificate = TestCertificate.serverContext();
    private final SSLContext trusting = TestCertificate.clientContext();
    private final AtomicLong nanos = new AtomicLong();
    private final Deadlines deadlines = new Deadlines(nanos::get);
    private final BufferPool buffers = new BufferPool(8);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void nothingIsLeft() {
        threads.shutdownNow();
        threads.close();
        assertThat(buffers.lent()).isZero();
        assertThat(deadlines.watched()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, TLSv1.3", "MEMORY, TLSv1.2", "SOCKET, TLSv1.3", "SOCKET, TLSv1.2"})
    void linesAndBodiesPassBothWays(Ends.Carrier carrier, String protocol) throws Exception {
        byte[] body = body(1_000_000);
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            Future<byte[]> received = threads.submit(() -> {
                assertThat(server.startTls(certificate, MINUTE)).isZero();
                assertThat(text(server.readLine(512, MINUTE))).isEqualTo("DATA");
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                assertThat(server.readDotted(content::write, MINUTE).complete()).isTrue();
                DotWriter back = server.dotted();
                back.write(content.toByteArray(), 0, content.size());
                back.finish();
                server.flush();
                assertThat(server.readLine(512, MINUTE)).isEqualTo(new Line.End());
                return content.toByteArray();
            });
            try (Connection client = new Connection(ends.client(), deadlines, buffers, WireLog.NONE)) {
                client.startTlsClient(TestCertificate.clientContext(protocol), HOST, true, MINUTE);
                assertThat(client.tls().orElseThrow().protocol()).isEqualTo(protocol);
                client.write("DATA\r\n");
                DotWriter out = client.dotted();
                out.write(body, 0, body.length);
                out.finish();
                client.flush();
                ByteArrayOutputStream back = new ByteArrayOutputStream();
                assertThat(client.readDotted(back::write, MINUTE).ending()).isEqualTo(Ending.COMPLETE);
                assertThat(back.toByteArray()).isEqualTo(body);
            }
            assertThat(received.get()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Carrier.class)
    void plaintextBehindTheCommandIsDropped(Ends.Carrier carrier) throws Exception {
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE);
                Connection client = new Connection(ends.client(), deadlines, buffers, WireLog.NONE)) {
            Future<String> first = threads.submit(() -> {
                assertThat(text(server.readLine(512, MINUTE))).isEqualTo("STARTTLS");
                server.write("220 go ahead\r\n");
                assertThat(server.startTls(certificate, MINUTE))
                        .isEqualTo("RSET\r\nMAIL FROM:<evil@example.net>\r\n".length());
                return text(server.readLine(512, MINUTE));
            });
            client.write("STARTTLS\r\nRSET\r\nMAIL FROM:<evil@example.net>\r\n");
            assertThat(text(client.readLine(512, MINUTE))).isEqualTo("220 go ahead");
            client.startTlsClient(trusting, HOST, true, MINUTE);
            client.write("EHLO honest.example\r\n");
            client.flush();
            assertThat(first.get()).isEqualTo("EHLO honest.example");
        }
    }

    @Test
    void plaintextBehindTheGoAheadIsAnAttackOnTheClient() throws Exception {
        try (Ends ends = Ends.memory();
                Connection client = new Connection(ends.client(), deadlines, buffers, WireLog.NONE)) {
            ends.server()
                    .write(ByteBuffer.wrap("220 go ahead\r\n250-STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(text(client.readLine(512, MINUTE))).isEqualTo("220 go ahead");
            assertThatThrownBy(() -> client.startTlsClient(trusting, HOST, true, MINUTE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("14 bytes of plaintext");
        }
    }

    @Test
    void aCertificateOfSomebodyElseIsRefusedUnlessNobodyAsks() throws Exception {
        assertThatThrownBy(() -> shake(ClientTls.verifying(), HOST, true)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> shake(trusting, "mail.example.net", true)).isInstanceOf(SSLException.class);
        assertThat(shake(trusting, "mail.example.test", true).protocol()).isEqualTo("TLSv1.3");
        assertThat(shake(trusting, "mail.example.net", false).protocol()).isEqualTo("TLSv1.3");
        assertThat(shake(ClientTls.trustingAll(), "mail.example.net", false).protocol())
                .isEqualTo("TLSv1.3");
    }

    /** RFC 9266 §2, RFC 5929 §4.1: both ends of a connection know the same, and another connection has another exporter. */
    @Test
    void channelBindingsAreTheSameAtBothEnds() throws Exception {
        byte[] first = bindings();
        assertThat(bindings()).isNotEqualTo(first);
    }

    private byte[] bindings() throws Exception {
        try (Ends ends = Ends.memory();
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            Future<?> other = threads.submit(() -> server.startTls(certificate, MINUTE));
            try (Connection client = new Connection(ends.client(), deadlines, buffers, WireLog.NONE)) {
                client.startTlsClient(trusting, HOST, true, MINUTE);
                other.get();
                TlsInfo ours = client.tls().orElseThrow();
                TlsInfo theirs = server.tls().orElseThrow();
                assertThat(ours.channelBindings()).containsExactly("tls-exporter", "tls-server-end-point");
                assertThat(theirs.channelBindings()).isEqualTo(ours.channelBindings());
                assertThat(theirs.channelBinding("tls-exporter").orElseThrow())
                        .hasSize(32)
                        .isEqualTo(ours.channelBinding("tls-exporter").orElseThrow());
                X509Certificate shown = ours.peerCertificate().orElseThrow();
                assertThat(shown.getSigAlgName()).isEqualTo("SHA384withECDSA");
                assertThat(theirs.peerCertificate()).isEmpty();
                assertThat(theirs.channelBinding("tls-server-end-point").orElseThrow())
                        .isEqualTo(ours.channelBinding("tls-server-end-point").orElseThrow())
                        .isEqualTo(MessageDigest.getInstance("SHA-384").digest(shown.getEncoded()));
                assertThat(ours.channelBinding("tls-unique")).isEmpty();
                return ours.channelBinding("tls-exporter").orElseThrow();
            }
        }
    }

    /** RFC 3501 §11.1: names in subjectAltName are the server's; the subject's common name counts beside them for nothing. */
    @Test
    void theNamesOfSubjectAltNameCount() throws Exception {
        TestCertificate.Pair other = TestCertificate.other("mail.example.org", "san=dns:imap.example.org");
        assertThat(shake(other.server(), other.client(), "IMAP.example.org", true)
                        .protocol())
                .isEqualTo("TLSv1.3");
        assertThatThrownBy(() -> shake(other.server(), other.client(), "mail.example.org", true))
                .isInstanceOf(SSLException.class);
    }

    private TlsInfo shake(SSLContext context, String host, boolean verify) throws Exception {
        return shake(certificate, context, host, verify);
    }

    private TlsInfo shake(SSLContext shown, SSLContext context, String host, boolean verify) throws Exception {
        try (Ends ends = Ends.memory();
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            Future<?> other = threads.submit(() -> server.startTls(shown, MINUTE));
            try (Connection client = new Connection(ends.client(), deadlines, buffers, WireLog.NONE)) {
                client.startTlsClient(context, host, verify, MINUTE);
                other.get();
                return client.tls().orElseThrow();
            }
        }
    }

    @Test
    void aHandshakeThatDoesNotEndIsCutOffAtItsDeadline() throws Exception {
        try (Ends ends = Ends.memory();
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            server.write("220 go ahead\r\n");
            Future<?> handshake = threads.submit(() -> server.startTls(certificate, Duration.ofSeconds(30)));
            ends.client().read(ByteBuffer.allocate(100));
            ends.client().write(ByteBuffer.wrap(new byte[] {22, 3, 1, 2, 0}));
            while (!handshake.isDone()) {
                nanos.addAndGet(Duration.ofSeconds(31).toNanos());
                deadlines.sweep();
            }
            assertThatThrownBy(handshake::get).hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void whatIsNoTlsEndsTheHandshake() throws Exception {
        try (Ends ends = Ends.memory();
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            ends.client().write(ByteBuffer.wrap("EHLO plain.example\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThatThrownBy(() -> server.startTls(certificate, MINUTE)).isInstanceOf(SSLException.class);
        }
    }

    /** RFC 9051 §11.1 names them for TLS 1.2; of what the JDK enables nothing is taken away. */
    @Test
    void theSuitesThatImapAsksForAreEnabled() {
        for (SSLContext context : List.of(certificate, trusting)) {
            assertThat(context.createSSLEngine().getEnabledCipherSuites())
                    .contains(
                            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
                            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
                            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        }
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        try (Ends ends = Ends.memory();
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            Future<Line> line = threads.submit(() -> {
                server.startTls(certificate, MINUTE);
                return server.readLine(512, MINUTE);
            });
            SSLEngine engine = TestCertificate.clientContext("TLSv1.2").createSSLEngine(HOST, 25);
            engine.setUseClientMode(true);
            engine.beginHandshake();
            shake(engine, ends.client());
            engine.beginHandshake();
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            ends.client().write(hello.flip());
            assertThatThrownBy(line::get)
                    .cause()
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("renegotiate");
        }
    }

    /** A handshake by hand, for what a {@link TlsLink} would not do. */
    private static void shake(SSLEngine engine, Link link) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(64 * 1024).flip();
        ByteBuffer plain = ByteBuffer.allocate(64 * 1024);
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    ByteBuffer out = ByteBuffer.allocate(64 * 1024);
                    engine.wrap(ByteBuffer.allocate(0), out);
                    link.write(out.flip());
                }
                default -> {
                    int before = in.remaining();
                    if (before > 0) {
                        engine.unwrap(in, plain);
                    }
                    if (in.remaining() == before && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                        in.compact();
                        link.read(in);
                        in.flip();
                    }
                }
            }
        }
    }

    @Test
    void whoHoldsNoRecordHoldsNoLargeBuffer() throws Exception {
        try (Ends ends = Ends.memory();
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE);
                Connection client = new Connection(ends.client(), deadlines, WireLog.NONE)) {
            Future<Line> line = threads.submit(() -> {
                server.startTls(certificate, MINUTE);
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                assertThat(server.readDotted(content::write, MINUTE).complete()).isTrue();
                server.write("250 have it\r\n");
                return server.readLine(512, MINUTE);
            });
            client.startTlsClient(trusting, HOST, true, MINUTE);
            DotWriter out = client.dotted();
            out.write(body(200_000), 0, 200_000);
            out.finish();
            client.flush();
            assertThat(text(client.readLine(512, MINUTE))).isEqualTo("250 have it");
            while (buffers.lent() > 0) {
                Thread.onSpinWait(); // it waits for a line now, or soon
            }
            client.write("QUIT\r\n");
            client.flush();
            assertThat(text(line.get())).isEqualTo("QUIT");
        }
    }

    @Test
    void withoutABufferToBorrowItIsOnlySlower() throws Exception {
        BufferPool none = new BufferPool(0);
        byte[] body = body(200_000);
        try (Ends ends = Ends.memory();
                Connection server = new Connection(ends.server(), deadlines, none, WireLog.NONE);
                Connection client = new Connection(ends.client(), deadlines, none, WireLog.NONE)) {
            Future<byte[]> received = threads.submit(() -> {
                server.startTls(certificate, MINUTE);
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                assertThat(server.readDotted(content::write, MINUTE).complete()).isTrue();
                return content.toByteArray();
            });
            client.startTlsClient(trusting, HOST, true, MINUTE);
            DotWriter out = client.dotted();
            out.write(body, 0, body.length);
            out.finish();
            client.flush();
            assertThat(received.get()).isEqualTo(body);
        }
    }

    /** Lines of printable bytes, some beginning with a dot. */
    static byte[] body(int length) {
        Random random = new Random(42);
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (i % 78 == 0 && random.nextInt(9) == 0 ? '.' : ' ' + random.nextInt(90));
        }
        for (int i = 76; i + 1 < length; i += 78) {
            body[i] = '\r';
            body[i + 1] = '\n';
        }
        body[length - 2] = '\r';
        body[length - 1] = '\n';
        return body;
    }

    private static String text(Line line) {
        return ((Line.Text) line).string();
    }
}
