package org.pennypost.wire;

import java.util.List;

/**
 * How many connections a listener takes, from whom. An address is an IPv4 address or an IPv6 /64 network, whose owner has all of its
 * addresses; a network is an IPv4 /24 or an IPv6 /48. Loopback addresses have no limit of their own: all programs of this machine share
 * them.
 *
 * @param connectionsMax the most at once
 * @param perAddressMax the most of them from one address
 * @param perNetworkMax the most of them from one network
 * @param newPerAddressMax the most new ones from one address in a minute
 * @param newPerNetworkMax the most new ones from one network in a minute
 * @param exempt who has no limit but the first
 */
public record AdmissionLimits(
        int connectionsMax,
        int perAddressMax,
        int perNetworkMax,
        int newPerAddressMax,
        int newPerNetworkMax,
        List<AddressRange> exempt) {
    /** What hurts no honest host: an office behind one address, a webmail server, a list server's neighbourhood. */
    public static final AdmissionLimits USUAL = new AdmissionLimits(10_000, 100, 500, 600, 3_000, List.of());

    public AdmissionLimits {
        exempt = List.copyOf(exempt);
        if (connectionsMax < 1
                || perAddressMax < 1
                || perNetworkMax < 1
                || newPerAddressMax < 1
                || newPerNetworkMax < 1) {
            throw new IllegalArgumentException("a listener that lets nobody in: each limit is at least 1");
        }
    }

    /** The usual limits with another number of connections, and of those from one address. */
    public static AdmissionLimits of(int connectionsMax, int perAddressMax) {
        return new AdmissionLimits(
                connectionsMax,
                perAddressMax,
                USUAL.perNetworkMax,
                USUAL.newPerAddressMax,
                USUAL.newPerNetworkMax,
                List.of());
    }
}
