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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Accepts connections at an address and gives each a virtual thread of its own.
 *
 * <p>Life: {@link #open} binds and accepts; {@link #stop} accepts no more, asks conversations to end and cuts off those that have not at
 * the deadline. Thread-safe.
 */
public final class Listener implements AutoCloseable {
    /*
     * The accepting thread does nothing that can wait for a peer or for a lock that is held long: whatever a connection needs at its
     * beginning (its wire log, the TLS handshake) is done by the connection's own thread.
     */
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    /** The most buffers of 64 kB that bodies use at once; more bodies than that are received more slowly. */
    public static final int BODY_BUFFERS_MAX = 256;

    private static final int BACKLOG = 1024;
    private static final long PAUSE_MILLIS = 50;
    /** How often a listener without a place looks whether it was stopped. */
    private static final Duration PLACE_PAUSE = Duration.ofMillis(250);

    private static final int FAULTS_KEPT = 100;
    /** How long a conversation that was cut off may take to notice, before {@link #stop} returns without it. */
    private static final Duration CUT_GRACE = Duration.ofSeconds(5);

    private final Acceptor acceptor;
    private final InetSocketAddress address;
    private final ListenerOptions options;
    private final Deadlines deadlines;
    private final Function<Link, WireLog> logs;
    private final Handler handler;
    private final BufferPool buffers;
    private final Admission admission;

    /** Proxies that have not said yet whom they speak for. */
    private final Set<SocketLink> introducing = ConcurrentHashMap.newKeySet();

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock leaving = new ReentrantLock();
    private final Condition left = leaving.newCondition();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong faultCount = new AtomicLong();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    /** Holds a conversation. Returns when it is over; the listener closes the connection. */
    @FunctionalInterface
    public interface Handler {
        /**
         * @throws IOException if the connection broke, which is nobody's fault
         */
        void handle(Connection connection) throws IOException;
    }

    /** Where connections come from: the system, or a test. */
    interface Acceptor extends AutoCloseable {
        SocketChannel accept() throws IOException;

        @Override
        void close() throws IOException;
    }

    Listener(
            Acceptor acceptor,
            InetSocketAddress address,
            ListenerOptions options,
            Deadlines deadlines,
            Function<Link, WireLog> logs,
            Handler handler) {
        this.acceptor = acceptor;
        this.address = address;
        this.options = options;
        this.deadlines = deadlines;
        this.logs = logs;
        this.handler = handler;
        this.buffers = new BufferPool(BODY_BUFFERS_MAX);
        this.admission = new Admission(options.admission(), deadlines::nanoTime);
    }

    /**
     * Binds and begins to accept.
     *
     * @param address port 0 for any free one
     * @param logs makes the wire log of a new connection; called by the connection's thread
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
        Listener listener = new Listener(accepting(channel), bound, options, deadlines, logs, handler);
        listener.begin();
        return listener;
    }

    private static Acceptor accepting(ServerSocketChannel channel) {
        return new Acceptor() {
            @Override
            public SocketChannel accept() throws IOException {
                return channel.accept();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    private static PortTaken.Reason reason(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("in use")
                ? PortTaken.Reason.IN_USE
                : message.contains("permission") ? PortTaken.Reason.FORBIDDEN : PortTaken.Reason.NOT_OURS;
    }

    void begin() {
        Thread.ofVirtual().name(options.name() + "-accept").start(this::acceptAll);
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many connections there are now. */
    public int connections() {
        return admission.connections();
    }

    /** How many there have been, those refused not counted. */
    public long accepted() {
        return accepted.get();
    }

    /** How many were turned away because of a limit. */
    public long refused() {
        return refused.get();
    }

    /** What handlers threw that was no broken connection: bugs; the first {@value #FAULTS_KEPT} of them. */
    public List<Throwable> faults() {
        return List.copyOf(faults);
    }

    /** How many bugs there were. */
    public long faultCount() {
        return faultCount.get();
    }

    /** How many large buffers are in use. */
    int buffersLent() {
        return buffers.lent();
    }

    private void acceptAll() {
        boolean failing = false;
        while (awaitPlace()) {
            boolean placed = false;
            try {
                SocketChannel channel = acceptor.accept();
                if (failing) {
                    failing = false;
                    LOG.log(System.Logger.Level.INFO, "accepting again at " + address);
                }
                placed = welcome(channel);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                // Out of file descriptors, mostly: those who are connected go on, and when one of them leaves there is
                // room again.
                // Whatever it is, a listener that accepts no more without anybody knowing is worse than one that tries
                // again.
                if (!failing) {
                    failing = true;
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "cannot accept at " + address + "; those connected are served, trying again",
                            e);
                }
                pause();
            } finally {
                if (!placed) {
                    options.places().giveBack();
                }
            }
        }
    }

    /** Takes a place for the next connection; returns whether there will be one. */
    private boolean awaitPlace() {
        boolean full = false;
        try {
            while (!isStopped()) {
                if (options.places().take(PLACE_PAUSE)) {
                    if (full) {
                        LOG.log(System.Logger.Level.INFO, "there is room again at " + address);
                    }
                    return true;
                }
                if (!full) {
                    full = true;
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "no room for more connections at " + address + "; new ones wait until others leave");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void pause() {
        try {
            if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins a conversation, which gives its place back, or turns the peer away; returns whether it began. */
    private boolean welcome(SocketChannel channel) throws IOException {
        SocketLink link;
        try {
            link = new SocketLink(channel);
        } catch (IOException goneAlready) {
            channel.close();
            return false;
        }
        InetAddress peer = link.remote().getAddress();
        if (!options.proxies().isEmpty() && !isProxy(peer)) {
            refused.incrementAndGet();
            LOG.log(System.Logger.Level.INFO, () -> peer + " is no proxy that may speak for others at " + address);
            channel.close();
            return false;
        }
        Admission.Verdict verdict = admission.admit(peer);
        if (verdict != Admission.Verdict.ADMITTED) {
            refused.incrementAndGet();
            LOG.log(System.Logger.Level.DEBUG, () -> peer + " is turned away from " + address + ": " + verdict);
            turnAway(channel, verdict);
            return false;
        }
        accepted.incrementAndGet();
        Thread.ofVirtual().name(options.name() + "-" + accepted.get()).start(() -> hold(link));
        return true;
    }

    /** Tells it why, if that can be done without waiting. Inside TLS from the first byte on it would be no TLS. */
    private void turnAway(SocketChannel channel, Admission.Verdict verdict) {
        try (channel) {
            if (options.tls().isEmpty()) {
                channel.configureBlocking(false);
                channel.write(ByteBuffer.wrap(refusal(verdict)));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "one turned away was gone: " + e.getMessage());
        }
    }

    private byte[] refusal(Admission.Verdict verdict) {
        return (options.refusal() + verdict.sentence() + ".\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private boolean isProxy(InetAddress peer) {
        return options.proxies().stream().anyMatch(range -> range.contains(peer));
    }

    private void hold(SocketLink link) {
        try (link) {
            introduce(link);
        } finally {
            options.places().giveBack();
            admission.left(link.remote().getAddress());
            tellThatOneLeft();
        }
    }

    /** A fault of ours is kept before the connection ends: who sees the end finds the fault counted. */
    private void introduce(SocketLink link) {
        try {
            if (options.proxies().isEmpty()) {
                hold((Link) link);
            } else {
                holdForProxy(link);
            }
        } catch (RuntimeException | Error bug) {
            keep(bug);
            LOG.log(System.Logger.Level.ERROR, "a connection ended by a fault of ours", bug);
        }
    }

    private void hold(Link link) {
        Connection connection = new Connection(link, deadlines, buffers, options.busyThreads(), logs.apply(link));
        connections.add(connection);
        try (connection) {
            converse(connection);
        } finally {
            connections.remove(connection);
        }
    }

    /** Learns from the proxy who its client is, and takes that one for the peer. */
    private void holdForProxy(SocketLink link) {
        Optional<ProxyHeader.Ends> ends;
        Deadlines.Watch watch = deadlines.watch(link);
        watch.readUntil(watch.after(options.handshakeTimeout().toNanos()));
        introducing.add(link);
        try {
            if (isStopped()) {
                return;
            }
            ends = ProxyHeader.read(link).ends();
        } catch (IOException e) {
            refused.incrementAndGet();
            String reason = watch.readExpired() ? "its PROXY header did not come in time" : e.getMessage();
            LOG.log(System.Logger.Level.WARNING, () -> "proxy " + link.remote() + " is turned away: " + reason);
            return;
        } finally {
            introducing.remove(link);
            watch.readDone();
            watch.end();
        }
        if (ends.isEmpty()) {
            hold((Link) link);
            return;
        }
        InetAddress peer = ends.get().source().getAddress();
        Admission.Verdict verdict = admission.count(peer);
        if (verdict != Admission.Verdict.ADMITTED) {
            refused.incrementAndGet();
            turnAway(link, verdict);
            return;
        }
        try {
            hold(new ProxiedLink(link, ends.get()));
        } finally {
            admission.discount(peer);
        }
    }

    /** The proxy takes a line at once. */
    private void turnAway(SocketLink link, Admission.Verdict verdict) {
        try {
            if (options.tls().isEmpty()) {
                link.write(ByteBuffer.wrap(refusal(verdict)));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "one turned away was gone: " + e.getMessage());
        }
    }

    private void converse(Connection connection) {
        if (isStopped()) {
            connection.stop();
        }
        try {
            if (options.tls().isPresent()) {
                connection.startTls(options.tls().get(), options.handshakeTimeout());
            }
            handler.handle(connection);
            connection.linger();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> connection.id() + " broke: " + e.getMessage());
        } catch (RuntimeException | Error bug) {
            keep(bug);
            LOG.log(System.Logger.Level.ERROR, connection.id() + " ended by a fault of ours", bug);
        }
    }

    private void keep(Throwable bug) {
        faultCount.incrementAndGet();
        if (faults.size() < FAULTS_KEPT) {
            faults.add(bug);
        }
    }

    /** Accepts no more, and asks every conversation to end when its running command has. Does not wait for them. */
    public void beginStop() {
        stopped.countDown();
        try {
            acceptor.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing the listener at " + address, e);
        }
        introducing.forEach(SocketLink::close);
        connections.forEach(Connection::stop);
    }

    /**
     * Accepts no more, lets running commands end, and cuts off what is left after {@code patience}.
     *
     * @return whether all had ended by then
     */
    public boolean stop(Duration patience) {
        beginStop();
        if (allLeftWithin(patience)) {
            return true;
        }
        connections.forEach(Connection::cut);
        if (!allLeftWithin(CUT_GRACE)) {
            LOG.log(System.Logger.Level.WARNING, connections() + " conversations at " + address + " are still busy");
        }
        return false;
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
            while (admission.connections() > 0 && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leaving.unlock();
        }
        return admission.connections() == 0;
    }

    /** Accepts no more and cuts off every conversation. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
