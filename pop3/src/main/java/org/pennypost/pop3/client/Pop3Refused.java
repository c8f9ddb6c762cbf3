package org.pennypost.pop3.client;

import java.io.IOException;
import java.util.regex.Pattern;

/** The server said {@code -ERR}. The session goes on, unless the server has closed it. */
public final class Pop3Refused extends IOException {
    private static final long serialVersionUID = 1L;

    /** What could move a terminal's cursor, or worse. */
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    private final String command;
    private final String text;

    Pop3Refused(String command, String text) {
        super("the server refused " + command + ": "
                + (text.isEmpty() ? "it gave no reason" : CONTROLS.matcher(text).replaceAll("?")));
        this.command = command;
        this.text = text;
    }

    /** What was refused: a command's keyword, or {@code the connection}. */
    public String command() {
        return command;
    }

    /** What the server said behind {@code -ERR}, as it came. */
    public String text() {
        return text;
    }

    /** Whether the response code (RFC 2449 §8, RFC 3206) is this one or begins with it: {@code AUTH}, {@code IN-USE}, {@code SYS}. */
    public boolean hasCode(String code) {
        return text.regionMatches(true, 0, "[" + code, 0, code.length() + 1)
                && text.length() > code.length() + 1
                && "]/".indexOf(text.charAt(code.length() + 1)) >= 0;
    }
}
