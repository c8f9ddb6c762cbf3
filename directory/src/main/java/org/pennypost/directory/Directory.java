package org.pennypost.directory;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Lookup;
import org.pennypost.sasl.Outcome;
import org.pennypost.sasl.ScramHash;
import org.pennypost.sasl.ScramVerifier;
import org.pennypost.sasl.SharedSecret;
import org.pennypost.store.Batch;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * Which domains are hosted, which accounts they have, and who may log in. Thread-safe. Questions are answered from memory and
 * without locks; changes go to the store first and are seen by every question asked after the method has returned.
 *
 * <p>Names are compared without regard to case and Unicode form. Methods that change something throw {@link Refused} with a
 * sentence for the person who asked, and {@link StoreException} if the store fails; then nothing was changed.
 */
public final class Directory implements Authenticator, AutoCloseable {
    /*
     * Everything is in memory as one immutable view, replaced as a whole. A change is planned against the store, counted there
     * (DirectoryFormat.CHANGES), and after it is durable done to the view as well. Changes of this object follow each other
     * under a lock, so the count tells whether somebody else has changed something in between: then the view is read anew, as
     * after a hint from the store. Rejected: reading the store for every recipient, which costs a snapshot and parsing on the
     * hottest path of the program; a concurrent map, in which a domain and its accounts could be seen half changed.
     */
    private static final System.Logger LOG = System.getLogger(Directory.class.getName());

    private final Store store;
    private final DirectoryOptions options;
    private final InstantSource clock;
    private final Logins logins;
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final Store.Watch watch;
    private volatile DirectoryView view;
    private volatile boolean closed;

    private Directory(Store store, DirectoryOptions options, RandomGenerator random, InstantSource clock)
            throws StoreException {
        this.store = store;
        this.options = options;
        this.clock = clock;
        this.view = DirectoryView.read(store);
        this.logins = new Logins(store, options, () -> view, keeper(), decoys(store, options, random), random, clock);
        this.watch = store.watch(Partition.DIRECTORY, hint -> refreshSoon());
    }

    /**
     * Reads the directory.
     *
     * @param random for salts and keys; must be hard to guess
     * @throws StoreException if the store cannot be read, or holds what a newer program wrote
     */
    public static Directory open(Store store, DirectoryOptions options, RandomGenerator random, InstantSource clock)
            throws StoreException {
        Directory directory = new Directory(store, options, random, clock);
        directory.refresh();
        return directory;
    }

    private static ScramDecoys decoys(Store store, DirectoryOptions options, RandomGenerator random)
            throws StoreException {
        Key key = DirectoryFormat.DECOY_KEY;
        byte[] fresh = new byte[ScramDecoys.KEY_BYTES];
        random.nextBytes(fresh);
        byte[] row = store.update(Partition.DIRECTORY, (now, batch) -> {
            Optional<Versioned> known = now.get(key);
            if (known.isPresent()) {
                return known.get().bytes();
            }
            byte[] made = DirectoryFormat.writeDecoyKey(fresh);
            batch.check(key, 0);
            batch.put(key, made);
            return made;
        });
        return new ScramDecoys(DirectoryFormat.readDecoyKey(key, row), options.scramIterations());
    }

    /** The hosted domains by name. */
    public List<DomainEntry> domains() {
        return view.domains()
                .values()
                .sorted(Comparator.comparing(DomainEntry::name))
                .toList();
    }

    public Optional<DomainEntry> domain(String name) {
        return AccountName.domain(name).flatMap(normal -> view.domains().get(normal));
    }

    /** Hosts a domain from now on. */
    public DomainEntry addDomain(String name) throws Refused, StoreException {
        DomainEntry domain = new DomainEntry(AccountName.ofNewDomain(name), now());
        Key key = DirectoryFormat.domain(domain.name());
        return change((now, batch) -> {
            if (now.get(key).isPresent()) {
                throw new Refused("The domain " + domain.name() + " is here already.");
            }
            batch.put(key, DirectoryFormat.write(domain));
            return new Step<>(domain, (before, number) -> before.with(number, domain));
        });
    }

    /** Hosts a domain no more; refused while it has accounts. */
    public void removeDomain(String name) throws Refused, StoreException {
        String domain = AccountName.ofNewDomain(name);
        Key key = DirectoryFormat.domain(domain);
        Key addresses = DirectoryFormat.addressesOf(domain);
        change((now, batch) -> {
            if (now.get(key).isEmpty()) {
                throw noDomain(domain);
            }
            List<Entry> some = now.range(addresses, addresses.afterPrefix(), 1, false);
            if (!some.isEmpty()) {
                throw new Refused("The domain " + domain + " still has accounts, the first is "
                        + some.getFirst().key().textAt(addresses.length()) + "@" + domain + ": remove them before.");
            }
            batch.delete(key);
            return new Step<>(domain, (before, number) -> before.withoutDomain(number, domain));
        });
    }

    /** All accounts by address. */
    public List<AccountEntry> accounts() {
        return view.accounts()
                .values()
                .sorted(Comparator.comparing(AccountEntry::address))
                .toList();
    }

    /** The accounts of a domain by address; none where it is not hosted. */
    public List<AccountEntry> accounts(String domain) {
        Optional<String> normal = AccountName.domain(domain);
        return accounts().stream()
                .filter(account -> normal.equals(Optional.of(DirectoryView.domainOf(account))))
                .toList();
    }

    /** The account that has exactly this address, which is not always the one that gets mail for it: see {@link #resolve}. */
    public Optional<AccountEntry> account(String address) {
        return AccountName.parse(address).flatMap(name -> view.accounts().get(name.address()));
    }

    /**
     * Adds an account to a hosted domain. Its place for mail is made by the caller afterwards.
     *
     * @param quotaBytes how much mail it may keep; 0 for any amount
     */
    public AccountEntry addAccount(String address, String password, long quotaBytes) throws Refused, StoreException {
        if (quotaBytes < 0) {
            throw new Refused("The quota is negative: give a number of bytes, or 0 for none.");
        }
        AccountName name = AccountName.ofNew(address, options.separator());
        NewPassword chosen = chosen(password, name);
        Instant created = now();
        return change((now, batch) -> {
            if (now.get(DirectoryFormat.domain(name.domain())).isEmpty()) {
                throw noDomain(name.domain());
            }
            if (now.get(DirectoryFormat.address(name)).isPresent()) {
                throw new Refused("The account " + name.address() + " is here already.");
            }
            long number = Partition.FIRST_ACCOUNT + now.counter(DirectoryFormat.ACCOUNTS_ADDED);
            AccountEntry account = new AccountEntry(name.address(), number, quotaBytes, created, 1)
                    .with(AccountSettings.DEFAULT.withWellKnownPassword(chosen.wellKnown()));
            batch.add(DirectoryFormat.ACCOUNTS_ADDED, 1);
            batch.put(DirectoryFormat.address(name), DirectoryFormat.writeNumber(number));
            batch.put(DirectoryFormat.account(number), DirectoryFormat.write(account));
            if (chosen.wellKnown()) {
                batch.put(DirectoryFormat.settings(number), DirectoryFormat.write(account.settings()));
            }
            batch.put(
                    DirectoryFormat.credential(number),
                    DirectoryFormat.write(chosen.credentials().hash()));
            batch.put(
                    DirectoryFormat.scram(number),
                    DirectoryFormat.write(chosen.credentials().scram()));
            batch.add(DirectoryFormat.SCRAM_ACCOUNTS, 1);
            return new Step<>(account, (before, change) -> before.with(change, account, 1));
        });
    }

    /**
     * Gives an account another password. The old one is worth nothing any more when this returns, and is kept readable nowhere: a legacy
     * login ends with it.
     */
    public void setPassword(String address, String password) throws Refused, StoreException {
        setPassword(address, password, false);
    }

    /**
     * The same.
     *
     * @param legacyLogin whether the new one is kept readable: see {@link AccountSettings#legacyLogin}
     */
    public void setPassword(String address, String password, boolean legacyLogin) throws Refused, StoreException {
        AccountName name = existing(address);
        NewPassword chosen = chosen(password, name);
        SharedSecret secret = new SharedSecret(Password.ofNew(password));
        change((now, batch) -> {
            AccountEntry old = read(now, name);
            AccountEntry account = old.withNewPassword()
                    .with(old.settings().withLegacyLogin(legacyLogin).withWellKnownPassword(chosen.wellKnown()));
            batch.put(DirectoryFormat.account(old.number()), DirectoryFormat.write(account));
            batch.put(
                    DirectoryFormat.credential(old.number()),
                    DirectoryFormat.write(chosen.credentials().hash()));
            batch.put(DirectoryFormat.settings(old.number()), DirectoryFormat.write(account.settings()));
            if (legacyLogin) {
                batch.put(DirectoryFormat.sharedSecret(old.number()), DirectoryFormat.write(secret));
            } else {
                batch.delete(DirectoryFormat.sharedSecret(old.number()));
            }
            int added = putScram(now, batch, old.number(), chosen.credentials().scram());
            return new Step<>(account, (before, change) -> before.with(change, account, added));
        });
    }

    /** @return 1 if the account had none before, else 0 */
    private static int putScram(Snapshot now, Batch batch, long number, List<ScramVerifier> verifiers)
            throws StoreException {
        Key key = DirectoryFormat.scram(number);
        int added = now.get(key).isPresent() ? 0 : 1;
        batch.put(key, DirectoryFormat.write(verifiers));
        batch.add(DirectoryFormat.SCRAM_ACCOUNTS, added);
        return added;
    }

    /** What logins find out of accounts goes to the store, unless the password has been changed meanwhile. */
    private Logins.Keeper keeper() {
        return new Logins.Keeper() {
            @Override
            public void keepScram(AccountEntry known, List<ScramVerifier> verifiers) throws Refused, StoreException {
                AccountName name = existing(known.address());
                change((now, batch) -> {
                    AccountEntry account = unchanged(now, name, known);
                    int added = putScram(now, batch, account.number(), verifiers);
                    return new Step<>(account, (before, change) -> before.with(change, account, added));
                });
            }

            @Override
            public void keepWellKnown(AccountEntry known) throws Refused, StoreException {
                AccountName name = existing(known.address());
                change((now, batch) -> {
                    AccountEntry old = unchanged(now, name, known);
                    AccountEntry account = old.with(old.settings().withWellKnownPassword(true));
                    batch.put(DirectoryFormat.settings(old.number()), DirectoryFormat.write(account.settings()));
                    return new Step<>(account, (before, change) -> before.with(change, account, 0));
                });
            }
        };
    }

    private static AccountEntry unchanged(Snapshot now, AccountName name, AccountEntry known)
            throws Refused, StoreException {
        AccountEntry account = read(now, name);
        if (account.number() != known.number() || account.passwordVersion() != known.passwordVersion()) {
            throw new Refused("The account " + known.address() + " has another password meanwhile.");
        }
        return account;
    }

    /** Says what becomes of what POP3 clients delete in an account. Sessions that are open go on as they began. */
    public AccountEntry setPopDeletion(String address, PopDeletion deletion) throws Refused, StoreException {
        AccountName name = existing(address);
        return change((now, batch) -> {
            AccountEntry old = read(now, name);
            AccountEntry account = old.with(old.settings().with(deletion));
            batch.put(DirectoryFormat.settings(old.number()), DirectoryFormat.write(account.settings()));
            return new Step<>(account, (before, change) -> before.with(change, account, 0));
        });
    }

    /**
     * Removes an account: from now on it neither gets mail nor can anybody log in. Its mail is removed by the caller, who says so
     * with {@link #forgetRemoved}; until then it is among the {@link #removedAccounts}.
     */
    public RemovedAccount removeAccount(String address) throws Refused, StoreException {
        AccountName name = existing(address);
        Instant removed = now();
        return change((now, batch) -> {
            AccountEntry account = read(now, name);
            RemovedAccount remains = new RemovedAccount(account.number(), account.address(), removed);
            batch.delete(DirectoryFormat.address(name));
            batch.delete(DirectoryFormat.account(account.number()));
            batch.delete(DirectoryFormat.credential(account.number()));
            batch.delete(DirectoryFormat.sharedSecret(account.number()));
            batch.delete(DirectoryFormat.settings(account.number()));
            int scram = now.get(DirectoryFormat.scram(account.number())).isPresent() ? 1 : 0;
            batch.delete(DirectoryFormat.scram(account.number()));
            batch.add(DirectoryFormat.SCRAM_ACCOUNTS, -scram);
            batch.put(DirectoryFormat.removed(account.number()), DirectoryFormat.write(remains));
            return new Step<>(remains, (before, change) -> before.without(change, account, scram));
        });
    }

    /** The accounts that were removed and whose mail may still be there, also after a crash: to be cleaned up at the start. */
    public List<RemovedAccount> removedAccounts() throws StoreException {
        List<RemovedAccount> removed = new ArrayList<>();
        for (Entry row : DirectoryView.rows(store, DirectoryFormat.REMOVED)) {
            removed.add(DirectoryFormat.readRemoved(row.key(), row.value().bytes()));
        }
        return List.copyOf(removed);
    }

    /** The mail of a removed account is gone. Its number is not used again all the same. */
    public void forgetRemoved(long number) throws StoreException {
        store.update(Partition.DIRECTORY, (now, batch) -> {
            batch.delete(DirectoryFormat.removed(number));
            return true;
        });
    }

    /** Whether mail for this domain is ours. */
    public boolean hosts(String domain) {
        DirectoryView now = view;
        return now.domains().contains(domain)
                || AccountName.domain(domain)
                        .filter(normal -> now.domains().contains(normal))
                        .isPresent();
    }

    /**
     * The account that gets mail for an address.
     *
     * <p>{@code user+anything} is {@code user}, unless there is an account of the whole name (RFC 5233). {@code postmaster} of a
     * hosted domain is always somebody, as RFC 5321 §4.5.1 demands: the account of that name, else the domain's first account,
     * else the postmaster of the domain that was added first.
     *
     * @param localPart without quotes
     * @param domain empty for the bare {@code postmaster}, which is that of the domain added first, too
     */
    public Optional<AccountEntry> resolve(String localPart, String domain) {
        DirectoryView now = view;
        String name = AccountName.localPart(localPart);
        if (domain.isEmpty()) {
            return name.equals(DirectoryView.POSTMASTER) ? now.postmaster() : Optional.empty();
        }
        return AccountName.domain(domain)
                .flatMap(normal -> now.resolve(new AccountName(name, normal), options.separator()));
    }

    /**
     * Checks a name and its password.
     *
     * @param name the address of an account; where the options allow it, its local part alone
     */
    @Override
    public Outcome verify(String name, byte[] password, InetAddress peer) {
        return logins.verify(name, password, peer);
    }

    /** All of them as soon as every account has its verifiers; accounts of older programs get them with their next password login. */
    @Override
    public Set<ScramHash> scramHashes() {
        DirectoryView now = view;
        return now.scramAccounts() >= now.accounts().size() ? Set.of(ScramHash.values()) : Set.of();
    }

    @Override
    public Lookup<ScramVerifier> scram(ScramHash hash, String name, InetAddress peer) {
        return logins.scram(hash, name, peer);
    }

    @Override
    public boolean keepsSharedSecrets() {
        return view.legacyAccounts() > 0;
    }

    @Override
    public Lookup<SharedSecret> sharedSecret(String name, InetAddress peer) {
        return logins.sharedSecret(name, peer);
    }

    /** Everybody may act as themselves, in any spelling, and as nobody else. */
    @Override
    public Optional<Identity> actAs(Identity login, String authorization) {
        return logins.isSame(login, authorization) ? Optional.of(login) : Optional.empty();
    }

    /** Sees what others changed. Needed only where a hint of the store was lost. */
    public void refresh() throws StoreException {
        changing.lock();
        try {
            long changes = store.read(Partition.DIRECTORY, now -> now.counter(DirectoryFormat.CHANGES));
            if (changes != view.changes()) {
                view = DirectoryView.read(store);
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        logins.close();
    }

    /** How many password hashes were computed, for tests. */
    long hashesComputed() {
        return logins.hasher().computed();
    }

    private void refreshSoon() {
        if (closed || !refreshing.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("directory refresh").start(() -> {
            refreshing.set(false);
            try {
                refresh();
            } catch (StoreException failed) {
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "the directory cannot be read again", failed);
                }
            }
        });
    }

    private <T> T change(Edit<T> edit) throws Refused, StoreException {
        changing.lock();
        try {
            Decision<T> decision = store.update(Partition.DIRECTORY, (now, batch) -> {
                long number = now.counter(DirectoryFormat.CHANGES) + 1;
                try {
                    Step<T> step = edit.plan(now, batch);
                    batch.add(DirectoryFormat.CHANGES, 1);
                    return new Done<>(number, step);
                } catch (Refused refused) {
                    return new Not<>(refused);
                }
            });
            return switch (decision) {
                case Not<T>(Refused reason) -> throw reason;
                case Done<T>(long number, Step<T> step) -> {
                    DirectoryView before = view;
                    view = before.changes() == number - 1 ? step.effect.on(before, number) : DirectoryView.read(store);
                    yield step.result;
                }
            };
        } finally {
            changing.unlock();
        }
    }

    private record NewPassword(Credentials credentials, boolean wellKnown) {}

    private NewPassword chosen(String written, AccountName name) throws Refused {
        byte[] password = options.anyPassword() ? Password.ofNew(written) : Password.ofNew(written, name);
        Credentials credentials = logins.hasher()
                .credentials(password)
                .orElseThrow(
                        () -> new Refused("Too many passwords are being checked just now: try again in a moment."));
        return new NewPassword(credentials, Password.isWellKnown(password, name));
    }

    /** Whether there is such an account is asked of the store, not of the view: others may just have added it. */
    private static AccountName existing(String address) throws Refused {
        return AccountName.parse(address).orElseThrow(() -> noAccount(address));
    }

    private static AccountEntry read(Snapshot now, AccountName name) throws StoreException, Refused {
        Key index = DirectoryFormat.address(name);
        byte[] row = now.get(index).orElseThrow(() -> noAccount(name.address())).bytes();
        Key key = DirectoryFormat.account(DirectoryFormat.readNumber(index, row));
        AccountEntry account = DirectoryFormat.readAccount(
                key,
                now.get(key)
                        .orElseThrow(() -> new StoreException("the directory has no row " + key + " for "
                                + name.address() + "; restore it from a backup"))
                        .bytes());
        Key settings = DirectoryFormat.settings(account.number());
        Optional<Versioned> chosen = now.get(settings);
        return chosen.isEmpty()
                ? account
                : account.with(
                        DirectoryFormat.readSettings(settings, chosen.get().bytes()));
    }

    private static Refused noAccount(String address) {
        return new Refused("There is no account " + AccountName.printable(address) + ".");
    }

    private static Refused noDomain(String domain) {
        return new Refused("The domain " + domain + " is not hosted here: add it with \"domain add " + domain + "\".");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What a change writes. It throws before it has written anything. */
    @FunctionalInterface
    private interface Edit<T> {
        Step<T> plan(Snapshot now, Batch batch) throws Refused, StoreException;
    }

    /** What a change leads to once it is durable: an answer for the caller, and another view. */
    private record Step<T>(T result, Effect effect) {}

    @FunctionalInterface
    private interface Effect {
        DirectoryView on(DirectoryView before, long change);
    }

    private sealed interface Decision<T> {}

    private record Done<T>(long number, Step<T> step) implements Decision<T> {}

    private record Not<T>(Refused reason) implements Decision<T> {}
}
