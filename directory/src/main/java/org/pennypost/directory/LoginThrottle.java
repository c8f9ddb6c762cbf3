package org.pennypost.directory;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins by name and by network, and says when the next attempt may be. Thread-safe: one lock, held for map
 * operations only.
 *
 * <p>An attempt is counted as failed when it begins and taken back when it succeeds, so that many attempts at the same time are
 * counted like many one after the other. A network from which a name has logged in before is not slowed down by what others do to
 * that name: guessing from elsewhere does not keep the owner out.
 */
final class LoginThrottle {
    private final ThrottleLimits limits;
    private final InstantSource clock;
    private final SequencedMap<String, Failures> names = new LinkedHashMap<>();
    private final SequencedMap<String, Failures> networks = new LinkedHashMap<>();
    private final SequencedSet<Familiar> familiar = new LinkedHashSet<>();

    LoginThrottle(ThrottleLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What attempts wait for each other in: the name, and the network where that is a familiar one, so that guessers elsewhere do not fill
     * the owner's way.
     */
    synchronized String lane(String name, InetAddress peer) {
        String network = network(peer);
        return familiar.contains(new Familiar(name, network)) ? name + " " + network : name;
    }

    /**
     * Begins an attempt, which counts as failed until {@link #succeeded}.
     *
     * @return how long it has to wait; zero if it may go on. One that has to wait is not counted.
     */
    synchronized Duration attempt(String name, InetAddress peer) {
        Instant now = clock.instant();
        String network = network(peer);
        boolean known = familiar.contains(new Familiar(name, network));
        Duration wait = waitOf(networks, network, now);
        if (!known) {
            Duration other = waitOf(names, name, now);
            wait = other.compareTo(wait) > 0 ? other : wait;
        }
        if (wait.isPositive()) {
            return wait;
        }
        count(networks, network, limits.networkFreeFailures(), now);
        if (!known) {
            count(names, name, limits.accountFreeFailures(), now);
        }
        return Duration.ZERO;
    }

    /**
     * The attempt succeeded: the network has one failure less, and the name begins anew. From a familiar network the name does not:
     * else guessers could go on each time the owner fetches mail.
     */
    synchronized void succeeded(String name, InetAddress peer) {
        String network = network(peer);
        takeBack(networks, network, limits.networkFreeFailures());
        Familiar pair = new Familiar(name, network);
        if (!familiar.remove(pair)) {
            names.remove(name);
        }
        familiar.addLast(pair);
        if (familiar.size() > limits.entriesMax()) {
            familiar.removeFirst();
        }
    }

    /** The attempt was given up before the password was looked at. */
    synchronized void abandoned(String name, InetAddress peer) {
        String network = network(peer);
        takeBack(networks, network, limits.networkFreeFailures());
        if (!familiar.contains(new Familiar(name, network))) {
            takeBack(names, name, limits.accountFreeFailures());
        }
    }

    /** How many names and networks are remembered. */
    synchronized int size() {
        return names.size() + networks.size() + familiar.size();
    }

    private Duration waitOf(SequencedMap<String, Failures> map, String key, Instant now) {
        Failures failures = current(map, key, now);
        return failures == null || !now.isBefore(failures.until)
                ? Duration.ZERO
                : Duration.between(now, failures.until);
    }

    private void count(SequencedMap<String, Failures> map, String key, int free, Instant now) {
        Failures before = current(map, key, now);
        int count = before == null ? 1 : before.count + 1;
        map.remove(key);
        map.putLast(key, new Failures(count, now, now.plus(delay(count - free))));
        if (map.size() > limits.entriesMax()) {
            map.pollFirstEntry();
        }
    }

    private void takeBack(SequencedMap<String, Failures> map, String key, int free) {
        Failures failures = map.get(key);
        if (failures == null) {
            return;
        }
        int count = failures.count - 1;
        if (count <= 0) {
            map.remove(key);
        } else {
            map.replace(key, new Failures(count, failures.last, failures.last.plus(delay(count - free))));
        }
    }

    /** The failures of this key that are not forgotten yet. A clock that was set back forgets them, too. */
    private @Nullable Failures current(SequencedMap<String, Failures> map, String key, Instant now) {
        Failures failures = map.get(key);
        if (failures == null) {
            return null;
        }
        if (now.isBefore(failures.last) || !now.isBefore(failures.last.plus(limits.memory()))) {
            map.remove(key);
            return null;
        }
        return failures;
    }

    private Duration delay(int beyondFree) {
        if (beyondFree <= 0) {
            return Duration.ZERO;
        }
        // Thirty doublings of a millisecond are twelve days: no limit that makes sense is longer.
        Duration delay = limits.firstDelay().multipliedBy(1L << Math.min(beyondFree - 1, 30));
        return delay.compareTo(limits.delayMax()) > 0 ? limits.delayMax() : delay;
    }

    private String network(InetAddress peer) {
        byte[] bytes = peer.getAddress();
        int bits = peer instanceof Inet4Address ? limits.ipv4PrefixBits() : limits.ipv6PrefixBits();
        byte[] prefix = Arrays.copyOf(bytes, (bits + 7) / 8);
        if (bits % 8 != 0) {
            prefix[prefix.length - 1] &= (byte) (0xff << (8 - bits % 8));
        }
        return (peer instanceof Inet4Address ? "4:" : "6:") + HexFormat.of().formatHex(prefix);
    }

    private record Failures(int count, Instant last, Instant until) {}

    private record Familiar(String name, String network) {}
}
