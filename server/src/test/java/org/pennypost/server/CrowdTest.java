package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More connections than anybody needs: each is served, memory is bounded, and the mail of others goes through. */
@Timeout(300)
class CrowdTest {
    /** What a waiting connection may take on the heap and in direct buffers, the test's own end included. */
    private static final long BYTES_EACH_MAX = 16_000;

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void twoThousandAtOnce() throws Exception {
        crowd(2_000);
    }

    @Test
    @Tag("slow")
    void fiveThousandAtOnce() throws Exception {
        crowd(5_000);
    }

    private void crowd(int many) throws Exception {
        List<Wire> wires = new ArrayList<>();
        try (ServerInProcess server = new ServerInProcess(folder, Map.of())) {
            sendAndFetch(server, "before");
            int smtp = server.port("smtp");
            int pop3 = server.port("pop3");
            long before = usedBytes();
            for (int i = 0; i < many; i++) {
                Wire wire = new Wire(java.net.InetAddress.getLoopbackAddress(), i % 2 == 0 ? smtp : pop3);
                wires.add(wire);
                assertThat(wire.answer()).matches("220 .*|\\+OK .*");
            }
            assertThat(server.connections("smtp") + server.connections("pop3")).isEqualTo(many);
            assertThat((usedBytes() - before) / many).as("bytes for each").isLessThan(BYTES_EACH_MAX);
            sendAndFetch(server, "among them all");
            assertThat(wires.getFirst().say("HELO client.example")).startsWith("250");
            assertThat(wires.getLast().say("CAPA")).startsWith("+OK");
            for (Wire wire : wires) {
                wire.close();
            }
            untilNobodyIsThere(server);
            sendAndFetch(server, "after");
        }
    }

    private static long usedBytes() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void aThousandThatComeAndGo() throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of())) {
            comeAndGo(server, 1_000, 0);
        }
    }

    /** 500 new ones a second for a minute. */
    @Test
    @Tag("slow")
    void aMinuteOfComingAndGoing() throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of())) {
            comeAndGo(server, 30_000, 2_000);
        }
    }

    /** So many visitors, one every so many microseconds, every third of them without a goodbye; meanwhile mail is sent and fetched. */
    private static void comeAndGo(ServerInProcess server, int visitors, int everyMicros) throws Exception {
        int smtp = server.port("smtp");
        AtomicInteger served = new AtomicInteger();
        Semaphore room = new Semaphore(2_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            List<Future<Void>> visits = new ArrayList<>();
            for (int i = 0; i < visitors; i++) {
                int number = i;
                room.acquire();
                clock.schedule(() -> {}, everyMicros, TimeUnit.MICROSECONDS).get();
                visits.add(threads.submit(() -> {
                    visit(smtp, number, served);
                    room.release();
                    return null;
                }));
                if (i % 250 == 0) {
                    sendAndFetch(server, "visit " + i);
                }
            }
            for (Future<Void> visit : visits) {
                visit.get();
            }
        }
        assertThat(served).hasValue(visitors);
        untilNobodyIsThere(server);
    }

    private static void visit(int port, int number, AtomicInteger served) throws java.io.IOException {
        try (Wire wire = new Wire(java.net.InetAddress.getLoopbackAddress(), port)) {
            if (wire.answer().startsWith("220")) {
                served.incrementAndGet();
            }
            if (number % 3 == 0) {
                wire.reset();
            } else {
                wire.say("QUIT");
            }
        }
    }

    private static void sendAndFetch(ServerInProcess server, String subject) throws Exception {
        try (Wire smtp = server.connect("smtp");
                Wire pop3 = server.connect("pop3")) {
            smtp.answer();
            smtp.say("HELO client.example");
            smtp.say("MAIL FROM:<>");
            smtp.say("RCPT TO:<alice@example.test>");
            smtp.say("DATA");
            assertThat(smtp.say("Subject: " + subject + "\r\n\r\nhello\r\n.")).startsWith("250");
            smtp.say("QUIT");
            pop3.answer();
            pop3.say("USER alice@example.test");
            assertThat(pop3.say("PASS " + server.password("alice@example.test")))
                    .startsWith("+OK");
            assertThat(pop3.say("STAT")).startsWith("+OK 1 ");
            pop3.say("DELE 1");
            assertThat(pop3.say("QUIT")).startsWith("+OK");
        }
    }

    /** The server notices a moment later that a peer has left. */
    static void untilNobodyIsThere(ServerInProcess server) throws Exception {
        while (server.connections("smtp") + server.connections("pop3") + server.connections("pop3s") > 0) {
            Thread.onSpinWait();
        }
    }
}
