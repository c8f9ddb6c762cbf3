package org.pennypost.cli.talk;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.pennypost.client.ServerAddress;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Link;
import org.pennypost.wire.SocketLink;
import org.pennypost.wire.TlsInfo;
import org.pennypost.wire.TlsLink;

/**
 * A connection for talking: lines in and out, and TLS in place. One thread reads and upgrades, another writes; a write waits while TLS is being agreed upon.
 */
final class TalkSocket implements Closeable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int BUFFER_BYTES = 16 * 1024;
    /** A longer line is shown in pieces. */
    private static final int LINE_BYTES_MAX = 64 * 1024;

    private final ServerAddress server;
    private final boolean verify;
    private final Object writing = new Object();
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private volatile Link link;

    private TalkSocket(ServerAddress server, boolean verify, Link link) {
        this.server = server;
        this.verify = verify;
        this.link = link;
    }

    /**
     * Connects to the first address of the server that answers.
     *
     * @param verify whether TLS needs a certificate that the JDK trusts for this host
     * @throws IOException the failure of the last one
     */
    static TalkSocket connect(ServerAddress server, boolean verify) throws IOException {
        IOException failure = new UnknownHostException(server.host());
        for (InetAddress address : InetAddress.getAllByName(server.host())) {
            try {
                SocketLink link = SocketLink.connect(new InetSocketAddress(address, server.port()), CONNECT_TIMEOUT);
                return new TalkSocket(server, verify, link);
            } catch (IOException refused) {
                failure = refused;
            }
        }
        throw failure;
    }

    InetSocketAddress remote() {
        return link.remote();
    }

    /** Reads a line without its end; bytes that are no UTF-8 are taken for Latin-1. Empty when the server has closed. */
    Optional<String> readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LINE_BYTES_MAX) {
            if (!received.hasRemaining() && !fill()) {
                return line.size() == 0 ? Optional.empty() : Optional.of(text(line.toByteArray()));
            }
            byte octet = received.get();
            if (octet == '\n') {
                break;
            }
            line.write(octet);
        }
        return Optional.of(text(line.toByteArray()));
    }

    private boolean fill() throws IOException {
        received.clear();
        int count = link.read(received);
        received.flip();
        return count > 0;
    }

    private static String text(byte[] line) {
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(line, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    /** Sends a line, with the CRLF that all mail protocols want. */
    void writeLine(String line) throws IOException {
        synchronized (writing) {
            link.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    /**
     * Goes on encrypted. What the server sent in clear after its agreement is dropped: it could be from anybody (RFC 3207 §6).
     *
     * @return what was agreed upon
     */
    TlsInfo startTls() throws IOException {
        synchronized (writing) {
            received.position(received.limit());
            TlsLink secure = TlsLink.client(
                    link, verify ? ClientTls.verifying() : ClientTls.trustingAll(), server.host(), verify);
            TlsInfo agreed = secure.handshake();
            link = secure;
            return agreed;
        }
    }

    @Override
    public void close() {
        // Not under the lock: it ends a write or handshake that hangs.
        link.close();
    }
}
