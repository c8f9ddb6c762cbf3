package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.pennypost.store.StoreStopped;

/** The packs that are open for reading: shared by their readers, the idle ones kept for a while. Thread-safe. */
final class PackFiles {
    private static final System.Logger LOG = System.getLogger(PackFiles.class.getName());

    /** How many packs may be open without a reader. */
    private static final int IDLE_MAX = 128;

    /** A thread that is interrupted while it reads closes the file for all; how often a reader then opens it again. */
    private static final int REOPENS_MAX = 100;

    private final Path folder;
    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by {@code lock}; those used longest ago first. */
    private final Map<Long, Handle> open = new LinkedHashMap<>(16, 0.75f, true);

    /** Packs that go with their last reader. Guarded by {@code lock}. */
    private final Set<Long> doomed = new HashSet<>();

    private int idle;
    private boolean closed;

    PackFiles(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** Opens a pack for one reader, who releases it; empty if there is no such file any more. */
    Optional<Handle> acquire(long pack) throws IOException {
        lock.lock();
        try {
            ensureOpen();
            if (doomed.contains(pack)) {
                return Optional.empty();
            }
            Handle handle = open.get(pack);
            if (handle == null) {
                handle = new Handle(pack, disk.open(PackFormat.file(folder, pack)));
                open.put(pack, handle);
            } else if (handle.readers == 0) {
                idle--;
            }
            handle.readers++;
            return Optional.of(handle);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the pack: now, or when its last reader has released it. No key names it any more. */
    void drop(long pack) {
        lock.lock();
        try {
            Handle handle = open.get(pack);
            if (handle != null && handle.readers > 0) {
                doomed.add(pack);
                return;
            }
            if (handle != null) {
                open.remove(pack);
                idle--;
                close(handle);
            }
            delete(pack);
        } finally {
            lock.unlock();
        }
    }

    /** Readers find the store stopped afterwards. */
    void close() {
        lock.lock();
        try {
            closed = true;
            open.values().forEach(PackFiles::close);
            open.clear();
            doomed.forEach(this::delete);
        } finally {
            lock.unlock();
        }
    }

    private void release(Handle handle) {
        lock.lock();
        try {
            if (--handle.readers > 0 || closed) {
                return;
            }
            if (doomed.remove(handle.pack)) {
                open.remove(handle.pack);
                close(handle);
                delete(handle.pack);
                return;
            }
            idle++;
            closeOldestIdle();
        } finally {
            lock.unlock();
        }
    }

    private void closeOldestIdle() {
        for (Iterator<Handle> all = open.values().iterator(); idle > IDLE_MAX && all.hasNext(); ) {
            Handle oldest = all.next();
            if (oldest.readers == 0) {
                all.remove();
                idle--;
                close(oldest);
            }
        }
    }

    private void ensureOpen() throws StoreStopped {
        if (closed) {
            throw new StoreStopped("the store is closed");
        }
    }

    private static void close(Handle handle) {
        try {
            handle.input.close();
        } catch (IOException harmless) {
            LOG.log(System.Logger.Level.DEBUG, "a file open for reading could not be closed", harmless);
        }
    }

    private void delete(long pack) {
        try {
            disk.delete(PackFormat.file(folder, pack));
        } catch (IOException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> PackFormat.file(folder, pack)
                            + " is empty and could not be deleted; the next start deletes it",
                    failed);
        }
    }

    /** A pack open for reading, for as long as its reader has not released it. */
    final class Handle {
        final long pack;
        final Path file;

        /** Guarded by the lock of all. */
        private int readers;

        private volatile Disk.Input input;

        private Handle(long pack, Disk.Input input) {
            this.pack = pack;
            this.input = input;
            file = PackFormat.file(folder, pack);
        }

        /** Reads some bytes; -1 at or behind the end of the file. */
        int read(ByteBuffer into, long position) throws IOException {
            boolean interrupted = false;
            try {
                for (int attempt = 0; ; attempt++) {
                    Disk.Input current = input;
                    try {
                        return current.read(into, position);
                    } catch (ClosedChannelException closedByInterrupt) {
                        if (attempt == REOPENS_MAX) {
                            throw closedByInterrupt;
                        }
                        interrupted |= Thread.interrupted();
                        reopen(current);
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        void release() {
            PackFiles.this.release(this);
        }

        private void reopen(Disk.Input old) throws IOException {
            lock.lock();
            try {
                ensureOpen();
                if (input.equals(old)) {
                    input = disk.open(file);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
