package org.pennypost.pop3.client;

import java.io.IOException;

/** The server said something that is no POP3. */
public final class MalformedAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_MAX = 80;

    MalformedAnswer(String command, String line) {
        super("the server answered " + command + " with what is no POP3: '"
                + line.substring(0, Math.min(line.length(), SHOWN_MAX)).replaceAll("[^\\x20-\\x7e]", "?") + "'");
    }
}
