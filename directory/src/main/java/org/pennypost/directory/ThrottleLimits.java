package org.pennypost.directory;

import java.time.Duration;

/**
 * How failed logins slow down further ones. Nobody is locked out for good: every refusal ends by itself, attempts during a
 * refusal do not prolong it, and failures are forgotten.
 *
 * @param accountFreeFailures so many failures for one name cost nothing
 * @param networkFreeFailures so many failures from one network cost nothing
 * @param firstDelay the refusal after one failure more; it doubles with each further one
 * @param delayMax the longest refusal
 * @param memory failures are forgotten so long after the last one
 * @param ipv4PrefixBits how much of an IPv4 address makes a network
 * @param ipv6PrefixBits how much of an IPv6 address makes a network
 * @param entriesMax so many names, and as many networks, are kept; those that failed the longest ago go first
 */
public record ThrottleLimits(
        int accountFreeFailures,
        int networkFreeFailures,
        Duration firstDelay,
        Duration delayMax,
        Duration memory,
        int ipv4PrefixBits,
        int ipv6PrefixBits,
        int entriesMax) {
    /** For people who mistype, and against programs that guess. A provider hands out a /64 to each customer. */
    public static final ThrottleLimits DEFAULT = new ThrottleLimits(
            5, 20, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1), 32, 64, 50_000);

    public ThrottleLimits {
        if (accountFreeFailures < 0 || networkFreeFailures < 0 || entriesMax < 1) {
            throw new IllegalArgumentException("free failures are not negative, and entries at least 1");
        }
        if (!firstDelay.isPositive() || delayMax.compareTo(firstDelay) < 0 || memory.compareTo(delayMax) < 0) {
            throw new IllegalArgumentException("the delays grow from firstDelay to delayMax, and memory is longer");
        }
        if (ipv4PrefixBits < 8 || ipv4PrefixBits > 32 || ipv6PrefixBits < 16 || ipv6PrefixBits > 128) {
            throw new IllegalArgumentException("a network has 8 to 32 bits in IPv4 and 16 to 128 in IPv6");
        }
    }
}
