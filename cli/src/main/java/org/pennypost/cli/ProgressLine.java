package org.pennypost.cli;

import org.pennypost.client.ProgressListener;

/** A line on the terminal that says how far long work has come, drawn over itself; nothing where there is no terminal. Not for several threads. */
public final class ProgressLine implements ProgressListener, AutoCloseable {
    private static final int BAR = 30;
    /** Work that is over before this is done without a bar. */
    private static final long OCTETS_MIN = 100_000;

    private final Console console;
    private final String what;
    private long shown = -1;

    /** @param what is being done, in a word or two */
    public ProgressLine(Console console, String what) {
        this.console = console;
        this.what = Printable.of(what);
    }

    @Override
    public void progress(long octets, long total) {
        if (!console.progress() || total < OCTETS_MIN) {
            return;
        }
        long percent = Math.min(100, octets * 100 / total);
        if (percent != shown) {
            shown = percent;
            int full = (int) (percent * BAR / 100);
            console.err()
                    .print("\r" + what + " [" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + percent + " % of "
                            + Octets.of(total));
            console.err().flush();
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (shown >= 0) {
            console.err().print("\r\u001B[K");
            console.err().flush();
            shown = -1;
        }
    }
}
