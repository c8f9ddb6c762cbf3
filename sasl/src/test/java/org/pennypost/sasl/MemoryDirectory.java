package org.pennypost.sasl;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names and passwords in memory; every account can log in with everything. */
final class MemoryDirectory implements Authenticator {
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, byte[]> salts = new HashMap<>();
    final Set<String> blocked = new HashSet<>();
    String busy = "";
    int settled;

    MemoryDirectory with(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    MemoryDirectory withSalt(String name, byte[] salt) {
        salts.put(name, salt);
        return this;
    }

    static Identity identity(String name) {
        return new Identity(name, 1000L + name.length());
    }

    @Override
    public Outcome verify(String name, byte[] password, InetAddress peer) {
        return settle(
                name,
                Arrays.equals(
                        password, passwords.getOrDefault(name, "no such name").getBytes(StandardCharsets.UTF_8)));
    }

    private Outcome settle(String name, boolean proven) {
        settled++;
        if (!busy.isEmpty()) {
            return new Outcome.TemporarilyUnavailable(busy);
        }
        if (proven && blocked.contains(name)) {
            return new Outcome.Blocked("this password is known to everybody");
        }
        return proven && passwords.containsKey(name) ? new Outcome.Accepted(identity(name)) : new Outcome.Rejected();
    }

    @Override
    public Set<ScramHash> scramHashes() {
        return Set.of(ScramHash.values());
    }

    @Override
    public Lookup<ScramVerifier> scram(ScramHash hash, String name, InetAddress peer) {
        byte[] password = passwords.getOrDefault(name, "no such name").getBytes(StandardCharsets.UTF_8);
        byte[] salt = salts.getOrDefault(name, name.getBytes(StandardCharsets.UTF_8));
        return new Lookup.Found<>(
                ScramVerifier.of(hash, password, salt, ScramHash.ITERATIONS_MIN), proven -> settle(name, proven));
    }

    @Override
    public boolean keepsSharedSecrets() {
        return true;
    }

    @Override
    public Lookup<SharedSecret> sharedSecret(String name, InetAddress peer) {
        byte[] password = passwords.getOrDefault(name, "no such name").getBytes(StandardCharsets.UTF_8);
        return new Lookup.Found<>(new SharedSecret(password), proven -> settle(name, proven));
    }

    @Override
    public Optional<Identity> actAs(Identity login, String authorization) {
        return authorization.equalsIgnoreCase(login.address()) ? Optional.of(login) : Optional.empty();
    }
}
