package org.pennypost.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.pennypost.wire.testing.TestCertificate;

/**
 * Measures what wire costs: CPU time of the server's process for a line there and back, and for a body. The client is a process of its own, so
 * that its work is not counted. How to run it, and what came out, is in {@code docs/wire.md}.
 */
public final class WireSpeed {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int BODY_BYTES = 1 << 20;
    private static final int WARM_UP_PARTS = 3;
    private static final PrintStream OUT = System.out;

    private WireSpeed() {}

    /** One measurement: what the client sends how often, on how many connections at once. */
    private record Load(String what, int connections, int times, boolean tls) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            Client.main(arguments);
            return;
        }
        framing();
        for (Load load : List.of(
                new Load("line", 1, 60_000, false),
                new Load("line", 50, 200_000, false),
                new Load("body", 1, 2_000, false),
                new Load("body", 10, 2_000, false),
                new Load("line", 1, 40_000, true),
                new Load("line", 50, 100_000, true),
                new Load("body", 1, 1_000, true),
                new Load("connect", 1, 10_000, false),
                new Load("connect", 1, 3_000, true))) {
            measure(load);
        }
    }

    /** The framing alone: no system calls. */
    private static void framing() throws IOException {
        byte[] body = Client.body();
        Link endless = new RepeatingLink(body);
        long[] taken = {0};
        try (Connection connection = new Connection(endless, new Deadlines(() -> 0), WireLog.NONE)) {
            for (int round = 0; round < 6; round++) {
                int times = 2000;
                long cpu = processCpu();
                for (int i = 0; i < times; i++) {
                    connection.readDotted((bytes, offset, length) -> taken[0] += length, PATIENCE);
                }
                if (round == 5) {
                    OUT.printf(
                            Locale.ROOT,
                            "framing of a 1 MB body, without a socket: %.3f ms%n",
                            (processCpu() - cpu) / 1e6 / times);
                }
            }
        }
        try (Connection connection = new Connection(endless, new Deadlines(() -> 0), WireLog.NONE)) {
            for (int round = 0; round < 6; round++) {
                int times = 2000;
                long cpu = processCpu();
                for (int i = 0; i < times; i++) {
                    DotWriter writer = connection.dotted();
                    writer.write(body, 0, body.length - 3);
                    writer.finish();
                    connection.flush();
                }
                if (round == 5) {
                    OUT.printf(
                            Locale.ROOT,
                            "stuffing of a 1 MB body, without a socket: %.3f ms%n",
                            (processCpu() - cpu) / 1e6 / times);
                }
            }
        }
    }

    private static void measure(Load load) throws Exception {
        ListenerOptions usual = ListenerOptions.named("speed", "421 too many\r\n");
        ListenerOptions options =
                load.tls ? usual.withTls(TestCertificate.serverContext(), usual.handshakeTimeout()) : usual;
        try (Deadlines deadlines = Deadlines.start();
                Listener listener = Listener.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        options,
                        deadlines,
                        link -> WireLog.NONE,
                        WireSpeed::serve)) {
            Process client = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            WireSpeed.class.getName(),
                            load.what,
                            Integer.toString(listener.address().getPort()),
                            Integer.toString(load.connections),
                            Integer.toString(load.times),
                            Boolean.toString(load.tls))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            watch(load, client);
        }
    }

    /** The client says a line after warming up and one at the end. */
    private static void watch(Load load, Process client) throws IOException, InterruptedException {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            said.readLine();
            long wall = System.nanoTime();
            long cpu = processCpu();
            said.readLine();
            double micros = (processCpu() - cpu) / 1e3 / load.times;
            double seconds = (System.nanoTime() - wall) / 1e9;
            OUT.printf(
                    Locale.ROOT,
                    "%-8s %-4s %3d connections: %,9.0f a second, server CPU %.1f microseconds each%n",
                    load.what,
                    load.tls ? "TLS" : "",
                    load.connections,
                    load.times / seconds,
                    micros);
        }
        client.waitFor(1, TimeUnit.MINUTES);
    }

    private static void serve(Connection connection) throws IOException {
        while (connection.readLine(512, PATIENCE) instanceof Line.Text text) {
            if (text.bytes()[0] == 'D') {
                connection.readDotted((bytes, offset, length) -> {}, PATIENCE);
            }
            connection.write("250 2.0.0 fine\r\n");
        }
    }

    private static long processCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** The other process. */
    private static final class Client {
        static void main(String[] arguments) throws Exception {
            Load load = new Load(
                    arguments[0],
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Boolean.parseBoolean(arguments[4]));
            InetSocketAddress server =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
            all(load, server, load.times / WARM_UP_PARTS);
            OUT.println("warm");
            all(load, server, load.times);
            OUT.println("done");
        }

        private static void all(Load load, InetSocketAddress server, int times) throws InterruptedException {
            Thread[] threads = new Thread[load.connections];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = Thread.ofPlatform().start(() -> converse(load, server, times / load.connections));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private static void converse(Load load, InetSocketAddress server, int times) {
            try {
                if (load.what.equals("connect")) {
                    for (int i = 0; i < times; i++) {
                        converse(load, server, "NOOP\r\n".getBytes(StandardCharsets.US_ASCII), 1);
                    }
                } else {
                    converse(load, server, load.what.equals("line") ? line() : body(), times);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void converse(Load load, InetSocketAddress server, byte[] request, int times)
                throws IOException {
            try (Link socket = SocketLink.connect(server, PATIENCE);
                    Link link = load.tls ? secured(socket) : socket) {
                ByteBuffer reply = ByteBuffer.allocate(1000);
                ByteBuffer bytes = ByteBuffer.allocateDirect(request.length).put(request);
                for (int i = 0; i < times; i++) {
                    link.write(bytes.flip());
                    bytes.limit(bytes.capacity()).position(bytes.capacity());
                    link.read(reply.clear());
                }
            }
        }

        private static Link secured(Link socket) throws IOException {
            TlsLink link = TlsLink.client(socket, ClientTls.trustingAll(), "localhost", false);
            link.handshake();
            return link;
        }

        private static byte[] line() {
            return "RCPT TO:<alice@example.test>\r\n".getBytes(StandardCharsets.US_ASCII);
        }

        /** Base64 as attachments have it, ended by the dot. */
        static byte[] body() {
            byte[] command = "DATA\r\n".getBytes(StandardCharsets.US_ASCII);
            byte[] body = new byte[BODY_BYTES];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) (i % 78 == 76 ? '\r' : i % 78 == 77 ? '\n' : 'A' + i % 26);
            }
            byte[] end = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(command.length + body.length + end.length)
                    .put(command)
                    .put(body)
                    .put(end)
                    .array();
        }
    }
}
