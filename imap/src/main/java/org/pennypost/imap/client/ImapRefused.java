package org.pennypost.imap.client;

import java.io.IOException;
import java.util.regex.Pattern;

/** The server said NO or BAD to a command, or BYE instead of a greeting. After NO and BAD the session goes on. */
public final class ImapRefused extends IOException {
    private static final long serialVersionUID = 1L;

    /** What could move a terminal's cursor, or worse. */
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    private final String command;
    private final transient Response.Status status;

    ImapRefused(String command, Response.Status status) {
        super("the server refused " + command + ": "
                + (status.text().isEmpty() ? "it gave no reason" : shown(status.text())));
        this.command = command;
        this.status = status;
    }

    /** What a server said, as it can be shown. */
    static String shown(String text) {
        return CONTROLS.matcher(text).replaceAll("?");
    }

    /** What was refused: a command's name, or {@code the connection}. */
    public String command() {
        return command;
    }

    /** What it said. */
    public Response.Status status() {
        return status;
    }

    /** Whether the response code (RFC 9051 §7.1, RFC 5530) has this name, in capitals: {@code AUTHENTICATIONFAILED}. */
    public boolean hasCode(String name) {
        return status.code().name().equals(name);
    }
}
