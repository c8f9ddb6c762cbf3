package org.pennypost.smtp.session;

import java.nio.charset.StandardCharsets;

/** Counts the Received fields in a message's header as it passes: one for each server that it has gone through (RFC 5321 §6.3). It may be cut anywhere. Used by one thread. */
final class HopCount {
    private static final byte[] FIELD = "received:".getBytes(StandardCharsets.US_ASCII);

    private int hops;

    /** Octets of the line so far, and how many of them agree with the field's name. */
    private int lineOctets;

    private int agreeing;
    private boolean header = true;

    void count(byte[] bytes, int offset, int length) {
        for (int i = offset; header && i < offset + length; i++) {
            octet(bytes[i]);
        }
    }

    /** The first empty line ends the header (RFC 5322 §2.1). */
    private void octet(byte b) {
        if (b == '\n') {
            header = lineOctets > 0;
            lineOctets = 0;
            agreeing = 0;
        } else if (b != '\r') {
            boolean agrees = agreeing == lineOctets && agreeing < FIELD.length && lower(b) == FIELD[agreeing];
            agreeing += agrees ? 1 : 0;
            lineOctets++;
            hops += agrees && agreeing == FIELD.length ? 1 : 0;
        }
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    int hops() {
        return hops;
    }
}
