package org.pennypost.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Reads an IP address and a port as a person writes them. */
final class AddressAndPort {
    private static final int PORT_MAX = 65_535;

    private AddressAndPort() {}

    /**
     * Reads {@code 127.0.0.1:25}, {@code [::1]:25} or {@code *:25} (all addresses).
     *
     * @throws IllegalArgumentException with a sentence that says what was expected
     */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not ADDRESS:PORT, such as 127.0.0.1:25, [::1]:25 or *:25");
        }
        return new InetSocketAddress(host(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    private static InetAddress host(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.equals("*")) {
            return new InetSocketAddress(0).getAddress();
        }
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + host + "' is not an IP address, such as 127.0.0.1, [::1] or *", e);
        }
    }

    private static int port(String port) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= PORT_MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new IllegalArgumentException(
                "'" + port + "' is not a port: a port is a number from 0 (any free one) to " + PORT_MAX);
    }
}
