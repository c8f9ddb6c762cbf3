package org.pennypost.server;

/** The server, or a command that needs its store, cannot start. The message is one sentence that says why and what to do. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message, null, false, false);
    }
}
