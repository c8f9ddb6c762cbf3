package org.pennypost.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Who may come in: counts connections, in all and per address. Thread-safe. */
final class Admission {
    /** Whoever has an IPv6 address has all 2^64 of its network. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int connectionsMax;
    private final int perAddressMax;
    private final Map<Network, Integer> counts = new HashMap<>();
    private int connections;

    Admission(int connectionsMax, int perAddressMax) {
        this.connectionsMax = connectionsMax;
        this.perAddressMax = perAddressMax;
    }

    /** Lets it in, if it may; then {@link #left} must follow. Loopback addresses are not limited by themselves: all of this machine's programs share them. */
    synchronized boolean admit(InetAddress peer) {
        if (connections >= connectionsMax) {
            return false;
        }
        if (!peer.isLoopbackAddress()) {
            Network network = Network.of(peer);
            int count = counts.getOrDefault(network, 0);
            if (count >= perAddressMax) {
                return false;
            }
            counts.put(network, count + 1);
        }
        connections++;
        return true;
    }

    synchronized void left(InetAddress peer) {
        connections--;
        if (!peer.isLoopbackAddress()) {
            counts.computeIfPresent(Network.of(peer), (network, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** How many are in. */
    synchronized int connections() {
        return connections;
    }

    /** How many addresses are counted. */
    synchronized int addresses() {
        return counts.size();
    }

    /** What counts as one address. */
    private static final class Network {
        private final byte[] prefix;

        private Network(byte[] prefix) {
            this.prefix = prefix;
        }

        static Network of(InetAddress address) {
            byte[] bytes = address.getAddress();
            return new Network(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Network network && Arrays.equals(prefix, network.prefix);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(prefix);
        }
    }
}
