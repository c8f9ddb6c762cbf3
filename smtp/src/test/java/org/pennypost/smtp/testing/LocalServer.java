package org.pennypost.smtp.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final List<String> lines = new CopyOnWriteArrayList<>();
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
                link -> new Lines(),
                server::handle);
    }

    private final class Lines implements WireLog {
        @Override
        public void received(byte[] bytes, int offset, int length) {
            lines.add(new String(bytes, offset, length, StandardCharsets.ISO_8859_1).strip());
        }
    }

    /** The lines that clients at the socket have said, without the messages. */
    public List<String> lines() {
        return List.copyOf(lines);
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
