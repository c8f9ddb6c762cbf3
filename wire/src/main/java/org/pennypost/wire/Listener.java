package org.pennypost.wire;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Accepts connections at an address and gives each a virtual thread of its own.
 *
 * <p>Life: {@link #open} binds and accepts; {@link #stop} accepts no more, asks conversations to end and cuts off those that have not at
 * the deadline.
 */
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    private static final int BACKLOG = 1024;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int FAULTS_KEPT = 100;

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final ListenerOptions options;
    private final Deadlines deadlines;
    private final Function<Link, WireLog> logs;
    private final Handler handler;
    private final ByteBuffer refusal;

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final ReentrantLock leaving = new ReentrantLock();
    private final Condition left = leaving.newCondition();
    private final AtomicLong accepted = new AtomicLong();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    /** Holds a conversation. Returns when it is over; the listener closes the connection. */
    @FunctionalInterface
    public interface Handler {
        /**
         * @throws IOException if the connection broke, which is nobody's fault
         */
        void handle(Connection connection) throws IOException;
    }

    private Listener(
            ServerSocketChannel channel,
            InetSocketAddress address,
            ListenerOptions options,
            Deadlines deadlines,
            Function<Link, WireLog> logs,
            Handler handler) {
        this.channel = channel;
        this.address = address;
        this.options = options;
        this.deadlines = deadlines;
        this.logs = logs;
        this.handler = handler;
        this.refusal = ByteBuffer.wrap(options.refusal().getBytes(StandardCharsets.UTF_8))
                .asReadOnlyBuffer();
    }

    /**
     * Binds and begins to accept.
     *
     * @param address port 0 for any free one
     * @param logs makes the wire log of a new connection
     * @throws PortTaken if the address cannot be had
     */
    public static Listener open(
            InetSocketAddress address,
            ListenerOptions options,
            Deadlines deadlines,
            Function<Link, WireLog> logs,
            Handler handler)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e instanceof BindException ? new PortTaken(address, reason(e), e) : e;
        }
        InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
        Listener listener = new Listener(channel, bound, options, deadlines, logs, handler);
        Thread.ofVirtual().name(options.name() + "-accept").start(listener::acceptAll);
        return listener;
    }

    private static PortTaken.Reason reason(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("in use")
                ? PortTaken.Reason.IN_USE
                : message.contains("permission") ? PortTaken.Reason.FORBIDDEN : PortTaken.Reason.NOT_OURS;
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many connections there are now. */
    public int connections() {
        return connections.size();
    }

    /** How many there have been, those refused not counted. */
    public long accepted() {
        return accepted.get();
    }

    /** What handlers threw that was no broken connection: bugs. */
    public List<Throwable> faults() {
        return List.copyOf(faults);
    }

    private void acceptAll() {
        long complained = System.nanoTime() - COMPLAINT_NANOS;
        while (channel.isOpen()) {
            try {
                SocketChannel accepted = channel.accept();
                begin(accepted);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Out of file descriptors, mostly: those who are connected go on, and when one of them leaves there is
                // room again.
                if (System.nanoTime() - complained > COMPLAINT_NANOS) {
                    complained = System.nanoTime();
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "cannot accept at " + address + ", trying again: " + e.getMessage());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void begin(SocketChannel channel) throws IOException {
        SocketLink link;
        try {
            link = new SocketLink(channel);
        } catch (IOException goneAlready) {
            channel.close();
            return;
        }
        InetAddress peer = link.remote().getAddress();
        if (connections.size() >= options.connectionsMax() || !admit(peer)) {
            refuse(channel);
            return;
        }
        accepted.incrementAndGet();
        Connection connection = new Connection(link, deadlines, logs.apply(link));
        connections.add(connection);
        Thread.ofVirtual().name(options.name() + "-" + connection.id()).start(() -> hold(connection, peer));
    }

    private boolean admit(InetAddress peer) {
        if (peer.isLoopbackAddress()) {
            return true;
        }
        // Only the accepting thread adds, so between the question and the answer the count can only have fallen.
        if (perAddress.getOrDefault(peer, 0) >= options.connectionsPerAddressMax()) {
            return false;
        }
        perAddress.merge(peer, 1, Integer::sum);
        return true;
    }

    /** Tells it why, if that can be done without waiting. */
    private void refuse(SocketChannel channel) throws IOException {
        try (channel) {
            channel.configureBlocking(false);
            channel.write(refusal.duplicate());
        }
    }

    private void hold(Connection connection, InetAddress peer) {
        try (connection) {
            if (options.tls().isPresent()) {
                connection.startTls(options.tls().get(), options.handshakeTimeout());
            }
            handler.handle(connection);
            connection.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "connection=" + connection.id() + " broke: " + e.getMessage());
        } catch (RuntimeException | Error bug) {
            LOG.log(System.Logger.Level.ERROR, "connection=" + connection.id() + " ended by a fault of ours", bug);
            if (faults.size() < FAULTS_KEPT) {
                faults.add(bug);
            }
        } finally {
            connections.remove(connection);
            if (!peer.isLoopbackAddress()) {
                perAddress.computeIfPresent(peer, (address, count) -> count > 1 ? count - 1 : null);
            }
            tellThatOneLeft();
        }
    }

    /** Accepts no more. */
    public void stopAccepting() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing the listener at " + address, e);
        }
    }

    /** Accepts no more, lets running commands end, and cuts off what is left after {@code patience}. */
    public void stop(Duration patience) {
        stopAccepting();
        connections.forEach(Connection::stop);
        if (!allLeftWithin(patience)) {
            connections.forEach(Connection::cut);
        }
    }

    private void tellThatOneLeft() {
        leaving.lock();
        try {
            left.signalAll();
        } finally {
            leaving.unlock();
        }
    }

    private boolean allLeftWithin(Duration patience) {
        long nanos = patience.toNanos();
        leaving.lock();
        try {
            while (!connections.isEmpty() && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leaving.unlock();
        }
        return connections.isEmpty();
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
