package org.pennypost.sasl;

import java.net.InetAddress;

/** Knows names and passwords: the port through which the protocols ask the directory. Thread-safe. */
public interface Authenticator {
    /**
     * Checks a password; may take tens of milliseconds.
     *
     * @param name as the client sent it
     * @param password as the client sent it, in UTF-8; neither kept nor changed
     * @param peer the client's address, for those who guess
     */
    Outcome verify(String name, byte[] password, InetAddress peer);
}
