package org.pennypost.wire;

import java.io.IOException;

/** A peer went so far beyond a limit that reading on in order to answer politely is not worth it: the connection ends. */
public final class LimitExceeded extends IOException {
    private static final long serialVersionUID = 1L;

    LimitExceeded(String what, long max) {
        super("more than " + max + " bytes of " + what + "; the connection ends");
    }
}
