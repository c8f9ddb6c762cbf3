package org.pennypost.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Peers that write what belongs together in pieces, and whose systems hold a piece back until the one before is acknowledged. */
class PiecemealTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ByteSink NOWHERE = (bytes, offset, length) -> {};

    private final Deadlines deadlines = new Deadlines(() -> 0);

    @Test
    void theRestOfABodyIsExpectedOnceAndAfterTheGoAheadHasLeft() throws IOException {
        PiecesLink link = link("{12}\r\nHello, world\r\n", 6, 8, 11, 18);
        try (Connection server = new Connection(link, deadlines, WireLog.NONE)) {
            server.readLine(100, MINUTE);
            server.write("+ go on\r\n");
            server.readBytes(12, NOWHERE, MINUTE);
            server.readLine(100, MINUTE);
        }
        assertThat(link.calls()).containsExactly("read", "write", "expectRest", "read", "read", "read", "read");
    }

    @Test
    void theRestOfABlockIsExpectedOnce() throws IOException {
        PiecesLink link = link("One\r\nTwo\r\n.\r\n", 5, 10, 12);
        try (Connection server = new Connection(link, deadlines, WireLog.NONE)) {
            server.readDotted(NOWHERE, MINUTE);
        }
        assertThat(link.calls()).containsExactly("expectRest", "read", "read", "read", "read");
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

    private static PiecesLink link(String text, int... cuts) {
        return new PiecesLink(text.getBytes(US_ASCII), cuts);
    }
}
