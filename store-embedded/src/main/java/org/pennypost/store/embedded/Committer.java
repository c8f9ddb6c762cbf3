package org.pennypost.store.embedded;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.StoreStopped;
import org.pennypost.store.engine.LinkChange;
import org.pennypost.store.engine.Marks;
import org.pennypost.store.engine.Watches;

/**
 * The one thread that writes. It takes all commits that wait, appends the blobs that they bring and, as one journal record, all their
 * keys to the current pack, syncs it, gives the keys to RocksDB, and then tells those who wait, in order. So a group of any size costs
 * one sync, and no key ever names bytes that are not durable.
 *
 * <p>Life: running; stopped after a fault that leaves open what is on the disk (then every commit fails with {@link
 * StoreStopped}); closed.
 *
 * <p>A full disk is no such fault: the commits that bring bytes fail, together with those of the same partitions behind them, and
 * the pack is cut back; the rest of the group goes on.
 */
final class Committer {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());

    /** How many commits may wait; who comes then waits for room. */
    private static final int WAITING_MAX = 4_096;

    /** A group is closed when it has this many commits or bytes, whatever else waits. */
    private static final int GROUP_COMMITS_MAX = 1_024;

    private static final long GROUP_BYTES_MAX = 32L << 20;

    /** Work that has to have the disk to itself: sweep, compaction. */
    @FunctionalInterface
    interface Task {
        void run() throws StoreException;
    }

    private record WaitingTask(Task task, CompletableFuture<Boolean> done) {}

    private final Rocks rocks;
    private final Packs packs;
    private final Lanes lanes;
    private final Pins pins;
    private final Watches watches;
    private final Marks marks;
    private final Drafts drafts;
    private final AtomicLong numbers;
    private final Semaphore room = new Semaphore(WAITING_MAX);
    private final Thread thread = Thread.ofPlatform().name("store-committer").unstarted(this::run);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();

    /** Guarded by {@code lock}, as are the next three. */
    private final ArrayDeque<Commit<?>> queue = new ArrayDeque<>();

    private final ArrayDeque<WaitingTask> tasks = new ArrayDeque<>();
    private boolean idle;
    private volatile boolean closing;

    private volatile @Nullable StoreStopped fault;

    /** The highest number that was written. Owned by the thread. */
    private long highestNumber;

    /** Whether RocksDB found the disk full and has to be opened again. Owned by the thread. */
    private boolean wounded;

    Committer(
            Rocks rocks,
            Packs packs,
            Lanes lanes,
            Pins pins,
            Watches watches,
            Marks marks,
            Drafts drafts,
            long lastNumber) {
        this.rocks = rocks;
        this.packs = packs;
        this.lanes = lanes;
        this.pins = pins;
        this.watches = watches;
        this.marks = marks;
        this.drafts = drafts;
        numbers = new AtomicLong(lastNumber);
        highestNumber = lastNumber;
    }

    void start() {
        thread.start();
    }

    /** Waits for room in the queue; the caller either offers a commit then or calls {@link #giveRoomBack}. */
    void takeRoom() {
        room.acquireUninterruptibly();
    }

    void giveRoomBack() {
        room.release();
    }

    /** The number of a new commit; the lane's lock is held until it is offered, so that a lane's numbers grow. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** Queues the commit, whose room was taken and which has entered its lane. */
    void offer(Commit<?> commit) throws StoreStopped {
        lock.lock();
        try {
            ensureOpen();
            queue.add(commit);
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** Runs the task on the committer's thread between two groups, and waits for it. */
    void perform(Task task) throws StoreException {
        WaitingTask waiting = new WaitingTask(task, new CompletableFuture<>());
        lock.lock();
        try {
            ensureOpen();
            tasks.add(waiting);
            wake();
        } finally {
            lock.unlock();
        }
        try {
            waiting.done.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof StoreException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /**
     * Makes the keys durable, with the blobs that were appended before, and visible; on this thread. A fault that leaves open what is
     * on the disk stops the committer.
     *
     * @throws StoreFull if there is no room; then nothing of it is there
     */
    void writeKeys(KeyBatch keys) throws StoreException {
        byte[] batch;
        try {
            packs.begin();
            KeyBatch all = packs.journalKeys();
            all.addAll(keys);
            batch = all.toBytes();
            packs.appendJournal(batch);
            packs.sync();
        } catch (Disk.DiskFull full) {
            cutBack();
            throw new StoreFull("no room for changes: " + full.getMessage(), full);
        } catch (IOException unwritten) {
            throw stopUnwritten(unwritten);
        }
        try {
            rocks.write(batch);
        } catch (StoreFull full) {
            wounded = true;
            cutBack();
            throw full;
        } catch (StoreException failed) {
            StoreStopped stopped = stop("the keys could not be written", failed);
            cutBack();
            throw stopped;
        }
        packs.settle();
    }

    /** Nobody can say what the disk holds; what was refused is taken off all the same, so that the next start does not find it. */
    StoreStopped stopUnwritten(IOException unwritten) {
        try {
            packs.cutBack();
        } catch (IOException uncut) {
            unwritten.addSuppressed(uncut);
        }
        return stop("a pack could not be written or synced", unwritten);
    }

    /** Takes off what was appended and is not settled. */
    void cutBack() throws StoreException {
        try {
            packs.cutBack();
        } catch (IOException uncut) {
            throw stop("a pack could not be cut back after a failure", uncut);
        }
    }

    /** Makes RocksDB independent of the journal so far, on this thread. */
    void flushKeys() throws StoreException {
        try {
            rocks.flush();
        } catch (StoreFull full) {
            wounded = true;
            throw full;
        }
    }

    /** The highest number that any commit had, with these: callers of different lanes may queue in another order. */
    long highest(List<Commit<?>> commits) {
        for (Commit<?> commit : commits) {
            highestNumber = Math.max(highestNumber, commit.number);
        }
        return highestNumber;
    }

    void ensureOpen() throws StoreStopped {
        StoreStopped stopped = fault;
        if (stopped != null) {
            throw new StoreStopped(String.valueOf(stopped.getMessage()), stopped);
        }
        if (closing) {
            throw new StoreStopped("the store is closed");
        }
    }

    /** Takes no more, finishes what waits, and ends the thread. */
    void close() {
        lock.lock();
        try {
            closing = true;
            wake();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        if (idle) {
            idle = false;
            work.signal();
        }
    }

    private void run() {
        List<Commit<?>> group = new ArrayList<>();
        List<WaitingTask> due = new ArrayList<>();
        while (take(group, due)) {
            due.forEach(this::runTask);
            if (!group.isEmpty()) {
                commit(group);
            }
            group.clear();
            due.clear();
        }
    }

    /** Waits for work and takes it; false when all is done and the store is closing. */
    private boolean take(List<Commit<?>> group, List<WaitingTask> due) {
        lock.lock();
        try {
            while (queue.isEmpty() && tasks.isEmpty()) {
                if (closing) {
                    return false;
                }
                idle = true;
                work.awaitUninterruptibly();
            }
            due.addAll(tasks);
            tasks.clear();
            long bytes = 0;
            while (!queue.isEmpty() && group.size() < GROUP_COMMITS_MAX && bytes < GROUP_BYTES_MAX) {
                Commit<?> commit = queue.remove();
                bytes += commit.sizeBytes();
                group.add(commit);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void runTask(WaitingTask waiting) {
        try {
            ensureRunning();
            revive();
            rocks.enter();
            try {
                waiting.task.run();
            } finally {
                rocks.exit();
            }
            waiting.done.complete(true);
        } catch (StoreException failed) {
            waiting.done.completeExceptionally(failed);
        } catch (RuntimeException | Error bug) {
            waiting.done.completeExceptionally(stop("of a bug", bug));
        }
    }

    private void commit(List<Commit<?>> waiting) {
        List<Commit<?>> group = new ArrayList<>(waiting.size());
        for (Commit<?> commit : waiting) {
            if (commit.generation == commit.lane.generation) {
                group.add(commit);
            } else {
                finish(commit, Objects.requireNonNull(commit.lane.fault, "a generation ends with a fault"));
            }
        }
        Group writing = new Group(this, rocks, packs, marks, drafts, group);
        try {
            ensureRunning();
            revive();
            rocks.enter();
            try {
                writing.write();
            } finally {
                rocks.exit();
            }
        } catch (StoreException failed) {
            writing.failAll(failed);
        } catch (RuntimeException | Error bug) {
            writing.failAll(stop("of a bug", bug));
        } finally {
            writing.tell(watches);
        }
    }

    /** Opens RocksDB again if it is closed after a full disk and can be opened now; for others than the committer's thread. */
    void reviveNow() throws StoreException {
        if (!Thread.currentThread().equals(thread)) {
            perform(() -> {});
        }
    }

    private void ensureRunning() throws StoreStopped {
        StoreStopped stopped = fault;
        if (stopped != null) {
            throw stopped;
        }
    }

    /** Opens RocksDB again after a full disk, if there is room now. */
    private void revive() throws StoreException {
        if (wounded) {
            long free = freeBytes();
            if (free < drafts.settings.freeBytesMin()) {
                throw new StoreFull("only " + free + " bytes are free in " + drafts.folder);
            }
            try {
                rocks.reopen(() -> packs.replay(rocks));
            } catch (StoreFull full) {
                throw full;
            } catch (StoreException failed) {
                throw stop("the keys could not be opened again after the disk was full", failed);
            }
            wounded = false;
        }
    }

    private long freeBytes() throws StoreException {
        try {
            return drafts.disk.freeBytes(drafts.folder);
        } catch (IOException failed) {
            throw new StoreException("cannot tell how much room there is in " + drafts.folder, failed);
        }
    }

    /** Takes no more from now on. */
    StoreStopped stop(String what, Throwable cause) {
        StoreStopped stopped = new StoreStopped(
                "the store has stopped because " + what + ": " + cause.getMessage()
                        + "; nobody was told that it is stored. Restart, and run a check if it happens again",
                cause);
        fault = stopped;
        LOG.log(System.Logger.Level.ERROR, stopped.getMessage(), cause);
        return stopped;
    }

    /** Lets go of what the commit held, and tells the waiter. */
    void finish(Commit<?> commit, @Nullable StoreException failed) {
        for (EmbeddedDraft draft : commit.drafts) {
            draft.release();
        }
        for (LinkChange link : commit.changes.links()) {
            if (link instanceof LinkChange.LinkStored) {
                pins.unpin(link.blob());
            }
        }
        if (failed == null) {
            commit.succeed();
        } else {
            commit.fail(failed);
        }
        lanes.leave(commit.lane);
        room.release();
    }
}
