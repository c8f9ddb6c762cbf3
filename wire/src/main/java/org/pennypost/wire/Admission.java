package org.pennypost.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who may come in: counts connections, in all, per address and per network, and how often new ones come. Thread-safe.
 *
 * <p>Of those who are in, it remembers at most two counts each; of those who came lately, at most {@value #REMEMBERED_MAX} addresses and
 * networks a minute, for two minutes. Who comes when that is full is counted while he is in, but not how often he comes.
 */
final class Admission {
    static final int REMEMBERED_MAX = 65_536;

    private static final int IPV4_NETWORK_BITS = 24;
    private static final int IPV6_ADDRESS_BITS = 64;
    private static final int IPV6_NETWORK_BITS = 48;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** What becomes of a peer. */
    enum Verdict {
        ADMITTED(""),
        FULL("Too many connections here; try again later"),
        ADDRESS_FULL("Too many connections from your address; close some first"),
        NETWORK_FULL("Too many connections from your network; close some first"),
        ADDRESS_TOO_OFTEN("Too many new connections from your address; wait a minute"),
        NETWORK_TOO_OFTEN("Too many new connections from your network; wait a minute");

        private final String sentence;

        Verdict(String sentence) {
            this.sentence = sentence;
        }

        /** For the peer, who may be honest. */
        String sentence() {
            return sentence;
        }
    }

    private final AdmissionLimits limits;
    private final LongSupplier nanoTime;
    private final long start;
    private final Map<AddressRange, Integer> in = new HashMap<>();
    private Map<AddressRange, Integer> lately = new HashMap<>();
    private Map<AddressRange, Integer> before = new HashMap<>();
    private long minute;
    private int connections;

    /** @param nanoTime as {@link System#nanoTime} */
    Admission(AdmissionLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Lets it in, if it may; then {@link #left} must follow. */
    synchronized Verdict admit(InetAddress peer) {
        if (connections >= limits.connectionsMax()) {
            return Verdict.FULL;
        }
        Verdict verdict = count(peer);
        if (verdict == Verdict.ADMITTED) {
            connections++;
        }
        return verdict;
    }

    synchronized void left(InetAddress peer) {
        connections--;
        discount(peer);
    }

    /** Counts the true peer of a connection that was admitted as its proxy's; {@link #discount} must follow if it is admitted. */
    synchronized Verdict count(InetAddress peer) {
        if (isExempt(peer)) {
            return Verdict.ADMITTED;
        }
        AddressRange address = address(peer);
        AddressRange network = network(peer);
        if (in.getOrDefault(address, 0) >= limits.perAddressMax()) {
            return Verdict.ADDRESS_FULL;
        }
        if (in.getOrDefault(network, 0) >= limits.perNetworkMax()) {
            return Verdict.NETWORK_FULL;
        }
        double sinceMinute = turnMinute();
        if (cameLately(address, sinceMinute) >= limits.newPerAddressMax()) {
            return Verdict.ADDRESS_TOO_OFTEN;
        }
        if (cameLately(network, sinceMinute) >= limits.newPerNetworkMax()) {
            return Verdict.NETWORK_TOO_OFTEN;
        }
        for (AddressRange each : new AddressRange[] {address, network}) {
            in.merge(each, 1, Integer::sum);
            if (lately.size() < REMEMBERED_MAX || lately.containsKey(each)) {
                lately.merge(each, 1, Integer::sum);
            }
        }
        return Verdict.ADMITTED;
    }

    synchronized void discount(InetAddress peer) {
        if (!isExempt(peer)) {
            in.computeIfPresent(address(peer), (_, count) -> count > 1 ? count - 1 : null);
            in.computeIfPresent(network(peer), (_, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Begins a new minute if it is time, and returns how much of the minute has passed, from 0 to 1. */
    private double turnMinute() {
        long passed = nanoTime.getAsLong() - start;
        long now = passed / MINUTE_NANOS;
        if (now != minute) {
            before = now == minute + 1 ? lately : new HashMap<>();
            lately = new HashMap<>();
            minute = now;
        }
        return (double) (passed % MINUTE_NANOS) / MINUTE_NANOS;
    }

    /** How many came in the last sixty seconds, if those of the minute before came evenly. */
    private double cameLately(AddressRange who, double sinceMinute) {
        return lately.getOrDefault(who, 0) + before.getOrDefault(who, 0) * (1 - sinceMinute);
    }

    private boolean isExempt(InetAddress peer) {
        return peer.isLoopbackAddress() || limits.exempt().stream().anyMatch(range -> range.contains(peer));
    }

    private static AddressRange address(InetAddress peer) {
        return AddressRange.around(peer, peer instanceof Inet6Address ? IPV6_ADDRESS_BITS : Integer.SIZE);
    }

    private static AddressRange network(InetAddress peer) {
        return AddressRange.around(peer, peer instanceof Inet6Address ? IPV6_NETWORK_BITS : IPV4_NETWORK_BITS);
    }

    /** How many are in. */
    synchronized int connections() {
        return connections;
    }

    /** How many counts are kept. */
    synchronized int remembered() {
        return in.size() + lately.size() + before.size();
    }
}
