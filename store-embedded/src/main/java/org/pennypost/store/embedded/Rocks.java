package org.pennypost.store.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Key;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.StoreStopped;
import org.pennypost.store.Versioned;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The one owner of RocksDB's native handles. Every other method is called between {@link #enter} and {@link #exit}, which keep
 * the database from being closed meanwhile: use after close cannot happen. Only the committer writes.
 */
final class Rocks {
    /** A range longer than this goes on on a platform thread: a native call never lets go of the carrier of a virtual one. */
    private static final int ROWS_INLINE_MAX = 256;

    private static final int BLOOM_BITS = 10;

    /** What is read and decompressed at once. A walk over a mailbox reads one for some twelve messages. */
    private static final int BLOCK_BYTES = 16 << 10;

    /** A cache of a few large parts: a filter or an index that is larger than a part would be read from the disk each time. */
    private static final int CACHE_SHARD_BITS = 1;

    private static final long INFO_LOG_BYTES_MAX = 1 << 20;
    private static final int INFO_LOGS_MAX = 3;
    private static final int OPEN_FILES_MAX = 256;
    private static final int MEMTABLES_MAX = 3;

    /**
     * So many flushed memtables are merged at once into all that is below them. Mail of many accounts meets all of it each time, so
     * half as many merges are half the work; four more files for a reader to ask are four more Bloom filters.
     */
    private static final int YOUNG_FILES_MAX = 8;

    private static final int LEVELS = 7;

    private final Path folder;
    private final Executor pool;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS);
    private final LRUCache cache;
    private final Options options;
    /** The journal in the packs is the only log (docs/adr/0015-the-journal-in-the-packs.md). */
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);

    private final ReadOptions latest = new ReadOptions();

    /** Empty while closed. Guarded by {@code use}. */
    private @Nullable RocksDB db;

    private volatile @Nullable Recovery reviver;

    /** What the database was at one instant. Closed by its reader. */
    final class View implements AutoCloseable {
        private final Snapshot snapshot;
        private final ReadOptions options;

        private View() throws StoreStopped {
            snapshot = db().getSnapshot();
            options = new ReadOptions().setSnapshot(snapshot);
        }

        @Override
        public void close() {
            options.close();
            if (db != null) {
                db.releaseSnapshot(snapshot);
            }
        }
    }

    /** Takes the rows of a range one by one. */
    @FunctionalInterface
    interface RowSink {
        /** Returns whether it wants more. */
        boolean row(byte[] key, byte[] value) throws StoreException;
    }

    /** Takes the rows of a partition one by one. */
    @FunctionalInterface
    interface EntrySink {
        /** Returns whether it wants more. */
        boolean entry(Key key, Versioned value) throws StoreException;
    }

    private Rocks(Path folder, Settings settings, Executor pool) {
        this.folder = folder;
        this.pool = pool;
        cache = new LRUCache(settings.cacheBytes(), CACHE_SHARD_BITS);
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(settings.memtableBytes())
                .setMaxWriteBufferNumber(MEMTABLES_MAX)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setCompressionPerLevel(compressions())
                .setLevel0FileNumCompactionTrigger(YOUNG_FILES_MAX)
                .setLevelCompactionDynamicLevelBytes(true)
                // One thread writes: nothing to gain from locks for several.
                .setAllowConcurrentMemtableWrite(false)
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(0.02)
                // Only a store of format 1 has anything in RocksDB's log; a torn tail of it was never acknowledged.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_BYTES_MAX)
                .setKeepLogFileNum(INFO_LOGS_MAX)
                .setStatsDumpPeriodSec(0)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockSize(BLOCK_BYTES)
                        .setBlockCache(cache)
                        .setFilterPolicy(bloom)
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setPartitionFilters(true)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFormatVersion(5));
    }

    /**
     * Opens the database in {@code folder}, or makes a new one.
     *
     * @param pool platform threads for long ranges
     */
    static Rocks open(Path folder, Settings settings, Executor pool) throws StoreException {
        RocksDB.loadLibrary();
        Rocks rocks = new Rocks(folder, settings, pool);
        try {
            rocks.db = RocksDB.open(rocks.options, folder.toString());
            return rocks;
        } catch (RocksDBException failed) {
            rocks.close();
            throw rocks.named("cannot be opened", failed);
        }
    }

    /** What was just flushed will soon be written again: only what has come to rest is compressed. */
    private static List<CompressionType> compressions() {
        List<CompressionType> levels = new ArrayList<>(Collections.nCopies(LEVELS, CompressionType.LZ4_COMPRESSION));
        levels.set(0, CompressionType.NO_COMPRESSION);
        return levels;
    }

    void enter() throws StoreException {
        if (!tryEnter()) {
            Recovery reviving = reviver;
            if (reviving != null) {
                reviving.run();
            }
            if (!tryEnter()) {
                throw new StoreStopped("the store is closed");
            }
        }
    }

    private boolean tryEnter() {
        use.readLock().lock();
        if (db == null) {
            use.readLock().unlock();
            return false;
        }
        return true;
    }

    /** What to try when it could not be opened again, before anybody is refused. */
    void reviveWith(Recovery reviving) {
        reviver = reviving;
    }

    /** For long work between {@link #enter} and {@link #exit}: fails where somebody waits to close it. */
    void giveWay() throws StoreException {
        if (use.hasQueuedThreads()) {
            throw new StoreException("interrupted: the store is being closed or opened again");
        }
    }

    void exit() {
        use.readLock().unlock();
    }

    View view() throws StoreStopped {
        return new View();
    }

    byte @Nullable [] get(byte[] key) throws StoreException {
        return get(latest, key);
    }

    /** The values of all keys, of which there is one at least, in their order, empty where there is none. */
    List<Optional<byte[]>> get(List<byte[]> keys) throws StoreException {
        try {
            return db().multiGetAsList(latest, keys).stream()
                    .map(Optional::ofNullable)
                    .toList();
        } catch (RocksDBException failed) {
            throw named("cannot be read", failed);
        }
    }

    byte @Nullable [] get(View view, byte[] key) throws StoreException {
        return get(view.options, key);
    }

    /** Gives the rows with {@code from <= key < to} to the sink, or from the last to the first, until it has enough. */
    void range(@Nullable View view, byte[] from, byte[] to, boolean reverse, RowSink sink) throws StoreException {
        range(view, from, to, reverse, true, sink);
    }

    /**
     * The same.
     *
     * @param kept whether what is read from the disk is to stay in memory: for a walk over much, which is likely to be the only one for a
     *     while, to make room for it costs more than to read it again
     */
    void range(@Nullable View view, byte[] from, byte[] to, boolean reverse, boolean kept, RowSink sink)
            throws StoreException {
        walk(view, from, to, reverse, kept, rows -> sink.row(rows.key(), rows.value()));
    }

    /** The same with a partition's rows. */
    void entries(@Nullable View view, byte[] from, byte[] to, boolean reverse, boolean kept, EntrySink sink)
            throws StoreException {
        EntryReader reader = new EntryReader();
        walk(view, from, to, reverse, kept, rows -> reader.read(rows, sink));
    }

    private void walk(@Nullable View view, byte[] from, byte[] to, boolean reverse, boolean kept, Taker taker)
            throws StoreException {
        try (Slice low = new Slice(from);
                Slice high = new Slice(to);
                ReadOptions bounded = view == null ? new ReadOptions() : new ReadOptions(view.options)) {
            bounded.setIterateLowerBound(low).setIterateUpperBound(high).setFillCache(kept);
            try (RocksIterator rows = db().newIterator(bounded)) {
                if (reverse) {
                    rows.seekToLast();
                } else {
                    rows.seekToFirst();
                }
                if (!walk(rows, reverse, taker, ROWS_INLINE_MAX)) {
                    return;
                }
                if (Thread.currentThread().isVirtual()) {
                    onPool(() -> walk(rows, reverse, taker, Integer.MAX_VALUE));
                } else {
                    walk(rows, reverse, taker, Integer.MAX_VALUE);
                }
            }
        }
    }

    boolean hasAny(@Nullable View view, byte[] from, byte[] to) throws StoreException {
        boolean[] found = {false};
        range(view, from, to, false, (_, _) -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    /** Returns whether there is more to walk. */
    private boolean walk(RocksIterator rows, boolean reverse, Taker taker, int max) throws StoreException {
        for (int count = 0; count < max; count++) {
            if (!rows.isValid()) {
                try {
                    rows.status();
                } catch (RocksDBException failed) {
                    throw named("cannot be read", failed);
                }
                return false;
            }
            if (!taker.take(rows)) {
                return false;
            }
            if (reverse) {
                rows.prev();
            } else {
                rows.next();
            }
        }
        return true;
    }

    /** Takes the row where the iterator stands; returns whether it wants more. */
    private interface Taker {
        boolean take(RocksIterator rows) throws StoreException;
    }

    /** Of the octets of a row it makes one copy in the heap, where {@link RocksIterator#value()} and taking the version off make two. */
    private static final class EntryReader {
        private static final int BYTES_AT_FIRST = 2_048;

        private byte[] key = new byte[Key.BYTES_MAX];
        private byte[] value = new byte[BYTES_AT_FIRST];

        boolean read(RocksIterator rows, EntrySink sink) throws StoreException {
            int keyLength = rows.key(key, 0, key.length);
            if (keyLength > key.length) {
                key = new byte[keyLength];
                rows.key(key, 0, keyLength);
            }
            int length = rows.value(value, 0, value.length);
            if (length > value.length) {
                value = new byte[length];
                rows.value(value, 0, length);
            }
            return sink.entry(KeyFormat.keyOfRow(key, keyLength), KeyFormat.versioned(value, length));
        }
    }

    private interface Step {
        boolean go() throws StoreException;
    }

    private void onPool(Step step) throws StoreException {
        try {
            CompletableFuture.runAsync(
                            () -> {
                                try {
                                    step.go();
                                } catch (StoreException failed) {
                                    throw new CompletionException(failed);
                                }
                            },
                            pool)
                    .join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case StoreException fault -> throw fault;
                case RuntimeException bug -> throw bug;
                case null, default -> throw failed;
            }
        }
    }

    /**
     * Writes all of it or nothing, visible at once; durable because the caller has it in the journal.
     *
     * @param batch {@link KeyBatch#toBytes}
     * @throws StoreFull if there is no room; then {@link #reopen} before the next write
     */
    void write(byte[] batch) throws StoreException {
        try (WriteBatch writes = new WriteBatch(batch)) {
            db().write(unlogged, writes);
        } catch (RocksDBException failed) {
            throw named("cannot be written", failed);
        }
    }

    /** Makes everything written so far durable, so that the journal up to here is needed no more. */
    void flush() throws StoreException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db().flush(waiting);
        } catch (RocksDBException failed) {
            throw named("cannot be written", failed);
        }
    }

    /** Reads every file against its checksums. */
    void verifyChecksums() throws StoreException {
        try {
            db().verifyChecksum();
        } catch (RocksDBException failed) {
            throw named("is damaged", failed);
        }
    }

    /** Brings back what only the journal has. */
    @FunctionalInterface
    interface Recovery {
        void run() throws StoreException;
    }

    /**
     * Closes the database and opens it again: after a full disk RocksDB takes no more writes until then. Waits for those who
     * entered; the caller has not. Who enters afterwards finds what was there before.
     */
    void reopen(Recovery recovery) throws StoreException {
        use.writeLock().lock();
        try {
            if (db != null) {
                db.close();
                db = null;
            }
            db = RocksDB.open(options, folder.toString());
            boolean recovered = false;
            try {
                recovery.run();
                recovered = true;
            } finally {
                if (!recovered) {
                    // It lacks what was acknowledged: nobody may read that.
                    db.close();
                    db = null;
                }
            }
        } catch (RocksDBException failed) {
            throw named("cannot be opened again", failed);
        } finally {
            use.writeLock().unlock();
        }
    }

    /** Waits for those who entered, and frees everything. */
    void close() {
        use.writeLock().lock();
        try {
            if (db != null) {
                db.close();
                db = null;
            }
            latest.close();
            unlogged.close();
            options.close();
            bloom.close();
            cache.close();
        } finally {
            use.writeLock().unlock();
        }
    }

    private byte @Nullable [] get(ReadOptions how, byte[] key) throws StoreException {
        try {
            return db().get(how, key);
        } catch (RocksDBException failed) {
            throw named("cannot be read", failed);
        }
    }

    private RocksDB db() throws StoreStopped {
        if (db == null) {
            throw new StoreStopped("the store is closed");
        }
        return db;
    }

    private StoreException named(String what, RocksDBException failed) {
        Status status = failed.getStatus();
        String message = "the key database in " + folder + " " + what + ": " + failed.getMessage();
        return status != null && status.getSubCode() == Status.SubCode.NoSpace
                ? new StoreFull(message, failed)
                : new StoreException(message, failed);
    }
}
