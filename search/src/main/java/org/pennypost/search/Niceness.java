package org.pennypost.search;

import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Makes a thread give way to all others. Java's own priorities mean nothing on Linux, where every thread of a program has the same weight unless the system is
 * asked: an indexing thread would take its full share of the processor from deliveries.
 */
final class Niceness {
    private static final System.Logger LOG = System.getLogger(Niceness.class.getName());

    /** {@code PRIO_PROCESS} of setpriority(2). */
    private static final int PROCESS = 0;

    /** The caller itself: on Linux the thread, elsewhere the whole process, which is why it is asked for on Linux alone. */
    private static final int SELF = 0;

    /**
     * Beside a busy thread it gets a thirtieth of the processor, beside idle ones all of it. Not 19, the lowest: whoever waits for a lock that it holds, or for
     * it at a safepoint, would wait too long.
     */
    private static final int LOW = 15;

    private Niceness() {}

    /** Lowers the platform thread that calls it, where the system can do that. */
    @SuppressWarnings("restricted") // a call of the C library that takes three numbers
    static void low() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setPriority = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setpriority"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int failed = (int) setPriority.invokeExact(PROCESS, SELF, LOW);
            if (failed != 0) {
                LOG.log(Level.DEBUG, "the indexing thread keeps its priority");
            }
        } catch (Throwable refused) {
            // Without it the index is as good, and deliveries a little slower.
            LOG.log(Level.DEBUG, "the indexing thread keeps its priority", refused);
        }
    }
}
