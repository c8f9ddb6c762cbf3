package org.pennypost.mime;

import java.io.IOException;

/** Bytes that were given as text are not UTF-8. */
public final class NotUtf8 extends IOException {
    private static final long serialVersionUID = 1L;

    NotUtf8(String message) {
        super(message);
    }
}
