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

    /**
     * What came: a line, or a part of one.
     *
     * @param text without the line end; bytes that are no UTF-8 are taken for Latin-1
     * @param octets how many it was, with the line end
     * @param ended whether its end is the line's
     */
    record Piece(String text, int octets, boolean ended) {}

    /**
     * Reads to the end of the line.
     *
     * @param octetsMax where to stop, 1 or more
     * @return empty when the server has closed
     */
    Optional<Piece> read(long octetsMax) throws IOException {
        int most = (int) Math.min(octetsMax, LINE_BYTES_MAX);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean ended = false;
        while (!ended && line.size() < most) {
            if (!received.hasRemaining() && !fill()) {
                break;
            }
            byte octet = received.get();
            line.write(octet);
            ended = octet == '\n';
        }
        byte[] octets = line.toByteArray();
        return octets.length == 0
                ? Optional.empty()
                : Optional.of(new Piece(text(octets, ended ? octets.length - 1 : octets.length), octets.length, ended));
    }

    private boolean fill() throws IOException {
        received.clear();
        int count = link.read(received);
        received.flip();
        return count > 0;
    }

    private static String text(byte[] line, int end) {
        int length = end < line.length && end > 0 && line[end - 1] == '\r' ? end - 1 : end;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(line, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    /** Sends a piece of the array, which is the caller's again on return. */
    void write(byte[] octets, int offset, int length) throws IOException {
        synchronized (writing) {
            link.write(ByteBuffer.wrap(octets, offset, length));
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
