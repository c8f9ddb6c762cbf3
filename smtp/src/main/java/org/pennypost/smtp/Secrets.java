package org.pennypost.smtp;

/** What of a session must not be shown. */
public final class Secrets {
    private static final String AUTH = "AUTH ";

    private Secrets() {}

    /**
     * For the wire log: a client's line as it may be shown. {@code AUTH} may carry a password behind the mechanism's name (RFC 4954 §4); the lines that answer its
     * challenges are masked one by one, with {@code Connection.maskNextLine}.
     *
     * @param clientLine without line end
     */
    public static String masked(String clientLine) {
        if (!clientLine.regionMatches(true, 0, AUTH, 0, AUTH.length())) {
            return clientLine;
        }
        int mechanism = AUTH.length();
        while (mechanism < clientLine.length() && clientLine.charAt(mechanism) == ' ') {
            mechanism++;
        }
        int response = clientLine.indexOf(' ', mechanism);
        return response < 0 ? clientLine : clientLine.substring(0, response) + " ***";
    }
}
