package org.pennypost.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pennypost.wire.testing.ForwardingLink;
import org.pennypost.wire.testing.TestCertificate;

/** Peers that write what belongs together in pieces, and whose systems hold a piece back until the one before is acknowledged. */
class PiecemealTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ByteSink NOWHERE = (bytes, offset, length) -> {};

    private final Deadlines deadlines = new Deadlines(() -> 0);

    @Test
    void theRestOfABodyIsExpectedAfterTheGoAheadHasLeft() throws IOException {
        PiecesLink link = link("{12}\r\nHello, world\r\n", 6, 8, 11, 18);
        try (Connection server = new Connection(link, deadlines, WireLog.NONE)) {
            server.readLine(100, MINUTE);
            server.write("+ go on\r\n");
            server.readBytes(12, NOWHERE, MINUTE);
            server.readLine(100, MINUTE);
        }
        assertThat(link.calls())
                .containsExactly(
                        "read", "write", "expectRest", "read", "expectRest", "read", "expectRest", "read", "read");
    }

    @Test
    void theRestOfABlockIsExpected() throws IOException {
        PiecesLink link = link("One\r\nTwo\r\n.\r\n", 5, 10, 12);
        try (Connection server = new Connection(link, deadlines, WireLog.NONE)) {
            server.readDotted(NOWHERE, MINUTE);
        }
        assertThat(link.calls())
                .containsExactly(
                        "expectRest", "read", "expectRest", "read", "expectRest", "read", "expectRest", "read");
    }

    @Test
    void theRestOfALineIsExpected() throws IOException {
        PiecesLink link = link("a1 LOGIN\r\na2 NOOP\r\n", 2, 10);
        try (Connection server = new Connection(link, deadlines, WireLog.NONE)) {
            server.readLine(100, MINUTE);
            server.readLine(100, MINUTE);
        }
        assertThat(link.calls()).containsExactly("read", "expectRest", "read", "read");
    }

    @Test
    void whatComesWholeCostsNothing() throws IOException {
        PiecesLink link = link("{5}\r\nHello\r\n");
        try (Connection server = new Connection(link, deadlines, WireLog.NONE)) {
            server.readLine(100, MINUTE);
            server.readBytes(5, NOWHERE, MINUTE);
            server.readLine(100, MINUTE);
        }
        assertThat(link.calls()).containsExactly("read");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemAcknowledgesAtOnce() throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel client = SocketChannel.open(listening.getLocalAddress());
                    SocketChannel server = listening.accept()) {
                server.setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
                new SocketLink(server).expectRest();
                assertThat(server.getOption(ExtendedSocketOptions.TCP_QUICKACK)).isTrue();
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    /** Hands out few bytes at a time, as a network may, and writes down what was asked. */
    private static final class Crumbs extends ForwardingLink {
        private final List<String> calls = new ArrayList<>();

        Crumbs(Link link) {
            super(link);
        }

        @Override
        public void expectRest() {
            calls.add("expectRest");
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            calls.add("read");
            ByteBuffer few = into.slice(into.position(), Math.min(7, into.remaining()));
            int count = super.read(few);
            into.position(into.position() + few.position());
            return count;
        }
    }

    /** Every read but the first of a record, and all of a handshake. */
    @Test
    @Timeout(60)
    void theRestOfARecordIsExpected() throws Exception {
        try (Ends ends = Ends.memory();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> client = threads.submit(() -> {
                TlsLink tls = TlsLink.client(ends.client(), TestCertificate.clientContext(), "localhost", true);
                tls.handshake();
                tls.write(ByteBuffer.wrap("NOOP\r\n".getBytes(US_ASCII)));
                return null;
            });
            Crumbs crumbs = new Crumbs(ends.server());
            TlsLink server = TlsLink.server(crumbs, TestCertificate.serverContext());
            server.handshake();
            assertThat(crumbs.calls.getLast()).as("who spoke last goes on").isEqualTo("expectRest");
            assertThat(unannounced(crumbs.calls)).isZero();
            crumbs.calls.clear();
            ByteBuffer line = ByteBuffer.allocate(100);
            server.read(line);
            client.get();
            assertThat(line.position()).isEqualTo(6);
            // The first piece of it may have come with the last of the handshake.
            assertThat(crumbs.calls).hasSizeGreaterThan(3);
            assertThat(unannounced(crumbs.calls)).isLessThanOrEqualTo(1);
        }
    }

    private static long unannounced(List<String> calls) {
        return IntStream.range(0, calls.size())
                .filter(i -> calls.get(i).equals("read")
                        && (i == 0 || !calls.get(i - 1).equals("expectRest")))
                .count();
    }

    @Test
    void theRestOfACompressedBlockIsExpected() throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        PiecesLink nothing = link("");
        try (DeflateLink writer = new DeflateLink(new CollectingLink(nothing, wire), new byte[0])) {
            writer.write(ByteBuffer.wrap("a1 NOOP\r\n".getBytes(US_ASCII)));
        }
        PiecesLink link = new PiecesLink(wire.toByteArray(), 1);
        try (DeflateLink reader = new DeflateLink(link, new byte[0])) {
            reader.read(ByteBuffer.allocate(100));
        }
        assertThat(link.calls()).containsExactly("read", "expectRest", "read");
    }

    private static PiecesLink link(String text, int... cuts) {
        return new PiecesLink(text.getBytes(US_ASCII), cuts);
    }
}
