package org.pennypost.store;

import java.io.IOException;

/** The store could not do what was asked. The message says what happened; nothing was half done. */
public class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
