package org.pennypost.testkit;

/** What carries the bytes of a transcript. */
public enum Carrier {
    /** Both ends in one process, without the system's network. */
    MEMORY,
    /** A TCP connection over the loopback address. */
    SOCKET
}
