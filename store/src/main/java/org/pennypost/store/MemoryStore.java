package org.pennypost.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.engine.Changes;
import org.pennypost.store.engine.Counter;
import org.pennypost.store.engine.KeyRange;
import org.pennypost.store.engine.Leases;
import org.pennypost.store.engine.LinkChange;
import org.pennypost.store.engine.Marks;
import org.pennypost.store.engine.RecordedBatch;
import org.pennypost.store.engine.Watches;

/**
 * The contract in memory: the oracle that other engines are compared with, and the store of tests. Thread-safe.
 *
 * <p>What would be the disk is a set of maps, and a commit is "durable" when it is applied to them: at once, or at
 * {@link #release} after {@link #hold}. Tests make it fail with {@link #failNext} and pull the plug with {@link #crash}.
 */
public final class MemoryStore implements Store {
    private final Map<Partition, Shelf> shelves = new ConcurrentHashMap<>();
    private final Watches watches = new Watches();
    private final Marks marks = new Marks();
    private final Leases leases;
    /** Guards everything below and in each shelf what is marked so; taken after a shelf's {@code writing}. */
    private final ReentrantReadWriteLock state = new ReentrantReadWriteLock();

    private final MemoryBlobs blobs = new MemoryBlobs(state);
    private final ArrayDeque<Commit<?>> queue = new ArrayDeque<>();
    private final ArrayDeque<StoreException> faults = new ArrayDeque<>();
    private final ArrayDeque<StoreException> blobFaults = new ArrayDeque<>();
    private long commits;
    private boolean held;
    private boolean closed;

    public MemoryStore() {
        this(InstantSource.system());
    }

    /** A store whose leases live by this clock. */
    public MemoryStore(InstantSource clock) {
        leases = new Leases(clock);
    }

    /** Commits from now on wait for {@link #release}; works see them, readers do not. */
    public void hold() {
        locked(() -> held = true);
    }

    /** Makes durable what waits, in order, and commits at once again. */
    public void release() {
        locked(() -> {
            held = false;
            settle();
        });
    }

    /**
     * The next commit fails: its {@link Pending#await} throws this, as do later commits that were planned upon it. May be
     * called several times for several commits.
     */
    public void failNext(StoreException fault) {
        locked(() -> faults.add(fault));
    }

    /** As {@link #failNext}, but the next commit that brings a blob's bytes. */
    public void failNextBlob(StoreException fault) {
        locked(() -> blobFaults.add(fault));
    }

    /** Opens a closed store again; it holds what it held. */
    public void reopen() {
        locked(() -> closed = false);
    }

    /** Pulls the plug and starts again: what waits is lost, and waiters are told {@link StoreStopped}. */
    public void crash() {
        locked(() -> {
            StoreStopped stopped = new StoreStopped("the store crashed");
            while (!queue.isEmpty()) {
                fail(queue.peekFirst(), stopped);
            }
        });
    }

    @Override
    public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
        state.readLock().lock();
        try {
            ensureOpen();
            MemorySnapshot snapshot = new MemorySnapshot(shelf(partition).durable);
            try {
                return reader.read(snapshot);
            } finally {
                snapshot.ended = true;
            }
        } finally {
            state.readLock().unlock();
        }
    }

    @Override
    public long mark(Partition partition) {
        return marks.mark(partition);
    }

    @Override
    public boolean isUnchanged(Partition partition, long mark) {
        return marks.isUnchanged(partition, mark);
    }

    @Override
    public <T extends @Nullable Object> Pending<T> submit(Partition partition, Work<T> work) throws StoreException {
        if (state.getReadHoldCount() > 0) {
            throw new IllegalStateException("a reader writes");
        }
        Shelf shelf = shelf(partition);
        shelf.writing.lock();
        try {
            int generation = shelf.catchUp();
            RecordedBatch batch = new RecordedBatch();
            MemorySnapshot now = new MemorySnapshot(shelf.latest);
            T result;
            Changes changes;
            try {
                result = work.plan(now, batch);
                changes = batch.resolve(now);
            } finally {
                now.ended = true;
            }
            return enqueue(partition, shelf, generation, changes, result);
        } finally {
            shelf.writing.unlock();
        }
    }

    private <T extends @Nullable Object> Commit<T> enqueue(
            Partition partition, Shelf shelf, int generation, Changes changes, T result) throws StoreException {
        state.writeLock().lock();
        try {
            ensureOpen();
            if (shelf.generation != generation) {
                throw new StoreException("a commit that this one was planned upon failed");
            }
            blobs.pin(changes.links());
            Commit<T> commit = new Commit<>(partition, shelf, changes, ++commits, result);
            apply(changes, commit.number, shelf.latest);
            if (changes.isEmpty() && queue.stream().noneMatch(waiting -> waiting.shelf == shelf)) {
                commit.succeed();
                return commit;
            }
            queue.add(commit);
            if (!held) {
                settle();
            }
            return commit;
        } finally {
            state.writeLock().unlock();
        }
    }

    @Override
    public BlobStore blobs() {
        return blobs;
    }

    @Override
    public Optional<Lease> lease(String name, Duration time) throws StoreException {
        state.readLock().lock();
        try {
            ensureOpen();
            return leases.take(name, time);
        } finally {
            state.readLock().unlock();
        }
    }

    @Override
    public Watch watch(Partition partition, LongConsumer hint) {
        return watches.add(partition, hint);
    }

    @Override
    public CheckReport check(CheckDepth depth) throws StoreException {
        state.readLock().lock();
        try {
            ensureOpen();
            long keys = 0;
            for (Shelf shelf : shelves.values()) {
                keys += shelf.durable.size();
            }
            return blobs.check(keys, depth);
        } finally {
            state.readLock().unlock();
        }
    }

    @Override
    public void close() {
        locked(() -> {
            held = false;
            settle();
            closed = true;
        });
    }

    private void ensureOpen() throws StoreStopped {
        if (closed) {
            throw new StoreStopped("the store is closed");
        }
    }

    private Shelf shelf(Partition partition) {
        return shelves.computeIfAbsent(partition, _ -> new Shelf());
    }

    private void locked(Runnable action) {
        state.writeLock().lock();
        try {
            action.run();
        } finally {
            state.writeLock().unlock();
        }
    }

    /** Makes the queue durable. Under the state's write lock. */
    private void settle() {
        for (Commit<?> commit = queue.peekFirst(); commit != null; commit = queue.peekFirst()) {
            StoreException fault = commit.changes.isEmpty() ? null : faults.pollFirst();
            if (fault == null && commit.changes.links().stream().anyMatch(LinkChange.LinkDraft.class::isInstance)) {
                fault = blobFaults.pollFirst();
            }
            if (fault == null) {
                queue.removeFirst();
                marks.begin(commit.partition);
                apply(commit.changes, commit.number, commit.shelf.durable);
                marks.end(commit.partition);
                blobs.applied(commit.partition, commit.changes.links());
                commit.succeed();
                if (!commit.changes.isEmpty()) {
                    watches.tell(commit.partition, commit.number);
                }
            } else {
                fail(commit, fault);
            }
        }
    }

    /** Drops the commit and those that were planned upon it. */
    private void fail(Commit<?> failed, StoreException fault) {
        failed.shelf.generation++;
        List<Commit<?>> dropped = new ArrayList<>();
        for (Iterator<Commit<?>> all = queue.iterator(); all.hasNext(); ) {
            Commit<?> commit = all.next();
            if (commit.shelf == failed.shelf) {
                all.remove();
                dropped.add(commit);
            }
        }
        for (Commit<?> commit : dropped) {
            blobs.dropped(commit.changes.links());
            commit.done.completeExceptionally(fault);
        }
    }

    private static void apply(Changes changes, long version, NavigableMap<Key, Versioned> rows) {
        for (KeyRange range : changes.erased()) {
            rows.subMap(range.from(), range.to()).clear();
        }
        changes.rows().forEach((key, value) -> {
            if (value.isPresent()) {
                rows.put(key, new Versioned(value.get(), version));
            } else {
                rows.remove(key);
            }
        });
    }

    /** The rows of one partition. */
    private final class Shelf {
        /** Held while a work plans. */
        private final ReentrantLock writing = new ReentrantLock();

        /** What a work sees. Guarded by {@code writing}. */
        private NavigableMap<Key, Versioned> latest = new TreeMap<>();

        private int latestGeneration;

        /** What a reader sees. Guarded by the store's state. */
        private final NavigableMap<Key, Versioned> durable = new TreeMap<>();

        /** Grows when commits failed, so that {@code latest} holds what never came to be. Guarded by the store's state. */
        private int generation;

        /** Brings {@code latest} back to the truth after a failure. */
        private int catchUp() {
            state.readLock().lock();
            try {
                if (latestGeneration != generation) {
                    latest = new TreeMap<>(durable);
                    latestGeneration = generation;
                }
                return generation;
            } finally {
                state.readLock().unlock();
            }
        }
    }

    private static final class Commit<T extends @Nullable Object> implements Pending<T> {
        private final Partition partition;
        private final Shelf shelf;
        private final Changes changes;
        private final long number;
        private final T result;
        private final CompletableFuture<T> done = new CompletableFuture<>();

        Commit(Partition partition, Shelf shelf, Changes changes, long number, T result) {
            this.partition = partition;
            this.shelf = shelf;
            this.changes = changes;
            this.number = number;
            this.result = result;
        }

        void succeed() {
            done.complete(result);
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

    private static final class MemorySnapshot implements Snapshot {
        private final NavigableMap<Key, Versioned> rows;
        private boolean ended;

        MemorySnapshot(NavigableMap<Key, Versioned> rows) {
            this.rows = rows;
        }

        @Override
        public Optional<Versioned> get(Key key) {
            ensureValid();
            return Optional.ofNullable(rows.get(key));
        }

        @Override
        public long counter(Key key) {
            return get(key).map(value -> Counter.of(key, value.bytes())).orElse(0L);
        }

        @Override
        public List<Entry> range(Key from, Key to, int limit, boolean reverse) {
            ensureValid();
            if (limit < 1) {
                throw new IllegalArgumentException("a range returns at least 1 row, not " + limit);
            }
            if (from.compareTo(to) >= 0) {
                return List.of();
            }
            NavigableMap<Key, Versioned> part = rows.subMap(from, true, to, false);
            return (reverse ? part.descendingMap() : part)
                    .entrySet().stream()
                            .limit(limit)
                            .map(row -> new Entry(row.getKey(), row.getValue()))
                            .toList();
        }

        private void ensureValid() {
            if (ended) {
                throw new IllegalStateException("the snapshot has ended with its function");
            }
        }
    }
}
