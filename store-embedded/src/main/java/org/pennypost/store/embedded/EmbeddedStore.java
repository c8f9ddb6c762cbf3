package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;
import org.pennypost.store.Work;
import org.pennypost.store.engine.Changes;
import org.pennypost.store.engine.KeyRange;
import org.pennypost.store.engine.Leases;
import org.pennypost.store.engine.LinkChange;
import org.pennypost.store.engine.Marks;
import org.pennypost.store.engine.RecordedBatch;
import org.pennypost.store.engine.Watches;

/**
 * The store on one machine: keys in RocksDB, blobs in pack files, one thread that commits. {@code docs/storage.md} tells how;
 * {@link KeyFormat} and {@link PackFormat} say what is in the files.
 */
public final class EmbeddedStore implements Store {
    private static final System.Logger LOG = System.getLogger(EmbeddedStore.class.getName());

    /** Threads for what would hold the carrier of a virtual thread for long: syncs of large blobs, long ranges. */
    private static final int POOL_THREADS = 2;

    private final DataFolder folder;
    private final ExecutorService pool;
    private final Rocks rocks;
    private final Packs packs;
    private final PackFiles files;
    private final Drafts drafts;
    private final Lanes lanes;
    private final Committer committer;
    private final StoredBlobs blobs;
    private final Pins pins = new Pins();
    private final Watches watches = new Watches();
    private final Marks marks = new Marks();
    private final Leases leases;
    private final InstantSource clock;
    private final Settings settings;
    private final ReentrantLock closing = new ReentrantLock();
    private boolean closed;

    /** Held while packs are swept or compacted. */
    private final ReentrantLock housekeeping = new ReentrantLock();

    private EmbeddedStore(
            DataFolder folder, Rocks rocks, ExecutorService pool, Settings settings, InstantSource clock, Disk disk)
            throws IOException {
        this.folder = folder;
        this.rocks = rocks;
        this.pool = pool;
        this.settings = settings;
        this.clock = clock;
        AtomicLong lastPack = new AtomicLong();
        packs = Packs.open(folder.packs(), disk, settings, rocks, lastPack);
        files = new PackFiles(folder.packs(), disk);
        drafts = new Drafts(folder.packs(), disk, settings, pool, lastPack);
        lanes = new Lanes(rocks);
        leases = new Leases(clock);
        byte[] last = rocks.get(KeyFormat.table(KeyFormat.COMMITS));
        committer = new Committer(
                rocks, packs, lanes, pins, watches, marks, drafts, last == null ? 0 : KeyFormat.number(last));
        blobs = new StoredBlobs(folder.packs(), rocks, files, drafts, committer);
        rocks.reviveWith(committer::reviveNow);
    }

    /**
     * Opens the store in a folder, or makes a new one there.
     *
     * @throws org.pennypost.store.StoreInUse if another process has it
     */
    public static EmbeddedStore open(Path folder) throws StoreException {
        return open(folder, Settings.defaults(), InstantSource.system(), Disk.real());
    }

    /** The same with other measures, clock and disk. */
    public static EmbeddedStore open(Path folder, Settings settings, InstantSource clock, Disk disk)
            throws StoreException {
        ExecutorService pool = Executors.newFixedThreadPool(
                POOL_THREADS, Thread.ofPlatform().name("store-pool-", 1).factory());
        @Nullable Rocks rocks = null;
        try {
            DataFolder data = DataFolder.prepare(folder);
            rocks = data.openKeys(settings, pool);
            data.writeOwner();
            EmbeddedStore store = new EmbeddedStore(data, rocks, pool, settings, clock, disk);
            store.committer.start();
            return store;
        } catch (IOException failed) {
            if (rocks != null) {
                rocks.close();
            }
            pool.shutdown();
            throw failed instanceof StoreException named
                    ? named
                    : new StoreException("the store in " + folder + " cannot be opened: " + failed, failed);
        }
    }

    @Override
    public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
        rocks.enter();
        try (StoredView view = new StoredView(rocks, partition)) {
            return reader.read(view);
        } finally {
            rocks.exit();
        }
    }

    @Override
    public Optional<Versioned> get(Partition partition, Key key) throws StoreException {
        rocks.enter();
        try {
            return Optional.ofNullable(rocks.get(KeyFormat.row(partition, key))).map(KeyFormat::versioned);
        } finally {
            rocks.exit();
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
        committer.takeRoom();
        Lane lane = lanes.enter(partition);
        boolean handedOver = false;
        lane.lock.lock();
        try {
            rocks.enter();
            try {
                int generation = lane.catchUp();
                RecordedBatch batch = new RecordedBatch();
                Lane.View now = lane.view();
                T result;
                Changes changes;
                try {
                    result = work.plan(now, batch);
                    changes = batch.resolve(now);
                } finally {
                    now.end();
                }
                if (changes.isEmpty() && !lane.hasPending()) {
                    committer.ensureOpen();
                    return () -> result;
                }
                Commit<T> commit = offer(lane, generation, changes, result);
                handedOver = true;
                return commit;
            } finally {
                rocks.exit();
            }
        } finally {
            lane.lock.unlock();
            if (!handedOver) {
                lanes.leave(lane);
                committer.giveRoomBack();
            }
        }
    }

    private <T extends @Nullable Object> Commit<T> offer(Lane lane, int generation, Changes changes, T result)
            throws StoreException {
        List<EmbeddedDraft> bringing = new ArrayList<>();
        List<BlobId> pinned = new ArrayList<>();
        boolean handedOver = false;
        try {
            hold(lane, changes, bringing, pinned);
            long number = committer.nextNumber();
            Commit<T> commit = new Commit<>(
                    lane, generation, number, changes, keys(lane.partition, number, changes), bringing, result);
            committer.offer(commit);
            handedOver = true;
            lane.add(commit);
            return commit;
        } finally {
            if (!handedOver) {
                bringing.forEach(EmbeddedDraft::release);
                pinned.forEach(pins::unpin);
            }
        }
    }

    /** Makes sure that the bytes which the changes need are there, and stay. */
    private void hold(Lane lane, Changes changes, List<EmbeddedDraft> bringing, List<BlobId> pinned)
            throws StoreException {
        for (LinkChange link : changes.links()) {
            if (link instanceof LinkChange.LinkDraft with) {
                if (!(with.draft() instanceof EmbeddedDraft draft)) {
                    throw new IllegalArgumentException("the draft belongs to another store");
                }
                draft.retain();
                bringing.add(draft);
                if (!draft.pin(pins)) {
                    throw noBlob(draft.name());
                }
            }
        }
        for (LinkChange link : changes.links()) {
            if (link instanceof LinkChange.LinkStored) {
                BlobId id = link.blob();
                if (!pins.pin(id)) {
                    throw noBlob(id);
                }
                pinned.add(id);
                if (rocks.get(KeyFormat.blob(id)) == null
                        && !lane.brings(id)
                        && bringing.stream().noneMatch(draft -> draft.name().equals(id))) {
                    throw noBlob(id);
                }
            }
        }
    }

    private static StoreException noBlob(BlobId id) {
        return new StoreException("there is no blob " + id + " to link");
    }

    private KeyBatch keys(Partition partition, long number, Changes changes) {
        int expected = changes.rows().entrySet().stream()
                .mapToInt(row -> row.getKey().length()
                        + 32
                        + row.getValue().map(value -> value.length).orElse(0))
                .sum();
        KeyBatch keys = new KeyBatch(expected + 128 * changes.links().size());
        for (KeyRange range : changes.erased()) {
            keys.deleteRange(KeyFormat.row(partition, range.from()), KeyFormat.row(partition, range.to()));
        }
        for (Map.Entry<Key, Optional<byte[]>> row : changes.rows().entrySet()) {
            byte[] key = KeyFormat.row(partition, row.getKey());
            row.getValue()
                    .ifPresentOrElse(value -> keys.put(key, KeyFormat.value(number, value)), () -> keys.delete(key));
        }
        for (LinkChange link : changes.links()) {
            byte[] key = KeyFormat.link(link.blob(), partition, link.owner());
            if (link instanceof LinkChange.Unlink) {
                keys.delete(key);
                keys.put(
                        KeyFormat.orphan(link.blob()),
                        KeyFormat.number(clock.instant().toEpochMilli()));
            } else {
                keys.put(key, new byte[0]);
            }
        }
        return keys;
    }

    @Override
    public BlobStore blobs() {
        return blobs;
    }

    @Override
    public Optional<Lease> lease(String name, Duration time) throws StoreException {
        committer.ensureOpen();
        return leases.take(name, time);
    }

    @Override
    public Watch watch(Partition partition, LongConsumer hint) {
        return watches.add(partition, hint);
    }

    /**
     * Frees blobs that lost their last link longer ago than {@link Settings#orphanGrace}. To be called now and then from a
     * platform thread; commits go on meanwhile.
     *
     * @return how many blobs were freed
     */
    public int sweep() throws StoreException {
        housekeeping.lock();
        try {
            return new Sweep(rocks, packs, files, pins, committer, clock, settings).run();
        } finally {
            housekeeping.unlock();
        }
    }

    /**
     * Gives back the room of packs that are mostly dead. To be called now and then, after {@link #sweep}, from a platform
     * thread; reads and commits go on meanwhile.
     *
     * @return how many packs were given back
     */
    public int compact() throws StoreException {
        housekeeping.lock();
        try {
            return new Compaction(rocks, packs, files, committer, drafts).run();
        } finally {
            housekeeping.unlock();
        }
    }

    @Override
    public CheckReport check(CheckDepth depth) throws StoreException {
        // On a thread of its own: the pool is for what is short, and whoever enters twice must be one thread.
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return checkHere(depth);
                                } catch (StoreException failed) {
                                    throw new CompletionException(failed);
                                }
                            },
                            step -> Thread.ofPlatform()
                                    .daemon()
                                    .name("store-check")
                                    .start(step))
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof StoreException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private CheckReport checkHere(CheckDepth depth) throws StoreException {
        rocks.enter();
        try {
            return new Checker(rocks, blobs::open, files, depth).run();
        } finally {
            rocks.exit();
        }
    }

    /** So that the next start has nothing to replay; it can if it must. */
    private void flushKeys() {
        try {
            rocks.enter();
            try {
                rocks.flush();
            } finally {
                rocks.exit();
            }
        } catch (StoreException unflushed) {
            LOG.log(System.Logger.Level.WARNING, "the keys stay in the journal until the next start", unflushed);
        }
    }

    @Override
    public void close() throws StoreException {
        closing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            committer.close();
            flushKeys();
            rocks.close();
            files.close();
            try {
                packs.close();
            } finally {
                pool.shutdown();
                folder.removeOwner();
            }
        } catch (IOException failed) {
            throw new StoreException("the store in " + folder + " could not be closed properly", failed);
        } finally {
            closing.unlock();
        }
    }
}
