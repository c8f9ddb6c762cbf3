package org.pennypost.pop3;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Lookup;
import org.pennypost.sasl.Outcome;
import org.pennypost.sasl.ScramHash;
import org.pennypost.sasl.ScramVerifier;
import org.pennypost.sasl.SharedSecret;

/** The accounts of a stage: names and passwords in memory. */
final class StageDirectory implements Authenticator {
    private final Map<String, Entry> accounts = new ConcurrentHashMap<>();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    private record Entry(long number, String password, boolean legacy) {
        byte[] bytes() {
            return password.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static final Entry NOBODY = new Entry(0, "a password that nobody has", false);

    void add(String name, long number, String password, boolean legacy) {
        accounts.put(name, new Entry(number, password, legacy));
    }

    /** Whether it answers at all. */
    void down(boolean now) {
        down = now;
    }

    /** From now on its password opens nothing. */
    void block(String name) {
        blocked.add(name);
    }

    long number(String name) {
        return accounts.getOrDefault(name, NOBODY).number();
    }

    String password(String name) {
        return accounts.getOrDefault(name, NOBODY).password();
    }

    @Override
    public Outcome verify(String name, byte[] password, InetAddress peer) {
        Entry entry = accounts.getOrDefault(name, NOBODY);
        return outcome(name, entry, Arrays.equals(password, entry.bytes()));
    }

    private Outcome outcome(String name, Entry entry, boolean proven) {
        if (down) {
            return new Outcome.TemporarilyUnavailable("the directory is away");
        }
        if (proven && blocked.contains(name)) {
            return new Outcome.Blocked("this password is known to everybody; ask the postmaster for another");
        }
        return proven && accounts.containsKey(name)
                ? new Outcome.Accepted(new Identity(name + "@example.test", entry.number()))
                : new Outcome.Rejected();
    }

    @Override
    public Set<ScramHash> scramHashes() {
        return Set.of(ScramHash.values());
    }

    @Override
    public Lookup<ScramVerifier> scram(ScramHash hash, String name, InetAddress peer) {
        Entry entry = accounts.getOrDefault(name, NOBODY);
        byte[] salt = name.getBytes(StandardCharsets.UTF_8);
        return new Lookup.Found<>(
                ScramVerifier.of(hash, entry.bytes(), salt, ScramHash.ITERATIONS_MIN),
                proven -> outcome(name, entry, proven));
    }

    @Override
    public boolean keepsSharedSecrets() {
        return accounts.values().stream().anyMatch(Entry::legacy);
    }

    @Override
    public Lookup<SharedSecret> sharedSecret(String name, InetAddress peer) {
        Entry entry = accounts.getOrDefault(name, NOBODY);
        return new Lookup.Found<>(
                new SharedSecret(entry.bytes()), proven -> outcome(name, entry, proven && entry.legacy()));
    }

    @Override
    public Optional<Identity> actAs(Identity login, String authorization) {
        return login.address().equals(authorization + "@example.test") ? Optional.of(login) : Optional.empty();
    }
}
