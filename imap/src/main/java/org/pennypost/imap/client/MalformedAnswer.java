package org.pennypost.imap.client;

import java.io.IOException;

/** The server said something that is no IMAP, or more than is taken; nothing more can be said to it. */
public final class MalformedAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_MAX = 80;

    MalformedAnswer(String what, String shown) {
        super(what + ": '"
                + shown.substring(0, Math.min(shown.length(), SHOWN_MAX)).replaceAll("[^\\x20-\\x7e]", "?") + "'");
    }
}
