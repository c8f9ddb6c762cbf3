package org.pennypost.pop3;

import java.util.regex.Pattern;

/** What of a session must not be shown. */
public final class Secrets {
    /** PASS (RFC 1939 §7), and AUTH with an initial response (RFC 5034 §4). */
    private static final Pattern SECRET = Pattern.compile("(?i)(PASS |AUTH +\\S+ )(.+)");

    private Secrets() {}

    /**
     * For the wire log: a client's line as it may be shown.
     *
     * @param clientLine without line end
     */
    public static String masked(String clientLine) {
        return SECRET.matcher(clientLine).replaceFirst("$1***");
    }
}
