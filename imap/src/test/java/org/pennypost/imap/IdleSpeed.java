package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pennypost.wire.BusyThreads;

/**
 * Measures many sessions in IDLE on one mailbox: {@code IdleSpeed [SESSIONS [ROUNDS [WARM-UP]]]}. The clients are a process of their own, so that what each side
 * takes of the processors is known. The rows in docs/performance.md are its output.
 */
public final class IdleSpeed {
    private static final String TOLD = "told";

    private IdleSpeed() {}

    /** @param args how many sessions, how many deliveries are measured, and how many come before them */
    public static void main(String[] args) throws IOException {
        int sessions = number(args, 0, 5_000);
        if (args.length > 3) {
            listen(Integer.parseInt(args[3]), sessions, number(args, 1, 0));
            return;
        }
        int rounds = number(args, 1, 20);
        int before = number(args, 2, 0);
        int processors = Runtime.getRuntime().availableProcessors();
        try (BusyThreads busy = new BusyThreads(processors);
                IdleServer server = new IdleServer(busy)) {
            try (IdleCrowd few = new IdleCrowd(server.port())) {
                few.idle(10);
            }
            long bytes = IdleCrowd.usedBytes();
            Process clients = clients(sessions, before + rounds, server.port());
            try (BufferedReader said = new BufferedReader(new InputStreamReader(clients.getInputStream(), US_ASCII))) {
                await(said);
                tellBytes("each of " + sessions + " in IDLE", bytes, sessions);
                if (before > 0) {
                    measure("warm-up", server, said, clients, before);
                }
                measure("then", server, said, clients, rounds);
                tellBytes("each, after that", bytes, sessions);
            } finally {
                clients.destroy();
            }
        }
    }

    private static int number(String[] args, int at, int otherwise) {
        return args.length > at ? Integer.parseInt(args[at]) : otherwise;
    }

    private static Process clients(int sessions, int rounds, int port) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx500m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleSpeed.class.getName(),
                        Integer.toString(sessions),
                        Integer.toString(rounds),
                        "0",
                        Integer.toString(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What the process of the clients does: says when all wait, and each time when all were told. */
    private static void listen(int port, int sessions, int rounds) throws IOException {
        try (IdleCrowd crowd = new IdleCrowd(port)) {
            crowd.idle(sessions);
            System.out.println(TOLD);
            for (int round = 1; round <= rounds; round++) {
                crowd.untilAllAreTold(round);
                System.out.println(TOLD);
            }
        }
    }

    private static void await(BufferedReader said) throws IOException {
        if (!TOLD.equals(said.readLine())) {
            throw new IOException("the clients are gone");
        }
    }

    private static void measure(String what, IdleServer server, BufferedReader said, Process clients, int rounds)
            throws IOException {
        double[] millis = new double[rounds];
        long ours = cpuMillis(ProcessHandle.current());
        long theirs = cpuMillis(clients.toHandle());
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            server.deliver();
            await(said);
            millis[round] = (System.nanoTime() - start) / 1e6;
        }
        ours = cpuMillis(ProcessHandle.current()) - ours;
        theirs = cpuMillis(clients.toHandle()) - theirs;
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s, told to all: the first %.1f ms; of %d: median %.1f, 95th of 100 %.1f, last %.1f ms; processor of the server %.1f, of the clients %.1f ms each%n",
                what,
                first,
                rounds,
                millis[rounds / 2],
                millis[rounds * 95 / 100],
                millis[rounds - 1],
                (double) ours / rounds,
                (double) theirs / rounds);
    }

    private static long cpuMillis(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    private static void tellBytes(String what, long before, int many) {
        System.out.printf(Locale.ROOT, "%s: %,d bytes%n", what, (IdleCrowd.usedBytes() - before) / many);
    }
}
