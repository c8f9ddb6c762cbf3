package org.pennypost.client;

import java.io.IOException;

/** The server did not let us in, or we would not show it the password. */
public final class LoginRefused extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    LoginRefused(String message, boolean temporary) {
        super(message);
        this.temporary = temporary;
    }

    /** Returns whether the same password may work later. */
    public boolean temporary() {
        return temporary;
    }
}
