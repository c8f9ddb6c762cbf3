package org.pennypost.cli.bench;

import java.nio.charset.StandardCharsets;

/** Messages to load a server with: different in their first lines, so that a store that keeps equal contents once gains nothing. */
final class BenchMessage {
    private static final int LINE = 76;

    private BenchMessage() {}

    /**
     * One of them.
     *
     * @param run what all of one load have in their Message-IDs
     * @param number which it is; its Subject is {@code bench NUMBER}
     * @param octets how large it is, about
     */
    static byte[] make(String from, String run, int number, int octets) {
        String header = "From: <" + from + ">\r\nSubject: bench " + number + "\r\nMessage-ID: <" + run + "." + number
                + "@bench.invalid>\r\n\r\n";
        StringBuilder text = new StringBuilder(octets + LINE).append(header);
        while (text.length() < octets) {
            int line = Math.min(LINE, Math.max(1, octets - text.length() - 2));
            text.append("x".repeat(line)).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
