package org.pennypost.house.offenders;

import org.junit.jupiter.api.Assertions;
import org.pennypost.house.offenders.other.Accomplice;
import org.pennypost.store.Store;

/** Breaks every wall at once: the store, a thread, the clock, reflection, a test library, and a cycle of packages. */
public final class Offender {
    /** Knows what it should not. */
    public Object offend(Store store, Accomplice accomplice) throws ClassNotFoundException {
        Assertions.assertNotNull(store);
        Thread.currentThread().setName(accomplice + " " + System.nanoTime());
        return Class.forName("org.pennypost.house.offenders.Offender");
    }
}
