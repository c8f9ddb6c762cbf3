package org.pennypost.directory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.pennypost.sasl.ScramVerifier;

/**
 * Computes password hashes on a few platform threads of its own, so that all of them together need no more than
 * {@code threads * memory of one} and leave the virtual threads their carriers. Thread-safe.
 */
final class PasswordHasher implements AutoCloseable {
    private static final int THREAD_IDLE_SECONDS_MAX = 30;

    private final Argon2Cost cost;
    private final int scramIterations;
    private final RandomGenerator random;
    private final PasswordHash nothing;
    private final ThreadPoolExecutor threads;
    private final LongAdder computed = new LongAdder();

    PasswordHasher(Argon2Cost cost, int scramIterations, int threadsMax, int waitingMax, RandomGenerator random) {
        this.cost = cost;
        this.scramIterations = scramIterations;
        this.random = random;
        this.nothing = PasswordHash.ofNothing(cost, random);
        this.threads = new ThreadPoolExecutor(
                threadsMax,
                threadsMax,
                THREAD_IDLE_SECONDS_MAX,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waitingMax),
                Thread.ofPlatform().daemon().name("argon2-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** @return empty if too many wait already, this was closed, or the thread was interrupted */
    Optional<Credentials> credentials(byte[] password) {
        return run(() -> new Credentials(
                PasswordHash.compute(password, cost, random), Credentials.scram(password, scramIterations, random)));
    }

    /** What SCRAM keeps of a password alone. */
    Optional<List<ScramVerifier>> scram(byte[] password) {
        return run(() -> Credentials.scram(password, scramIterations, random));
    }

    /** @return empty if too many wait already, this was closed, or the thread was interrupted */
    Optional<Boolean> matches(PasswordHash hash, byte[] password) {
        return run(() -> hash.matches(password));
    }

    /** Does the work of {@link #matches} for a name that does not exist. */
    Optional<Boolean> matchesNothing(byte[] password) {
        return matches(nothing, password);
    }

    /** How many hashes were computed. */
    long computed() {
        return computed.sum();
    }

    /** How many wait for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            ((Future<?>) waiting).cancel(false);
        }
    }

    private <T> Optional<T> run(Callable<T> work) {
        Future<T> future;
        try {
            future = threads.submit(() -> {
                computed.increment();
                return work.call();
            });
        } catch (RejectedExecutionException full) {
            return Optional.empty();
        }
        try {
            return Optional.of(future.get());
        } catch (InterruptedException interrupted) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (CancellationException closed) {
            return Optional.empty();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("Argon2 failed", bug.getCause());
        }
    }
}
