package org.pennypost.dns;

import java.time.Duration;

/**
 * What a {@link Resolver} is told.
 *
 * @param nameservers whom to ask
 * @param patience how long to wait
 * @param cache what to remember
 * @param ednsBytes the largest answer that may come over UDP, offered in an OPT record; larger ones come over TCP
 * @param aliasesMax how many aliases (CNAME) are followed one after the other
 * @param lookupsMax how many questions may be under way at one time
 */
public record ResolverConfig(
        Nameservers nameservers, Patience patience, CacheLimits cache, int ednsBytes, int aliasesMax, int lookupsMax) {
    /** What passes through nearly every network without being fragmented. */
    public static final int EDNS_BYTES_DEFAULT = 1_232;

    public static final int ALIASES_MAX_DEFAULT = 10;
    public static final int LOOKUPS_MAX_DEFAULT = 2_000;

    /** The smallest that is allowed: what a message over UDP may have without EDNS, RFC 1035 §4.2.1. */
    static final int UDP_BYTES_MIN = 512;

    public ResolverConfig {
        if (ednsBytes < UDP_BYTES_MIN || ednsBytes > 65_535) {
            throw new IllegalArgumentException("ednsBytes is " + UDP_BYTES_MIN + " to 65535, not " + ednsBytes);
        }
        if (aliasesMax < 0 || lookupsMax < 1) {
            throw new IllegalArgumentException("aliasesMax is at least 0 and lookupsMax at least 1");
        }
    }

    /** The defaults, with these nameservers. */
    public static ResolverConfig of(Nameservers nameservers) {
        return new ResolverConfig(
                nameservers,
                Patience.DEFAULT,
                CacheLimits.DEFAULT,
                EDNS_BYTES_DEFAULT,
                ALIASES_MAX_DEFAULT,
                LOOKUPS_MAX_DEFAULT);
    }

    /** The same with another patience. */
    public ResolverConfig with(Patience other) {
        return new ResolverConfig(nameservers, other, cache, ednsBytes, aliasesMax, lookupsMax);
    }

    /** The same with another cache. */
    public ResolverConfig with(CacheLimits other) {
        return new ResolverConfig(nameservers, patience, other, ednsBytes, aliasesMax, lookupsMax);
    }

    /**
     * How long to wait.
     *
     * @param perTry for one reply of one nameserver
     * @param rounds how often the list of nameservers is gone through
     * @param perLookup for everything that one question needs, aliases included; after that the answer is "unavailable"
     */
    public record Patience(Duration perTry, int rounds, Duration perLookup) {
        public static final Patience DEFAULT = new Patience(Duration.ofSeconds(2), 2, Duration.ofSeconds(8));

        public Patience {
            if (!perTry.isPositive() || !perLookup.isPositive() || rounds < 1) {
                throw new IllegalArgumentException("patience is positive");
            }
        }
    }

    /**
     * What to remember, and how long. An answer is never given out after its time.
     *
     * @param entriesMax the most answers kept; those not asked for the longest go first
     * @param ttlMin what a shorter time to live is lengthened to; zero keeps to RFC 1035 §3.2.1
     * @param ttlMax what a longer time to live is cut to
     * @param negativeTtlMax the longest that "there is none" is remembered, RFC 2308 §5
     * @param failureTtl how long "unavailable" and a negative answer without a life of its own are remembered, so that a burst of mail
     *     from a broken domain is one question
     */
    public record CacheLimits(
            int entriesMax, Duration ttlMin, Duration ttlMax, Duration negativeTtlMax, Duration failureTtl) {
        public static final CacheLimits DEFAULT =
                new CacheLimits(20_000, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1), Duration.ofSeconds(5));

        public CacheLimits {
            if (entriesMax < 1 || ttlMin.isNegative() || ttlMax.compareTo(ttlMin) < 0) {
                throw new IllegalArgumentException("entriesMax is at least 1, ttlMin at most ttlMax");
            }
        }
    }
}
