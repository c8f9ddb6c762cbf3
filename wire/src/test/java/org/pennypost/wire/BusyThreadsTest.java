package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.wire.testing.TestCertificate;

/** Conversations that are busy have a thread of the system; what peers see of it is nothing. */
@Timeout(60)
class BusyThreadsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** The clock stands still, so every turn is quick. */
    private final Deadlines deadlines = new Deadlines(() -> 0);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        assertThat(deadlines.watched()).isZero();
    }

    @Test
    void aConversationMovesToAThreadOfTheSystemAndBackWhenThePeerIsSilent() throws Exception {
        BusyThreads busy = busy(1, MOMENT);
        Connection client = connect(open(busy));
        assertThat(ask(client, "a\r\nb\r\nc")).isEqualTo("a virtual");
        assertThat(heard(client)).isEqualTo("b system");
        assertThat(heard(client)).isEqualTo("c system");
        await(() -> {
            LockSupport.parkNanos(2 * MOMENT.toNanos());
            return ask(client, "d").equals("d virtual");
        });
    }

    @Test
    void aBusyPeerKeepsItsThreadAndOthersGoOnWithout() throws Exception {
        BusyThreads busy = busy(1, MINUTE);
        Listener listener = open(busy);
        Connection first = connect(listener);
        assertThat(ask(first, "a")).isEqualTo("a virtual");
        for (int i = 0; i < 100; i++) {
            assertThat(ask(first, "b" + i)).isEqualTo("b" + i + " system");
        }
        Connection second = connect(listener);
        assertThat(ask(second, "c")).isEqualTo("c virtual");
        assertThat(ask(second, "d")).isEqualTo("d virtual");
        assertThat(ask(first, "quit")).isEqualTo("quit system");
        // The answer leaves before the second looks whether a thread is free: it may find this one at once, or behind
        // one of its next turns.
        await(() -> ask(second, "e").equals("e system"));
        assertThat(ask(second, "f")).isEqualTo("f system");
    }

    @Test
    void aTurnThatWaitsForLongHoldsNoThread() throws Exception {
        BusyThreads busy = busy(1, MINUTE);
        Connection client = connect(open(busy));
        ask(client, "a");
        assertThat(ask(client, "b")).isEqualTo("b system");
        assertThat(ask(client, "wait")).isEqualTo("wait system");
        await(() -> busy.lent() == 0);
        assertThat(ask(client, "c")).isEqualTo("c virtual");
        assertThat(ask(client, "d")).isEqualTo("d system");
    }

    @Test
    void theEndOfTheServerEndsTheWaitingForTheNextQuestion() throws Exception {
        BusyThreads busy = busy(1, MINUTE);
        Listener listener = open(busy);
        Connection client = connect(listener);
        ask(client, "a");
        ask(client, "b");
        assertThat(listener.stop(MINUTE)).isTrue();
        assertThat(heard(client)).isEqualTo("goodbye");
        await(() -> busy.lent() == 0);
    }

    @Test
    void aPeerThatLeavesEndsItToo() throws Exception {
        BusyThreads busy = busy(1, MINUTE);
        Listener listener = open(busy);
        Connection client = connect(listener);
        ask(client, "a");
        ask(client, "b");
        client.close();
        await(() -> listener.connections() == 0);
        await(() -> busy.lent() == 0);
        assertThat(listener.faults()).isEmpty();
    }

    @Test
    void aFaultOnSuchAThreadIsTheConversations() throws Exception {
        Listener listener = open(busy(1, MINUTE));
        Connection client = connect(listener);
        ask(client, "a");
        say(client, "fault");
        assertThat(client.readLine(512, MINUTE)).isEqualTo(new Line.End());
        await(() -> listener.connections() == 0);
        assertThat(listener.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("asked for"));
    }

    @Test
    void whatIsProtectedOrCompressedIsBusyLikeAnythingElse() throws Exception {
        var context = TestCertificate.serverContext();
        Listener listener = Listener.open(
                ANY_PORT,
                ListenerOptions.named("test", "421 ").withTls(context, MINUTE).withBusyThreads(busy(1, MINUTE)),
                deadlines,
                _ -> WireLog.NONE,
                BusyThreadsTest::converse);
        opened.add(listener);
        Connection client = connect(listener);
        client.startTlsClient(TestCertificate.clientContext(), "localhost", false, MINUTE);
        assertThat(ask(client, "a")).isEqualTo("a virtual");
        assertThat(ask(client, "b")).isEqualTo("b system");
        assertThat(ask(client, "deflate")).isEqualTo("deflate system");
        client.startDeflate();
        String long1 = "x".repeat(3000);
        for (int i = 0; i < 5; i++) {
            assertThat(ask(client, long1 + i)).isEqualTo(long1 + i + " system");
        }
    }

    @Test
    void linesInPiecesOfAnySizeComeWhole() throws Exception {
        Connection client = connect(open(busy(1, MINUTE)));
        ask(client, "a");
        for (int size = 1; size < 5000; size += 499) {
            String line = "y".repeat(size);
            client.write(line.substring(0, size / 2));
            client.flush();
            client.write(line.substring(size / 2));
            assertThat(ask(client, "")).isEqualTo(line + " system");
        }
    }

    private BusyThreads busy(int max, Duration patience) {
        BusyThreads busy = new BusyThreads(max, patience);
        opened.add(busy);
        return busy;
    }

    private Listener open(BusyThreads busy) throws IOException {
        Listener listener = Listener.open(
                ANY_PORT,
                ListenerOptions.named("test", "421 ").withBusyThreads(busy),
                deadlines,
                _ -> WireLog.NONE,
                BusyThreadsTest::converse);
        opened.add(listener);
        return listener;
    }

    private static void converse(Connection connection) throws IOException {
        connection.takeTurns(() -> {
            if (!(connection.readLine(8000, MINUTE) instanceof Line.Text text)) {
                connection.write("goodbye\r\n");
                return Turn.Next.NOTHING;
            }
            String said = text.string();
            connection.write(said + (Thread.currentThread().isVirtual() ? " virtual\r\n" : " system\r\n"));
            if (said.equals("fault")) {
                throw new IllegalStateException("asked for");
            }
            if (said.equals("deflate")) {
                connection.flush();
                connection.startDeflate();
            }
            return switch (said) {
                case "wait" -> Turn.Next.LONG_WAIT;
                case "quit" -> Turn.Next.NOTHING;
                default -> Turn.Next.ANOTHER;
            };
        });
    }

    private Connection connect(Listener listener) throws IOException {
        Connection client = new Connection(SocketLink.connect(listener.address(), MINUTE), deadlines, WireLog.NONE);
        opened.add(client);
        return client;
    }

    private static void say(Connection client, String line) {
        try {
            client.write(line + "\r\n");
            client.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String heard(Connection client) {
        try {
            return client.readLine(8000, MINUTE) instanceof Line.Text text ? text.string() : "nothing";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ask(Connection client, String line) {
        say(client, line);
        return heard(client);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
