package org.pennypost.server;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Writes addresses as the configuration has them. */
final class ListenerNames {
    private ListenerNames() {}

    /** {@code 127.0.0.1:2025}, {@code [::1]:2025} or {@code *:25}. */
    static String text(InetSocketAddress address) {
        if (address.getAddress().isAnyLocalAddress()) {
            return "*:" + address.getPort();
        }
        String host = address.getAddress().getHostAddress();
        return address.getAddress() instanceof Inet6Address
                ? "[" + host.replaceFirst("(^|:)(0(:|$)){2,}", "::") + "]:" + address.getPort()
                : host + ":" + address.getPort();
    }
}
