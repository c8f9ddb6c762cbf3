package org.pennypost.search;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.pennypost.mailbox.CommandsUnderWay;

/**
 * Has the indexing thread stand still while commands are being answered, but never longer than {@value #FACTOR} times as long as it has worked: with programs that
 * never rest an index grows at a fifth of its speed. A low priority alone is not enough on a machine whose every processor has something to do, since the
 * indexing takes its caches, its memory and its compiler too. One owner.
 */
final class GivingWay {
    /** How long it may wait for what it has worked. */
    static final long FACTOR = 4;

    /** A long piece of work, such as the merging of segments, is not paid for at once. */
    static final long OWED_NANOS_MAX = 200_000_000L;

    private static final long NAP_NANOS = 500_000;

    private final LongSupplier nanos;
    private final LongConsumer nap;
    private long lastNanos;
    private long owedNanos;

    /**
     * @param nanos the time
     * @param nap waits for so many nanoseconds
     */
    GivingWay(LongSupplier nanos, LongConsumer nap) {
        this.nanos = nanos;
        this.nap = nap;
        this.lastNanos = nanos.getAsLong();
    }

    /** Work begins: what was before that was none. */
    void begin() {
        lastNanos = nanos.getAsLong();
    }

    /** Between two pieces of work. */
    void pause(CommandsUnderWay commands) {
        long now = nanos.getAsLong();
        owedNanos = Math.min(OWED_NANOS_MAX, owedNanos + FACTOR * (now - lastNanos));
        while (owedNanos > 0 && commands.any()) {
            nap.accept(NAP_NANOS);
            long later = nanos.getAsLong();
            owedNanos -= Math.max(1, later - now);
            now = later;
        }
        lastNanos = now;
    }
}
