package org.pennypost.testkit;

import java.util.Locale;

/** What carries the bytes of a transcript's connections. */
public enum Carrier {
    /** A pair of queues inside the process. */
    MEMORY,
    /** TCP over the loopback address. */
    SOCKET;

    /** The name that {@code only} uses in a transcript: {@code memory}, {@code socket}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
