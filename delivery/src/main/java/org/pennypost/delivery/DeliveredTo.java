package org.pennypost.delivery;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Finds to whom a message has been delivered already: the Delivered-To fields in its header, as it passes. A message that comes to one of
 * them again goes round in a loop, as when a mailbox elsewhere forwards to the one here that forwards to it. It may be cut anywhere. Used
 * by one thread.
 */
final class DeliveredTo {
    private static final byte[] FIELD = "delivered-to:".getBytes(StandardCharsets.US_ASCII);

    /** More are not looked at: the count of Received fields ends such a message. */
    private static final int ADDRESSES_MAX = 100;

    /** No address is longer (RFC 5321 §4.5.3.1, with room for white space). */
    private static final int VALUE_OCTETS_MAX = 400;

    private final Set<String> addresses = new HashSet<>();
    private final byte[] line = new byte[FIELD.length + VALUE_OCTETS_MAX];
    private int lineOctets;
    private boolean header = true;

    void read(byte[] bytes, int offset, int length) {
        for (int i = offset; header && i < offset + length; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                lineEnds();
            } else if (b != '\r') {
                if (lineOctets < line.length) {
                    line[lineOctets] = b;
                }
                lineOctets++;
            }
        }
    }

    private void lineEnds() {
        header = lineOctets > 0;
        if (lineOctets <= line.length && isField() && addresses.size() < ADDRESSES_MAX) {
            addresses.add(normal(new String(line, FIELD.length, lineOctets - FIELD.length, StandardCharsets.UTF_8)));
        }
        lineOctets = 0;
    }

    private boolean isField() {
        if (lineOctets <= FIELD.length) {
            return false;
        }
        for (int i = 0; i < FIELD.length; i++) {
            if (Character.toLowerCase(line[i]) != FIELD[i]) {
                return false;
            }
        }
        return true;
    }

    private static String normal(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether it has been delivered to this address. */
    boolean has(String address) {
        return addresses.contains(normal(address));
    }
}
