package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.wire.Listener.Handler;
import org.pennypost.wire.testing.TestCertificate;

@Timeout(60)
class ListenerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Deadlines deadlines = Deadlines.start();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void nothingIsLeft() {
        threads.shutdownNow();
        threads.close();
        assertThat(deadlines.watched()).isZero();
        deadlines.close();
    }

    @Test
    void everyConnectionHasItsConversation() throws Exception {
        try (Listener listener = open(ListenerTest::echo)) {
            List<Connection> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(connect(listener));
                say(clients.get(i), "hello " + i);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(heard(clients.get(i))).isEqualTo("hello " + i);
            }
            assertThat(listener.connections()).isEqualTo(20);
            clients.forEach(Connection::close);
            await(() -> listener.connections() == 0);
            assertThat(listener.accepted()).isEqualTo(20);
            assertThat(listener.faults()).isEmpty();
        }
    }

    @Test
    void thousandsComeAndGoAndLeaveNothingBehind() throws Exception {
        byte[] body = TlsTest.body(20_000);
        try (Listener listener = open(connection -> {
            connection.readDotted((bytes, offset, length) -> {}, MINUTE);
            connection.write("250 fine\r\n");
        })) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int vanishing = i % 3;
                clients.add(threads.submit(() -> {
                    for (int j = 0; j < 300; j++) {
                        try (Connection client = connect(listener)) {
                            DotWriter writer = client.dotted();
                            writer.write(body, 0, body.length);
                            if (vanishing == 0) {
                                client.flush(); // and away, in the middle of its message
                            } else {
                                writer.finish();
                                assertThat(heard(client)).isEqualTo("250 fine");
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            await(() -> listener.connections() == 0);
            assertThat(listener.accepted()).isEqualTo(2400);
            assertThat(listener.buffersLent()).isZero();
            assertThat(listener.faults()).isEmpty();
        }
    }

    @Test
    void oneTooManyIsToldSoAtOnce() throws Exception {
        try (Listener listener = open(limited(2), ListenerTest::echo);
                Connection first = connect(listener);
                Connection second = connect(listener)) {
            say(first, "A");
            say(second, "B");
            assertThat(heard(first)).isEqualTo("A");
            assertThat(heard(second)).isEqualTo("B");
            try (Connection third = connect(listener)) {
                assertThat(heard(third)).isEqualTo("421 Too many connections here; try again later.");
                assertThat(third.readLine(512, MINUTE)).isEqualTo(new Line.End());
            }
            assertThat(listener.refused()).isEqualTo(1);
            assertThat(listener.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aBugEndsItsConnectionOnlyAndIsKept() throws Exception {
        IllegalStateException bug = new IllegalStateException("a bug for a test");
        try (Listener listener = open(connection -> {
                    if (connection.readLine(512, MINUTE) instanceof Line.Text text
                            && text.string().equals("crash")) {
                        throw bug;
                    }
                    connection.write("fine\r\n");
                });
                Connection good = connect(listener);
                Connection bad = connect(listener)) {
            say(bad, "crash");
            assertThat(bad.readLine(512, MINUTE)).isEqualTo(new Line.End());
            say(good, "on");
            assertThat(heard(good)).isEqualTo("fine");
            assertThat(listener.faults()).containsExactly(bug);
            assertThat(listener.faultCount()).isEqualTo(1);
        }
    }

    @Test
    void aFaultyWireLogHarmsNobodyElse() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (Listener listener = Listener.open(
                ANY_PORT,
                limited(100),
                deadlines,
                link -> {
                    if (made.incrementAndGet() == 1) {
                        throw new IllegalStateException("a bug for a test");
                    }
                    return WireLog.NONE;
                },
                ListenerTest::echo)) {
            try (Connection first = connect(listener)) {
                assertThat(first.readLine(512, MINUTE)).isEqualTo(new Line.End());
            }
            try (Connection second = connect(listener)) {
                say(second, "hello");
                assertThat(heard(second)).isEqualTo("hello");
            }
            assertThat(listener.faultCount()).isEqualTo(1);
        }
    }

    @Test
    void anAddressThatIsTakenOrNotOursIsSaidSo() throws Exception {
        try (Listener listener = open(ListenerTest::echo)) {
            assertThatThrownBy(() -> Listener.open(
                            listener.address(), limited(1), deadlines, link -> WireLog.NONE, ListenerTest::echo))
                    .isInstanceOfSatisfying(PortTaken.class, taken -> {
                        assertThat(taken.reason()).isEqualTo(PortTaken.Reason.IN_USE);
                        assertThat(taken.address()).isEqualTo(listener.address());
                    });
        }
        InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 0);
        assertThatThrownBy(
                        () -> Listener.open(elsewhere, limited(1), deadlines, link -> WireLog.NONE, ListenerTest::echo))
                .isInstanceOfSatisfying(
                        PortTaken.class, taken -> assertThat(taken.reason()).isEqualTo(PortTaken.Reason.NOT_OURS));
    }

    @Test
    void withoutFileDescriptorsItKeepsTrying() throws Exception {
        BlockingQueue<Object> coming = new ArrayBlockingQueue<>(10);
        CountDownLatch closed = new CountDownLatch(1);
        Listener.Acceptor acceptor = new Listener.Acceptor() {
            @Override
            public SocketChannel accept() throws IOException {
                return next(coming, closed);
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        Listener listener =
                new Listener(acceptor, ANY_PORT, limited(10), deadlines, link -> WireLog.NONE, ListenerTest::echo);
        try (listener;
                ServerSocketChannel real = ServerSocketChannel.open().bind(ANY_PORT)) {
            listener.begin();
            for (int round = 0; round < 2; round++) {
                coming.put(new SocketException("Too many open files"));
                coming.put(new OutOfMemoryError("for a test"));
                try (Connection client = connect((InetSocketAddress) real.getLocalAddress())) {
                    coming.put(real.accept());
                    say(client, "hello");
                    assertThat(heard(client)).isEqualTo("hello");
                }
            }
        }
    }

    private static SocketChannel next(BlockingQueue<Object> coming, CountDownLatch closed) throws IOException {
        try {
            while (closed.getCount() > 0) {
                switch (coming.poll(10, TimeUnit.MILLISECONDS)) {
                    case SocketChannel channel -> {
                        return channel;
                    }
                    case IOException failure -> throw failure;
                    case Error failure -> throw failure;
                    case null, default -> {}
                }
            }
            throw new ClosedChannelException();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aStopLetsTheRunningCommandEndAndRefusesNewOnes() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        try (Listener listener = open(connection -> {
                    while (connection.readLine(512, MINUTE) instanceof Line.Text text) {
                        if (text.string().equals("work")) {
                            working.countDown();
                            awaitLatch(finish);
                        }
                        connection.write("done\r\n");
                    }
                    connection.write("421 stopping\r\n");
                });
                Connection idle = connect(listener);
                Connection busy = connect(listener)) {
            say(busy, "work");
            say(idle, "hello");
            assertThat(heard(idle)).isEqualTo("done");
            working.await();
            Future<Boolean> stopped = threads.submit(() -> listener.stop(PATIENCE));
            assertThat(heard(idle)).isEqualTo("421 stopping");
            assertThatThrownBy(() -> connect(listener).close()).isInstanceOf(IOException.class);
            finish.countDown();
            assertThat(heard(busy)).isEqualTo("done");
            assertThat(heard(busy)).isEqualTo("421 stopping");
            assertThat(stopped.get()).isTrue();
        }
    }

    @Test
    void whoDoesNotEndInTimeIsCutOff() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        Listener listener = open(connection -> {
            reading.countDown();
            connection.readDotted((bytes, offset, length) -> {}, MINUTE);
        });
        try (listener;
                Connection client = connect(listener)) {
            say(client, "the beginning of a message");
            reading.await();
            assertThat(listener.stop(Duration.ofMillis(1))).isFalse();
            assertThat(listener.connections()).isZero();
            assertThat(listener.buffersLent()).isZero();
        }
    }

    @Test
    void tlsFromTheFirstByteOn() throws Exception {
        ListenerOptions options = tls(limited(1), TestCertificate.serverContext(), MINUTE);
        try (Listener listener = open(options, ListenerTest::echo)) {
            try (Connection client = connect(listener)) {
                client.startTlsClient(TestCertificate.clientContext(), "localhost", true, MINUTE);
                say(client, "hello");
                assertThat(heard(client)).isEqualTo("hello");
                try (Connection refused = connect(listener)) {
                    assertThat(refused.readLine(512, MINUTE)).isEqualTo(new Line.End());
                }
            }
            await(() -> listener.connections() == 0);
            try (Connection silent = connect(listener)) {
                await(() -> listener.connections() == 1);
                listener.stop(Duration.ZERO);
                assertThat(listener.connections()).isZero();
                assertThat(silent.remote()).isEqualTo(listener.address());
            }
        }
    }

    @Test
    void aHandshakeThatNeverComesIsEndedByItsDeadline() throws Exception {
        ListenerOptions options = tls(limited(10), TestCertificate.serverContext(), Duration.ofMillis(300));
        try (Listener listener = open(options, ListenerTest::echo);
                Connection silent = connect(listener)) {
            assertThat(silent.readLine(512, PATIENCE)).isEqualTo(new Line.End());
            await(() -> listener.connections() == 0);
        }
    }

    @Test
    void lastWordsReachAPeerThatIsStillSending() throws Exception {
        byte[] much = new byte[1 << 20];
        try (Listener listener = open(connection -> {
            connection.readLine(512, MINUTE);
            connection.write("554 go away\r\n");
        })) {
            for (int round = 0; round < 20; round++) {
                try (Connection client = connect(listener)) {
                    Future<?> sending = threads.submit(() -> {
                        client.write("GET / HTTP/1.1\r\n");
                        client.write(much, 0, much.length);
                        client.flush();
                        return null;
                    });
                    sending.get();
                    assertThat(heard(client)).isEqualTo("554 go away");
                    assertThat(client.readLine(512, MINUTE)).isEqualTo(new Line.End());
                }
            }
        }
    }

    @Test
    void aPeerThatResetsTheConnectionIsNobodysFault() throws Exception {
        try (Listener listener = open(ListenerTest::echo)) {
            for (int i = 0; i < 20; i++) {
                SocketChannel client = SocketChannel.open(listener.address());
                client.write(ByteBuffer.wrap("hello\r\n".getBytes(StandardCharsets.US_ASCII)));
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
            }
            await(() -> listener.accepted() == 20 && listener.connections() == 0);
            assertThat(listener.faults()).isEmpty();
        }
    }

    private static final String CLIENT = "PROXY TCP4 192.0.2.1 198.51.100.2 4711 25\r\n";

    private static ListenerOptions behindProxy(String range) {
        return limited(100)
                .with(new AdmissionLimits(100, 1, 10, 10, 10, List.of()))
                .withProxies(List.of(AddressRange.parse(range)));
    }

    @Test
    void aProxySaysWhoItsClientIs() throws Exception {
        Handler tellsEnds = connection -> {
            connection.write(connection.remote() + " to " + connection.local() + "\r\n");
            connection.flush();
            connection.readLine(512, MINUTE);
        };
        try (Listener listener = open(behindProxy("127.0.0.0/8"), tellsEnds)) {
            try (Connection client = connect(listener);
                    Connection second = connect(listener);
                    Connection itself = connect(listener)) {
                client.write(CLIENT);
                client.flush();
                assertThat(heard(client)).isEqualTo("/192.0.2.1:4711 to /198.51.100.2:25");
                second.write(CLIENT);
                second.flush();
                assertThat(heard(second)).startsWith("421 Too many connections from your address");
                itself.write("PROXY UNKNOWN\r\n");
                itself.flush();
                assertThat(heard(itself)).contains("/127.0.0.1:");
            }
            await(() -> listener.connections() == 0);
            try (Connection again = connect(listener)) {
                again.write(CLIENT);
                again.flush();
                assertThat(heard(again)).startsWith("/192.0.2.1");
            }
        }
    }

    @Test
    void tlsBeginsBehindTheProxyHeader() throws Exception {
        ListenerOptions options = behindProxy("127.0.0.0/8").withTls(TestCertificate.serverContext(), MINUTE);
        try (Listener listener = open(options, connection -> connection.write(connection.remote() + "\r\n"));
                Connection client = connect(listener)) {
            client.write(CLIENT);
            client.flush();
            client.startTlsClient(TestCertificate.clientContext(), "localhost", true, MINUTE);
            assertThat(heard(client)).isEqualTo("/192.0.2.1:4711");
        }
    }

    @Test
    void nobodyElseMaySpeakForOthers() throws Exception {
        try (Listener listener = open(behindProxy("192.0.2.0/24"), ListenerTest::echo);
                Connection liar = connect(listener)) {
            assertThat(liar.readLine(512, PATIENCE)).isEqualTo(new Line.End());
            assertThat(listener.refused()).isEqualTo(1);
            assertThat(listener.accepted()).isZero();
        }
    }

    @Test
    void aProxyThatSendsRubbishOrNothingIsTurnedAway() throws Exception {
        ListenerOptions options = behindProxy("127.0.0.0/8");
        ListenerOptions impatient = new ListenerOptions(
                options.name(),
                options.admission(),
                options.refusal(),
                options.tls(),
                Duration.ofMillis(300),
                options.proxies(),
                new Places(1),
                BusyThreads.none());
        try (Listener listener = open(impatient, ListenerTest::echo)) {
            try (Connection rubbish = connect(listener)) {
                rubbish.write("EHLO example.\r\n");
                rubbish.flush();
                assertThat(rubbish.readLine(512, PATIENCE)).isEqualTo(new Line.End());
            }
            try (Connection silent = connect(listener)) {
                assertThat(silent.readLine(512, PATIENCE)).isEqualTo(new Line.End());
            }
            await(() -> listener.connections() == 0);
            assertThat(listener.refused()).isEqualTo(2);
            assertThat(listener.faults()).isEmpty();
            try (Connection waiting = connect(listener)) {
                await(() -> listener.connections() == 1);
                assertThat(listener.stop(PATIENCE)).isTrue();
                assertThat(waiting.readLine(512, PATIENCE)).isEqualTo(new Line.End());
            }
        }
    }

    private Listener open(Handler handler) throws IOException {
        return open(limited(10_000), handler);
    }

    private Listener open(ListenerOptions options, Handler handler) throws IOException {
        return Listener.open(ANY_PORT, options, deadlines, link -> WireLog.NONE, handler);
    }

    private static ListenerOptions limited(int connections) {
        return ListenerOptions.named("test", "421 ").with(AdmissionLimits.of(connections, 10));
    }

    private static ListenerOptions tls(ListenerOptions options, SSLContext context, Duration timeout) {
        return options.withTls(context, timeout);
    }

    private Connection connect(Listener listener) throws IOException {
        return connect(listener.address());
    }

    private Connection connect(InetSocketAddress address) throws IOException {
        return new Connection(SocketLink.connect(address, PATIENCE), deadlines, WireLog.NONE);
    }

    private static void echo(Connection connection) throws IOException {
        while (connection.readLine(512, MINUTE) instanceof Line.Text text) {
            connection.write(text.string() + "\r\n");
        }
    }

    private static void say(Connection connection, String line) throws IOException {
        connection.write(line + "\r\n");
        connection.flush();
    }

    private static String heard(Connection connection) throws IOException {
        return ((Line.Text) connection.readLine(512, PATIENCE)).string();
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting too long").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
