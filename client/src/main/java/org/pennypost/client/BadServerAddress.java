package org.pennypost.client;

/** A text names no server. The message says why, in one line. */
public final class BadServerAddress extends Exception {
    private static final long serialVersionUID = 1L;

    BadServerAddress(String message) {
        super(message, null, false, false);
    }
}
