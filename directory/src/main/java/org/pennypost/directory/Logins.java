package org.pennypost.directory;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Outcome;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * Checks names and passwords. A name that does not exist takes the same way as one that does: the throttle, a read from the store,
 * one hash, the same answer. Thread-safe.
 */
final class Logins implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Logins.class.getName());

    /** The store has no such account, so reading its credential finds nothing, in the time that finding something takes. */
    private static final long NOBODY = Partition.FIRST_ACCOUNT - 1;

    /** Longer names are cut for the throttle's memory; no account has one. */
    private static final int NAME_CHARACTERS_MAX = 330;

    private final Store store;
    private final DirectoryOptions options;
    private final Supplier<DirectoryView> view;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final WarmLogins warm;

    Logins(
            Store store,
            DirectoryOptions options,
            Supplier<DirectoryView> view,
            RandomGenerator random,
            InstantSource clock) {
        this.store = store;
        this.options = options;
        this.view = view;
        this.hasher = new PasswordHasher(options.cost(), options.hashThreads(), options.hashesWaitingMax(), random);
        this.throttle = new LoginThrottle(options.throttle(), clock);
        this.warm = new WarmLogins(options.warmTime(), options.warmLoginsMax(), random, clock);
    }

    PasswordHasher hasher() {
        return hasher;
    }

    Outcome verify(String name, byte[] sent, InetAddress peer) {
        Optional<AccountEntry> account = find(name);
        String key = account.map(AccountEntry::address).orElseGet(() -> shortened(name));
        Duration wait = throttle.attempt(key, peer);
        if (wait.isPositive()) {
            return new Outcome.TemporarilyUnavailable(
                    "too many failed logins, try again in " + (wait.toSeconds() + 1) + " seconds");
        }
        byte[] password = Password.prepare(sent);
        if (account.isPresent() && warm.knows(account.get(), password)) {
            throttle.succeeded(key, peer);
            return accepted(account.get());
        }
        Optional<Boolean> matches;
        try {
            matches = matches(account, password);
        } catch (StoreException unreadable) {
            LOG.log(System.Logger.Level.ERROR, "the directory cannot be read: {0}", unreadable.getMessage());
            throttle.abandoned(key, peer);
            return new Outcome.TemporarilyUnavailable("the directory cannot be read now, try again later");
        }
        if (matches.isEmpty()) {
            throttle.abandoned(key, peer);
            return new Outcome.TemporarilyUnavailable("too many logins at the same time, try again in a moment");
        }
        if (account.isPresent() && matches.get()) {
            throttle.succeeded(key, peer);
            warm.remember(account.get(), password);
            return accepted(account.get());
        }
        return new Outcome.Rejected();
    }

    @Override
    public void close() {
        hasher.close();
    }

    private Optional<AccountEntry> find(String name) {
        DirectoryView now = view.get();
        if (options.bareLogin() && name.indexOf('@') < 0) {
            return now.onlyOneNamed(AccountName.localPart(name));
        }
        return AccountName.parse(name).flatMap(parsed -> now.accounts().get(parsed.address()));
    }

    private Optional<Boolean> matches(Optional<AccountEntry> account, byte[] password) throws StoreException {
        Key key = DirectoryFormat.credential(account.map(AccountEntry::number).orElse(NOBODY));
        Optional<byte[]> row =
                store.read(Partition.DIRECTORY, now -> now.get(key).map(versioned -> versioned.bytes()));
        return row.isPresent()
                ? hasher.matches(DirectoryFormat.readHash(key, row.get()), password)
                : hasher.matchesNothing(password);
    }

    private static Outcome accepted(AccountEntry account) {
        return new Outcome.Accepted(new Identity(account.address(), account.number()));
    }

    private static String shortened(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.substring(0, Math.min(lower.length(), NAME_CHARACTERS_MAX));
    }
}
