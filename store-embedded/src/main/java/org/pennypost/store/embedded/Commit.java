package org.pennypost.store.embedded;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Pending;
import org.pennypost.store.StoreException;
import org.pennypost.store.engine.Changes;

/** A planned batch on its way to the disk. */
final class Commit<T extends @Nullable Object> implements Pending<T> {
    final Lane lane;
    final int generation;
    final long number;
    final Changes changes;

    /** The changes as keys, made by the caller's thread; without what the committer adds for the blobs. */
    final KeyBatch keys;

    /** The drafts whose bytes the batch needs, retained until it is done. */
    final List<EmbeddedDraft> drafts;

    private final T result;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    Commit(
            Lane lane,
            int generation,
            long number,
            Changes changes,
            KeyBatch keys,
            List<EmbeddedDraft> drafts,
            T result) {
        this.lane = lane;
        this.generation = generation;
        this.number = number;
        this.changes = changes;
        this.keys = keys;
        this.drafts = drafts;
        this.result = result;
    }

    /** What it costs a group. */
    long sizeBytes() {
        return keys.length() + drafts.stream().mapToLong(EmbeddedDraft::size).sum();
    }

    void succeed() {
        done.complete(result);
    }

    void fail(StoreException fault) {
        done.completeExceptionally(fault);
    }

    @Override
    public T await() throws StoreException {
        try {
            return done.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof StoreException fault) {
                throw fault;
            }
            throw failed;
        }
    }
}
