package org.pennypost.cli.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.pennypost.cli.Console;
import tools.jackson.databind.JsonNode;

/** How far a rebuild of the search index is, as a line on the terminal drawn over itself. For one rebuild and one thread. */
final class RebuildBar implements AutoCloseable {
    private static final int BAR = 30;

    private final Console console;
    private final Duration every;

    /** The last content of each account when the rebuild began: what comes later is not waited for. */
    private final Map<String, Long> goals = new HashMap<>();

    private boolean shown;

    RebuildBar(Console console, Duration every) {
        this.console = console;
        this.every = every;
    }

    /** Shows a status, and says after a pause whether to ask again. */
    boolean goesOn(JsonNode status) {
        long done = 0;
        long goal = 0;
        for (JsonNode each : status.path("accounts")) {
            long last = goals.computeIfAbsent(
                    each.path("account").asString(), _ -> each.path("last").asLong());
            goal += last;
            done += Math.min(last, each.path("through").asLong());
        }
        if (done >= goal || status.path("waiting").asLong() == 0) {
            return false;
        }
        show(done, goal);
        LockSupport.parkNanos(this, every.toNanos());
        return !Thread.currentThread().isInterrupted();
    }

    private void show(long done, long goal) {
        if (console.progress()) {
            int full = (int) (done * BAR / goal);
            console.err()
                    .print("\rindexing [" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + done * 100 / goal
                            + " % of " + goal + " messages");
            console.err().flush();
            shown = true;
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (shown) {
            console.err().print("\r\u001B[K");
            console.err().flush();
        }
    }
}
