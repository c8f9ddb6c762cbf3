package org.pennypost.wire.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pennypost.testkit.Carrier;
import org.pennypost.testkit.FakeClock;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Link;
import org.pennypost.wire.Listener;
import org.pennypost.wire.ListenerOptions;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.SocketLink;
import org.pennypost.wire.TlsLink;
import org.pennypost.wire.WireLog;

/**
 * What is behind the stage of every protocol: a clock that stands still, deadlines by it, and connections to a server by what carries
 * the run. One thread calls and closes.
 */
public final class Backstage {
    /** What takes longer than this will not happen. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int FIRST_CLIENT_PORT = 40_000;

    private final Carrier carrier;
    private final int port;
    private final FakeClock clock = new FakeClock();
    private final Deadlines deadlines = new Deadlines(clock::nanoTime);
    private final List<Call> calls = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    /** @param port where the server seems to be, in memory */
    public Backstage(Carrier carrier, int port) {
        this.carrier = carrier;
        this.port = port;
    }

    public FakeClock clock() {
        return clock;
    }

    /** By that clock; also for the client's end. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** Connects to a server, with TLS before the first byte if that is wanted or carries everything. */
    public LinkDialogue connect(boolean tlsFirst, Listener.Handler server) throws IOException {
        boolean secured = tlsFirst || carrier == Carrier.TLS;
        Call call = new Call(server);
        Link link = carrier == Carrier.MEMORY ? memory(call, secured) : socket(call, secured);
        if (secured) {
            TlsLink tls = TlsLink.client(link, ClientTls.trustingAll(), "localhost", false);
            tls.handshake();
            link = tls;
        }
        LinkDialogue client = new LinkDialogue(link);
        call.client = client;
        return client;
    }

    /** Connects, in memory, for a client that is no transcript: time passes without looking whether its server rests. */
    public Link link(Listener.Handler server) {
        return memory(new Call(server), false);
    }

    private Link memory(Call call, boolean secured) {
        MemoryLink.Pair pair = MemoryLink.pair(FIRST_CLIENT_PORT + calls.size(), port);
        calls.add(call);
        Thread.ofVirtual().name("backstage").start(() -> {
            try (Connection connection = new Connection(pair.server(), deadlines, WireLog.NONE)) {
                if (secured) {
                    connection.startTls(TestCertificate.serverContext(), PATIENCE);
                }
                call.handle(connection);
                connection.flush();
            } catch (IOException vanished) {
                // as peers do
            } catch (RuntimeException | Error bug) {
                faults.add(bug);
            } finally {
                call.over.countDown();
            }
        });
        return pair.client();
    }

    private Link socket(Call call, boolean secured) throws IOException {
        ListenerOptions options = ListenerOptions.named("backstage", "too many\r\n");
        Listener listener = Listener.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                secured ? options.withTls(TestCertificate.serverContext(), options.handshakeTimeout()) : options,
                deadlines,
                link -> WireLog.NONE,
                connection -> {
                    try {
                        call.handle(connection);
                    } finally {
                        call.over.countDown();
                    }
                });
        listeners.add(listener);
        calls.add(call);
        return SocketLink.connect(listener.address(), PATIENCE);
    }

    /**
     * Lets time pass when every server has read what its client has sent and waits for more: a deadline that began only afterwards
     * would never pass. Returns when those whose time is up know it.
     */
    public void advance(Duration time) {
        calls.forEach(Call::awaitRest);
        clock.advance(time);
        deadlines.sweep();
    }

    /** Waits until all sessions are over, which their clients or somebody's clock must have ended. */
    public void awaitEnd() {
        calls.forEach(Call::awaitEnd);
    }

    /** What went wrong in a server and is nobody's broken connection. */
    public List<Throwable> faults() {
        List<Throwable> all = new ArrayList<>(faults);
        listeners.forEach(listener -> all.addAll(listener.faults()));
        return all;
    }

    /** Stops listening and cuts sockets off; returns when sessions in memory have ended, which their clients have left. */
    public void close() {
        listeners.forEach(Listener::close);
        if (carrier == Carrier.MEMORY) {
            awaitEnd();
        }
        deadlines.close();
    }

    /** One connection, as both ends know it. */
    private static final class Call {
        private final Listener.Handler server;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile @Nullable Connection connection;
        private volatile @Nullable LinkDialogue client;

        Call(Listener.Handler server) {
            this.server = server;
        }

        void handle(Connection begun) throws IOException {
            connection = begun;
            server.handle(begun);
        }

        void awaitRest() {
            LinkDialogue sender = client;
            long begun = System.nanoTime();
            while (sender != null && over.getCount() > 0 && !waitsBehind(sender.sentBytes())) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new AssertionError("time is to pass, but the server has not read all that was sent");
                }
                Thread.onSpinWait();
            }
        }

        private boolean waitsBehind(long bytes) {
            Connection serving = connection;
            return serving != null && serving.waitsBehind() == bytes;
        }

        void awaitEnd() {
            try {
                if (!over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("a session goes on for ever");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
