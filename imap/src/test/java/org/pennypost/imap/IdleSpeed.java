package org.pennypost.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measures many sessions in IDLE on one mailbox, server and clients in one process: {@code IdleSpeed [SESSIONS [ROUNDS]]}. The rows in docs/performance.md are its
 * output.
 */
public final class IdleSpeed {
    private IdleSpeed() {}

    /** @param args how many sessions, and how many deliveries are measured */
    public static void main(String[] args) throws IOException {
        int sessions = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        try (IdleCrowd crowd = new IdleCrowd()) {
            crowd.idle(10);
            long before = IdleCrowd.usedBytes();
            crowd.idle(sessions - 10);
            tellBytes("each of " + sessions + " in IDLE", before, sessions - 10);
            double[] millis = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                crowd.deliver();
                crowd.untilAllAreTold(round + 1);
                millis[round] = (System.nanoTime() - start) / 1e6;
            }
            System.out.printf(Locale.ROOT, "first delivery told to all: %.1f ms%n", millis[0]);
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "of %d: median %.1f ms, last %.1f ms%n",
                    rounds,
                    millis[rounds / 2],
                    millis[rounds - 1]);
            tellBytes("each, after that", before, sessions - 10);
            before = IdleCrowd.usedBytes();
            crowd.greet(sessions - 100);
            tellBytes("each of as many more but a hundred, greeted", before, sessions - 100);
            System.out.printf(Locale.ROOT, "held: %d%n", crowd.held());
        }
    }

    private static void tellBytes(String what, long before, int many) {
        System.out.printf(Locale.ROOT, "%s: %,d bytes%n", what, (IdleCrowd.usedBytes() - before) / many);
    }
}
