package org.pennypost.cli.talk;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.pennypost.client.ServerAddress;

/**
 * A connection for talking: lines in and out, and TLS in place. One thread reads and upgrades, another writes; a write waits while TLS is being agreed upon.
 */
final class TalkSocket implements Closeable {
    private static final int CONNECT_TIMEOUT_MILLIS = 30_000;
    private static final int HANDSHAKE_TIMEOUT_MILLIS = 30_000;
    /** A longer line is shown in pieces. */
    private static final int LINE_BYTES_MAX = 64 * 1024;

    private final ServerAddress server;
    private final SSLContext context;
    private final boolean verify;
    private final Object writing = new Object();
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private TalkSocket(ServerAddress server, SSLContext context, boolean verify, Socket socket) throws IOException {
        this.server = server;
        this.context = context;
        this.verify = verify;
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /**
     * Connects to the first address of the server that answers.
     *
     * @throws IOException the failure of the last one
     */
    static TalkSocket connect(ServerAddress server, SSLContext context, boolean verify) throws IOException {
        IOException failure = new UnknownHostException(server.host());
        for (InetAddress address : InetAddress.getAllByName(server.host())) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, server.port()), CONNECT_TIMEOUT_MILLIS);
                socket.setTcpNoDelay(true);
                return new TalkSocket(server, context, verify, socket);
            } catch (IOException refused) {
                socket.close();
                failure = refused;
            }
        }
        throw failure;
    }

    InetSocketAddress remote() {
        synchronized (writing) {
            return (InetSocketAddress) socket.getRemoteSocketAddress();
        }
    }

    /** Reads a line without its end; bytes that are no UTF-8 are taken for Latin-1. Empty when the server has closed. */
    Optional<String> readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        while (octet >= 0 && octet != '\n' && line.size() < LINE_BYTES_MAX) {
            line.write(octet);
            octet = in.read();
        }
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.of(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        }
    }

    /** Sends a line, with the CRLF that all mail protocols want. */
    void writeLine(String line) throws IOException {
        synchronized (writing) {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /**
     * Goes on encrypted. What the server sent in clear after its agreement is dropped: it could be from anybody (RFC 3207 §6).
     *
     * @return what was agreed upon
     */
    SSLSession startTls() throws IOException {
        synchronized (writing) {
            SSLSocket secure =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, server.host(), server.port(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            if (verify) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(HANDSHAKE_TIMEOUT_MILLIS);
            secure.startHandshake();
            secure.setSoTimeout(0);
            socket = secure;
            in = new BufferedInputStream(secure.getInputStream());
            out = secure.getOutputStream();
            return secure.getSession();
        }
    }

    @Override
    public void close() throws IOException {
        // Not under the lock: it ends a write or handshake that hangs.
        socket.close();
    }
}
