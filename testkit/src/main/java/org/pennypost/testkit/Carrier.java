package org.pennypost.testkit;

import java.util.Locale;

/** What carries the bytes of a transcript's connections. */
public enum Carrier {
    /** A pair of queues inside the process. */
    MEMORY,
    /** TCP over the loopback address. */
    SOCKET,
    /** TCP with TLS before the first byte; not for transcripts in which TLS begins otherwise. */
    TLS;

    /** The name that {@code only} uses in a transcript: {@code memory}, {@code socket}, {@code tls}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
