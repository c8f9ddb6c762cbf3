package org.pennypost.smtp.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import org.pennypost.smtp.server.SmtpServer;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Listener;
import org.pennypost.wire.ListenerOptions;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.WireLog;

/** Our server, in this process, on memory links and on a socket. */
public final class LocalServer implements AutoCloseable {
    private final MemoryReception reception = new MemoryReception();
    private final Deadlines deadlines = Deadlines.start();
    private final SmtpServer server;
    private final Listener listener;

    /** Starts it. */
    public LocalServer(SmtpServerConfig config) throws IOException {
        server = new SmtpServer(config, reception, InstantSource.system());
        listener = Listener.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ListenerOptions.named("smtp-test", "421 too many\r\n"),
                deadlines,
                link -> WireLog.NONE,
                server::handle);
    }

    /** What it accepts. */
    public MemoryReception reception() {
        return reception;
    }

    /** The timeouts of both sides. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** Where it listens. */
    public int port() {
        return listener.address().getPort();
    }

    /** A connection that is no socket. */
    public Connection connectInMemory() {
        MemoryLink.Pair pair = MemoryLink.pair(40000, 25);
        Thread.ofVirtual().name("smtp-test-session").start(() -> hold(pair));
        return new Connection(pair.client(), deadlines, WireLog.NONE);
    }

    private void hold(MemoryLink.Pair pair) {
        try (Connection connection = new Connection(pair.server(), deadlines, WireLog.NONE)) {
            server.handle(connection);
        } catch (IOException gone) {
            // the client of the test went away, as some do on purpose
        }
    }

    @Override
    public void close() {
        listener.close();
        deadlines.close();
    }
}
