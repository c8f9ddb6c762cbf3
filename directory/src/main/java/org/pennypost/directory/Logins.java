package org.pennypost.directory;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Lookup;
import org.pennypost.sasl.Outcome;
import org.pennypost.sasl.ScramHash;
import org.pennypost.sasl.ScramVerifier;
import org.pennypost.sasl.SharedSecret;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

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

    /** As many sessions as one account may have. */
    private static final int LANE_WAITING_MAX = 100;

    /** Longer than {@link #LANE_WAITING_MAX} logins take whose hashes are computed one after the other on a slow machine. */
    private static final Duration LANE_TIMEOUT = Duration.ofSeconds(30);

    private static final String BLOCKED =
            "the password of this account is one of those that guessers try first, so it opens nothing any more; ask the"
                    + " postmaster for another";

    private static final String BUSY = "too many logins at the same time, try again in a moment";

    private final Store store;
    private final DirectoryOptions options;
    private final Supplier<DirectoryView> view;
    private final Keeper keeper;
    private final ScramDecoys decoys;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final WarmLogins warm;
    private final LoginLanes lanes = new LoginLanes(LANE_WAITING_MAX, LANE_TIMEOUT);

    Logins(
            Store store,
            DirectoryOptions options,
            Supplier<DirectoryView> view,
            Keeper keeper,
            ScramDecoys decoys,
            RandomGenerator random,
            InstantSource clock) {
        this.store = store;
        this.options = options;
        this.view = view;
        this.keeper = keeper;
        this.decoys = decoys;
        this.hasher = new PasswordHasher(
                options.cost(), options.scramIterations(), options.hashThreads(), options.hashesWaitingMax(), random);
        this.throttle = new LoginThrottle(options.throttle(), clock);
        this.warm = new WarmLogins(options.warmTime(), options.warmLoginsMax(), random, clock);
    }

    /** Keeps what logins find out of accounts; refused if the password has been changed meanwhile. */
    interface Keeper {
        /** What SCRAM needs. */
        void keepScram(AccountEntry account, List<ScramVerifier> verifiers) throws Refused, StoreException;

        /** That the password is one of those that guessers try first. */
        void keepWellKnown(AccountEntry account) throws Refused, StoreException;
    }

    PasswordHasher hasher() {
        return hasher;
    }

    Outcome verify(String name, byte[] sent, InetAddress peer) {
        Optional<AccountEntry> account = find(name);
        String key = throttled(account, name);
        String lane = throttle.lane(key, peer);
        if (!lanes.enter(lane)) {
            return new Outcome.TemporarilyUnavailable(BUSY);
        }
        try {
            return verify(account, key, sent, peer);
        } finally {
            lanes.leave(lane);
        }
    }

    private Outcome verify(Optional<AccountEntry> account, String key, byte[] sent, InetAddress peer) {
        Duration wait = throttle.attempt(key, peer);
        if (wait.isPositive()) {
            return tooManyFailures(wait);
        }
        byte[] password = Password.prepare(sent);
        if (account.isPresent() && warm.knows(account.get(), password)) {
            throttle.succeeded(key, peer);
            return accepted(account.get());
        }
        Optional<Boolean> matches;
        Rows rows;
        try {
            rows = rows(account);
            matches = matches(rows, password);
        } catch (StoreException failed) {
            throttle.abandoned(key, peer);
            return new Outcome.TemporarilyUnavailable(unreadable(failed));
        }
        if (matches.isEmpty()) {
            throttle.abandoned(key, peer);
            return new Outcome.TemporarilyUnavailable(BUSY);
        }
        if (account.isPresent() && matches.get()) {
            throttle.succeeded(key, peer);
            if (isBlocked(account.get(), password)) {
                return new Outcome.Blocked(BLOCKED);
            }
            warm.remember(account.get(), password);
            if (rows.scram.isEmpty() || rows.scram.stream().anyMatch(this::isOfOtherCost)) {
                keepScram(account.get(), password);
            }
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

    /** What a cold login reads, of a name that exists or not. */
    private record Rows(Optional<PasswordHash> hash, List<ScramVerifier> scram) {
        Rows {
            scram = List.copyOf(scram);
        }
    }

    private Rows rows(Optional<AccountEntry> account) throws StoreException {
        long number = account.map(AccountEntry::number).orElse(NOBODY);
        Key key = DirectoryFormat.credential(number);
        Key scramKey = DirectoryFormat.scram(number);
        return store.read(Partition.DIRECTORY, now -> {
            Optional<byte[]> row = now.get(key).map(Versioned::bytes);
            Optional<byte[]> scram = now.get(scramKey).map(Versioned::bytes);
            return new Rows(
                    row.isPresent() ? Optional.of(DirectoryFormat.readHash(key, row.get())) : Optional.empty(),
                    scram.isPresent() ? DirectoryFormat.readScram(scramKey, scram.get()) : List.of());
        });
    }

    private Optional<Boolean> matches(Rows rows, byte[] password) {
        return rows.hash.map(hash -> hasher.matches(hash, password)).orElseGet(() -> hasher.matchesNothing(password));
    }

    private boolean isOfOtherCost(ScramVerifier verifier) {
        return verifier.iterations() != options.scramIterations();
    }

    /**
     * Whether this password opens nothing, though it is right (RFC 9051 §11.7). That is kept, so that SCRAM, which never sees it, knows it, too.
     */
    private boolean isBlocked(AccountEntry account, byte[] password) {
        if (options.anyPassword()) {
            return false;
        }
        if (account.settings().wellKnownPassword()) {
            return true;
        }
        if (!isWellKnown(account, password)) {
            return false;
        }
        try {
            keeper.keepWellKnown(account);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} is blocked: its password is one of those that guessers try first; give it another"
                            + " (pennypost account password)",
                    account.address());
        } catch (Refused | StoreException notNow) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "that the password of {0} is well known cannot be kept yet: {1}",
                    account.address(),
                    notNow.getMessage());
        }
        return true;
    }

    private static boolean isWellKnown(AccountEntry account, byte[] password) {
        return AccountName.parse(account.address())
                .filter(name -> Password.isWellKnown(password, name))
                .isPresent();
    }

    /** The one moment at which the password of an account that an older program made, or made at another cost, is known. */
    private void keepScram(AccountEntry account, byte[] password) {
        Optional<List<ScramVerifier>> verifiers = hasher.scram(password);
        if (verifiers.isEmpty()) {
            return;
        }
        try {
            keeper.keepScram(account, verifiers.get());
        } catch (Refused | StoreException notNow) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} has no verifiers for SCRAM yet: {1}",
                    account.address(),
                    notNow.getMessage());
        }
    }

    Lookup<ScramVerifier> scram(ScramHash hash, String name, InetAddress peer) {
        return lookup(name, peer, DirectoryFormat::scram, (key, row, normal) -> {
            ScramVerifier decoy = decoys.verifier(hash, normal);
            return row.isEmpty()
                    ? Optional.of(decoy)
                    : DirectoryFormat.readScram(key, row.get()).stream()
                            .filter(each -> each.hash() == hash)
                            .findFirst();
        });
    }

    Lookup<SharedSecret> sharedSecret(String name, InetAddress peer) {
        Lookup<SharedSecret> found = lookup(name, peer, DirectoryFormat::sharedSecret, (key, row, normal) -> {
            SharedSecret decoy = decoys.sharedSecret(normal);
            return Optional.of(row.isEmpty() ? decoy : DirectoryFormat.readSharedSecret(key, row.get()));
        });
        return found instanceof Lookup.Found<SharedSecret>(SharedSecret secret, Lookup.Claim claim)
                ? new Lookup.Found<>(secret, proven -> unlessBlocked(claim.settle(proven), secret))
                : found;
    }

    /** A secret that lies there readable may be looked at here, whoever has set it. */
    private Outcome unlessBlocked(Outcome outcome, SharedSecret secret) {
        boolean blocked = outcome instanceof Outcome.Accepted(Identity who)
                && view.get()
                        .accounts()
                        .get(who.address())
                        .filter(account -> isBlocked(account, secret.bytes()))
                        .isPresent();
        return blocked ? new Outcome.Blocked(BLOCKED) : outcome;
    }

    /** Reads a secret from its row, or makes one up if there is no row; always the same work. */
    @FunctionalInterface
    private interface Secret<S> {
        Optional<S> of(Key key, Optional<byte[]> row, String normalName) throws StoreException;
    }

    private <S> Lookup<S> lookup(String name, InetAddress peer, LongFunction<Key> rows, Secret<S> secret) {
        Optional<AccountEntry> account = find(name);
        String throttled = throttled(account, name);
        Key key = rows.apply(account.map(AccountEntry::number).orElse(NOBODY));
        try {
            Optional<byte[]> row =
                    store.read(Partition.DIRECTORY, now -> now.get(key).map(Versioned::bytes));
            boolean exists = row.isPresent();
            return secret.of(key, row, throttled)
                    .<Lookup<S>>map(found ->
                            new Lookup.Found<>(found, proven -> settle(account, throttled, peer, proven && exists)))
                    .orElseGet(() -> new Lookup.Later<>("this account cannot log in this way yet"));
        } catch (StoreException failed) {
            return new Lookup.Later<>(unreadable(failed));
        }
    }

    /**
     * A proof counts as an attempt when it has come: not before, since who only asks for a salt has guessed nothing, and in one step with
     * its outcome, so that many at the same time get no more guesses than one after the other.
     */
    private Outcome settle(Optional<AccountEntry> account, String throttled, InetAddress peer, boolean proven) {
        Duration wait = throttle.attempt(throttled, peer);
        if (wait.isPositive()) {
            return tooManyFailures(wait);
        }
        // The account may have been removed, or got another password, since its secret was handed out.
        Optional<AccountEntry> now =
                account.flatMap(known -> view.get().accounts().get(known.address()));
        if (proven
                && now.isPresent()
                && account.filter(known -> known.passwordVersion() == now.get().passwordVersion()
                                && known.number() == now.get().number())
                        .isPresent()) {
            throttle.succeeded(throttled, peer);
            return now.get().settings().wellKnownPassword() && !options.anyPassword()
                    ? new Outcome.Blocked(BLOCKED)
                    : accepted(now.get());
        }
        return new Outcome.Rejected();
    }

    /** Whether a name means the account that has logged in. */
    boolean isSame(Identity login, String name) {
        return find(name).filter(account -> account.number() == login.account()).isPresent();
    }

    private static String throttled(Optional<AccountEntry> account, String name) {
        return account.map(AccountEntry::address)
                .or(() -> AccountName.parse(name).map(AccountName::address))
                .map(Logins::shortened)
                .orElseGet(() -> shortened(name));
    }

    private static Outcome tooManyFailures(Duration wait) {
        return new Outcome.TemporarilyUnavailable(
                "too many failed logins, try again in " + (wait.toSeconds() + 1) + " seconds");
    }

    private static String unreadable(StoreException failed) {
        LOG.log(System.Logger.Level.ERROR, "the directory cannot be read: {0}", failed.getMessage());
        return "the directory cannot be read now, try again later";
    }

    private static Outcome accepted(AccountEntry account) {
        return new Outcome.Accepted(new Identity(account.address(), account.number()));
    }

    private static String shortened(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.substring(0, Math.min(lower.length(), NAME_CHARACTERS_MAX));
    }
}
