package org.pennypost.client;

import java.io.IOException;

/** The server does not give what it was asked for. */
public final class FetchRefused extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    FetchRefused(IOException refused, boolean temporary) {
        super(refused.getMessage(), refused);
        this.temporary = temporary;
    }

    FetchRefused(String message) {
        super(message);
        this.temporary = false;
    }

    /** Returns whether the same may work later. */
    public boolean temporary() {
        return temporary;
    }
}
