package org.pennypost.smtp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** Address literals (RFC 5321 §4.1.3). The General form is never valid, since no tag is registered for it. */
public final class AddressLiteral {
    private static final String IPV6_TAG = "IPv6:";

    private AddressLiteral() {}

    /** @return the literal, in its brackets; a zone index is for this machine alone and left out */
    public static String of(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + IPV6_TAG + bare + "]" : "[" + bare + "]";
    }

    /** @return the address that {@code inside}, what stands between the brackets, spells, if it is one; names are never looked up */
    static Optional<InetAddress> read(String inside) {
        boolean six = inside.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length());
        try {
            return six ? ipv6(inside.substring(IPV6_TAG.length())) : ipv4(inside);
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** {@code IPv4-address-literal = Snum 3("." Snum)}: checked here, since the JDK would take fewer numbers too. */
    private static Optional<InetAddress> ipv4(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != 4) {
            return Optional.empty();
        }
        for (String number : numbers) {
            boolean digits =
                    !number.isEmpty() && number.length() <= 3 && number.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || Integer.parseInt(number) > 255) {
                return Optional.empty();
            }
        }
        return Optional.of(Inet4Address.ofLiteral(text));
    }

    /** {@code IPv6-addr}: the characters are checked here, since the JDK would take a zone index too. */
    private static Optional<InetAddress> ipv6(String text) {
        boolean characters = text.indexOf(':') >= 0
                && text.chars().allMatch(c -> c == ':' || c == '.' || (Character.digit(c, 16) >= 0 && c < 0x80));
        if (!characters) {
            return Optional.empty();
        }
        return Optional.of(Inet6Address.ofLiteral(text));
    }
}
