package org.pennypost.sasl;

/** An exchange cannot go on. The message says why. */
public final class SaslFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SaslFailure(String message) {
        super(message, null, false, false);
    }
}
