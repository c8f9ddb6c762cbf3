package org.pennypost.imap;

import java.util.regex.Pattern;

/** What of a session must not be shown. */
public final class Secrets {
    /** LOGIN (RFC 9051 §6.2.3), and AUTHENTICATE with an initial response (RFC 9051 §6.2.2). */
    private static final Pattern SECRET =
            Pattern.compile("(?i)(\\S+ LOGIN (?:\"(?:[^\"\\\\]|\\\\.)*\"|\\S+) |\\S+ AUTHENTICATE \\S+ )(.+)");

    private Secrets() {}

    /**
     * For the wire log: a client's line as it may be shown. Passwords in literals are not lines, and are not shown at all.
     *
     * @param clientLine without line end
     */
    public static String masked(String clientLine) {
        return SECRET.matcher(clientLine).replaceFirst("$1***");
    }
}
