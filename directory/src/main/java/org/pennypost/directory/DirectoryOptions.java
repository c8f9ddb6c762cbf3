package org.pennypost.directory;

import java.time.Duration;
import org.pennypost.sasl.ScramHash;

/**
 * What a {@link Directory} is told.
 *
 * @param bareLogin whether {@code alice} may log in where exactly one hosted domain has such an account. For the lab: elsewhere
 *     a person's login would change its meaning when a domain is added.
 * @param anyPassword whether an account may have a password that everybody guesses; for the lab
 * @param separator what divides a name from the part that each person may choose freely, as in {@code alice+shop@}: RFC 5233
 *     calls them user and detail. Empty for no such thing.
 * @param cost what computing one password's hash costs
 * @param scramIterations what computing one verifier of SCRAM costs, which clients do at each login; at least 4096
 * @param hashThreads so many hashes are computed at one time, which bounds their memory
 * @param hashesWaitingMax so many may wait for that; more are told to come back later
 * @param throttle how failed logins slow down further ones
 * @param warmTime how long a login that was right is known without computing its hash; zero for never
 * @param warmLoginsMax so many logins are known
 */
public record DirectoryOptions(
        boolean bareLogin,
        boolean anyPassword,
        String separator,
        Argon2Cost cost,
        int scramIterations,
        int hashThreads,
        int hashesWaitingMax,
        ThrottleLimits throttle,
        Duration warmTime,
        int warmLoginsMax) {
    /**
     * Far more than the 4,096 of RFC 7677 §4, and as many as Cyrus SASL's client computes at most (2.1.28): a mail program that uses it
     * takes SCRAM where it is offered, and would not get in with one more.
     */
    private static final int SCRAM_ITERATIONS_DEFAULT = 65_536;

    private static final int HASH_THREADS_DEFAULT = 2;
    private static final int HASHES_WAITING_DEFAULT = 200;
    private static final int WARM_LOGINS_DEFAULT = 20_000;

    /** For the real thing. */
    public static final DirectoryOptions DEFAULT = new DirectoryOptions(
            false,
            false,
            "+",
            Argon2Cost.DEFAULT,
            SCRAM_ITERATIONS_DEFAULT,
            HASH_THREADS_DEFAULT,
            HASHES_WAITING_DEFAULT,
            ThrottleLimits.DEFAULT,
            Duration.ofMinutes(10),
            WARM_LOGINS_DEFAULT);

    /** For the lab on the loopback address. */
    public static final DirectoryOptions LAB = DEFAULT.withBareLogin(true).withAnyPassword(true);

    public DirectoryOptions {
        if (hashThreads < 1 || hashesWaitingMax < 1 || warmLoginsMax < 1 || warmTime.isNegative()) {
            throw new IllegalArgumentException("threads and limits are at least 1, and time is not negative");
        }
        if (scramIterations < ScramHash.ITERATIONS_MIN) {
            throw new IllegalArgumentException("SCRAM has at least 4096 iterations (RFC 7677 §4)");
        }
        if (separator.contains("@")) {
            throw new IllegalArgumentException("the separator cannot contain @");
        }
    }

    /** The same with another answer to bare logins. */
    public DirectoryOptions withBareLogin(boolean allowed) {
        return new DirectoryOptions(
                allowed,
                anyPassword,
                separator,
                cost,
                scramIterations,
                hashThreads,
                hashesWaitingMax,
                throttle,
                warmTime,
                warmLoginsMax);
    }

    /** The same with another answer to passwords that everybody guesses. */
    public DirectoryOptions withAnyPassword(boolean allowed) {
        return new DirectoryOptions(
                bareLogin,
                allowed,
                separator,
                cost,
                scramIterations,
                hashThreads,
                hashesWaitingMax,
                throttle,
                warmTime,
                warmLoginsMax);
    }

    /** The same with another separator. */
    public DirectoryOptions withSeparator(String other) {
        return new DirectoryOptions(
                bareLogin,
                anyPassword,
                other,
                cost,
                scramIterations,
                hashThreads,
                hashesWaitingMax,
                throttle,
                warmTime,
                warmLoginsMax);
    }

    /** The same with another cost of hashes; tests take a small one. */
    public DirectoryOptions withCost(Argon2Cost other) {
        return new DirectoryOptions(
                bareLogin,
                anyPassword,
                separator,
                other,
                scramIterations,
                hashThreads,
                hashesWaitingMax,
                throttle,
                warmTime,
                warmLoginsMax);
    }

    /** The same with another throttle. */
    public DirectoryOptions withThrottle(ThrottleLimits other) {
        return new DirectoryOptions(
                bareLogin,
                anyPassword,
                separator,
                cost,
                scramIterations,
                hashThreads,
                hashesWaitingMax,
                other,
                warmTime,
                warmLoginsMax);
    }

    /** The same with other iterations of SCRAM; tests take 4096. */
    public DirectoryOptions withScramIterations(int other) {
        return new DirectoryOptions(
                bareLogin,
                anyPassword,
                separator,
                cost,
                other,
                hashThreads,
                hashesWaitingMax,
                throttle,
                warmTime,
                warmLoginsMax);
    }

    /** The same with another time for which a login is known; zero for never. */
    public DirectoryOptions withWarmTime(Duration other) {
        return new DirectoryOptions(
                bareLogin,
                anyPassword,
                separator,
                cost,
                scramIterations,
                hashThreads,
                hashesWaitingMax,
                throttle,
                other,
                warmLoginsMax);
    }
}
