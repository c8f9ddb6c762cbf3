package org.pennypost.directory;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.pennypost.sasl.Outcome;
import org.pennypost.sasl.ScramHash;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/** A directory in memory with a cheap password hash and a clock that stands. */
final class DirectoryFixture implements AutoCloseable {
    static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.1");
    static final InetAddress ELSEWHERE = InetAddress.ofLiteral("198.51.100.7");
    static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

    /** As usual, with passwords that everybody guesses. */
    static final DirectoryOptions ANY_PASSWORD = DirectoryOptions.DEFAULT.withAnyPassword(true);

    final MemoryStore store = new MemoryStore();
    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");
    Directory directory;

    DirectoryFixture() throws StoreException {
        this(ANY_PASSWORD);
    }

    DirectoryFixture(DirectoryOptions options) throws StoreException {
        directory = open(options);
    }

    Directory open(DirectoryOptions options) throws StoreException {
        return open(store, options);
    }

    Directory open(Store opened, DirectoryOptions options) throws StoreException {
        return Directory.open(
                opened,
                options.withCost(CHEAP).withScramIterations(ScramHash.ITERATIONS_MIN),
                new SecureRandom(),
                () -> now);
    }

    void reopen() throws StoreException {
        directory.close();
        directory = open(ANY_PASSWORD);
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    Outcome login(String name, String password, InetAddress from) {
        return directory.verify(name, password.getBytes(StandardCharsets.UTF_8), from);
    }

    @Override
    public void close() throws StoreException {
        directory.close();
        store.close();
    }
}
