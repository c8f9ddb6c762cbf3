package org.pennypost.imap.search;

import java.io.IOException;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;

/**
 * Messages of which something that is measured lies between two bounds: a date, a size. Asked loosely (RFC 6203 §5), a little outside will do, and is less like it the
 * farther it is away.
 *
 * @param from the least
 * @param to the most
 * @param slack how far outside what is asked loosely may lie; at least 0
 * @param loosely whether it is
 */
record Measured(Measure measure, long from, long to, long slack, Cost cost, boolean loosely) implements SearchTerm {
    /** What a message has that has none; below every bound. */
    static final long NONE = Long.MIN_VALUE;

    /** The lowest bound. */
    static final long LEAST = Long.MIN_VALUE + 1;

    /** Just outside; a message inside has 1. */
    private static final double OUTSIDE = 0.75;

    /** Something that is measured. */
    @FunctionalInterface
    interface Measure {
        /** Returns {@link #NONE} for a message that has none. */
        long of(SelectedMessage message) throws IOException;
    }

    /** One that is asked exactly. */
    Measured(Measure measure, long from, long to, long slack, Cost cost) {
        this(measure, from, to, slack, cost, false);
    }

    @Override
    public boolean matches(SelectedMessage message) throws IOException {
        if (loosely) {
            return likeness(message) > 0;
        }
        long measured = measure.of(message);
        return measured >= from && measured <= to;
    }

    @Override
    public double likeness(SelectedMessage message) throws IOException {
        long measured = measure.of(message);
        if (measured >= from && measured <= to) {
            return 1;
        }
        if (!loosely || measured == NONE) {
            return 0;
        }
        double away = measured < from ? (double) from - measured : (double) measured - to;
        return away > slack ? 0 : OUTSIDE * (1 - away / (slack + 1.0));
    }

    @Override
    public SearchTerm loose() {
        return new Measured(measure, from, to, slack, cost, true);
    }

    @Override
    public boolean isFuzzy() {
        return loosely;
    }
}
