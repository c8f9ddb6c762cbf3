package org.pennypost.imap.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.pennypost.store.StoreException;

/**
 * What another thread reads of some messages, from the moment this is made.
 *
 * @param <T> what is read of a message
 */
final class Reading<T> {
    private final long begin;
    private final CompletableFuture<List<Optional<T>>> read = new CompletableFuture<>();

    /** @param begin where the first of them is, in steps of the walk */
    Reading(long begin, Ahead.Source<T> source, long[] contents) {
        this.begin = begin;
        Thread.ofVirtual().name("imap-ahead").start(() -> {
            List<Optional<T>> came = List.of();
            try {
                came = source.read(contents);
            } catch (StoreException failed) {
                // Whoever comes to these messages reads them again, and fails then.
            } finally {
                read.complete(came);
            }
        });
    }

    long begin() {
        return begin;
    }

    /** Waits for what was read, of the first ones at least; empty if that failed. */
    List<Optional<T>> await() {
        return read.join();
    }

    /** Waits, and gives all of it to {@code unused}. */
    void leave(Consumer<T> unused) {
        await().forEach(each -> each.ifPresent(unused));
    }
}
