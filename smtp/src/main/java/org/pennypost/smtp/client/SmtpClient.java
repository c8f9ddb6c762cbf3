package org.pennypost.smtp.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.SocketLink;
import org.pennypost.wire.TlsInfo;
import org.pennypost.wire.WireLog;

/**
 * A client's side of a session. Used by one thread.
 *
 * <p>Life: {@link #connect} (or {@link #open} on a connection that is there) opens the session up to EHLO, inside TLS where that is wanted; {@link #send} sends
 * any number of messages; {@link #close} says QUIT. After an {@link IOException} only {@code close} is left. What a server says of a message is a value
 * ({@link DeliveryResult}); that it will have no session with us at all is {@link SmtpRefused}.
 */
public final class SmtpClient implements AutoCloseable {
    private final Connection connection;
    private final SmtpClientConfig config;
    private final DialogueListener listener;
    private final ReplyReader replies;
    private Capabilities capabilities = Capabilities.NONE;
    private boolean broken;

    private SmtpClient(Connection connection, SmtpClientConfig config, DialogueListener listener) {
        this.connection = connection;
        this.config = config;
        this.listener = listener;
        this.replies = new ReplyReader(connection, listener);
    }

    /**
     * Connects and opens a session. All addresses of the host are tried in turn.
     *
     * @param deadlines keeps the timeouts
     * @throws SmtpRefused when the server does not want us, or does not offer the security that {@code config} requires
     * @throws MalformedReply when it speaks no SMTP
     * @throws IOException when it cannot be reached, does not answer in time, or TLS fails
     */
    public static SmtpClient connect(SmtpClientConfig config, Deadlines deadlines, DialogueListener listener)
            throws IOException {
        return open(new Connection(link(config), deadlines, WireLog.NONE), config, listener);
    }

    private static SocketLink link(SmtpClientConfig config) throws IOException {
        IOException last = new UnknownHostException(config.host());
        for (InetAddress address : InetAddress.getAllByName(config.host())) {
            try {
                return SocketLink.connect(
                        new InetSocketAddress(address, config.port()),
                        config.timeouts().connect());
            } catch (IOException unreachable) {
                last = unreachable;
            }
        }
        throw last;
    }

    /** Opens a session on a connection, which belongs to the client from now on and is closed when that fails. See {@link #connect}. */
    public static SmtpClient open(Connection connection, SmtpClientConfig config, DialogueListener listener)
            throws IOException {
        SmtpClient client = new SmtpClient(connection, config, listener);
        try {
            client.begin();
            return client;
        } catch (IOException refused) {
            connection.close();
            throw refused;
        }
    }

    private void begin() throws IOException {
        if (config.security() == SmtpClientConfig.Security.IMPLICIT) {
            connection.startTlsClient(
                    config.context(),
                    config.host(),
                    config.verify(),
                    config.timeouts().handshake());
        }
        require(Step.GREETING, replies.read(config.timeouts().greeting()));
        hello();
        switch (config.security()) {
            case NONE, IMPLICIT -> {}
            case STARTTLS_IF_OFFERED -> {
                if (capabilities.offers("STARTTLS")) {
                    startTls();
                }
            }
            case STARTTLS -> {
                if (!capabilities.offers("STARTTLS")) {
                    throw new SmtpRefused(
                            Step.STARTTLS,
                            Reply.of(554, "5.7.4", "The server does not offer STARTTLS, which is required."));
                }
                startTls();
            }
        }
    }

    /** EHLO, and HELO where a server knows no EHLO (RFC 5321 §3.2). */
    private void hello() throws IOException {
        Reply ehlo = ask("EHLO " + config.clientName(), config.timeouts().command());
        if (ehlo.positive()) {
            capabilities = Capabilities.of(ehlo);
            return;
        }
        capabilities = Capabilities.NONE;
        if (!ehlo.permanentFailure()) {
            throw new SmtpRefused(Step.HELLO, ehlo);
        }
        require(Step.HELLO, ask("HELO " + config.clientName(), config.timeouts().command()));
    }

    /** RFC 3207 §4: after the handshake all that the server said before is forgotten, and EHLO is said again. */
    private void startTls() throws IOException {
        require(Step.STARTTLS, ask("STARTTLS", config.timeouts().command()));
        connection.startTlsClient(
                config.context(),
                config.host(),
                config.verify(),
                config.timeouts().handshake());
        hello();
    }

    private static void require(Step step, Reply reply) throws SmtpRefused {
        if (reply.code() / 100 != 2) {
            throw new SmtpRefused(step, reply);
        }
    }

    /** @return what the server offers; empty for one that knows no EHLO */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** @return what protects the session, if anything does */
    public Optional<TlsInfo> tls() {
        return connection.tls();
    }

    /**
     * Sends one message to all its recipients in one transaction.
     *
     * @return what became of it for each of them; when the message needs what the server does not offer, nothing was sent and all have {@link Step#NEGOTIATION}
     * @throws IOException when the connection broke or the server spoke no SMTP; after the message's end this leaves open whether the server has it (RFC 5321 §4.5.3.2.6)
     */
    public DeliveryResult send(OutgoingMessage message) throws IOException {
        try {
            return new Transaction(connection, replies, listener, capabilities, config.timeouts(), message).run();
        } catch (IOException failure) {
            broken = true;
            throw failure;
        }
    }

    /** Any other command, for those who know what they do: a line without CRLF, and its reply. */
    public Reply command(String line) throws IOException {
        if (line.chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new IllegalArgumentException("a command is one line");
        }
        return ask(line, config.timeouts().command());
    }

    private Reply ask(String line, Duration timeout) throws IOException {
        try {
            listener.sent(line);
            connection.write(line + "\r\n");
            connection.flush();
            return replies.read(timeout);
        } catch (IOException failure) {
            broken = true;
            throw failure;
        }
    }

    /** Says QUIT if the session still works, and closes the connection. Never throws: nothing depends on the answer. */
    @Override
    public void close() {
        try {
            if (!broken) {
                ask("QUIT", config.timeouts().quit());
            }
        } catch (IOException ignored) {
            // RFC 5321 §4.1.1.10: the reply SHOULD be awaited; a server that closes without one has lost nothing of
            // ours
        } finally {
            connection.close();
        }
    }
}
