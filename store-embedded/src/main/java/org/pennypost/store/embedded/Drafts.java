package org.pennypost.store.embedded;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** What all drafts share: the folder, the memory they may hold together, and the numbers of new packs. Thread-safe. */
final class Drafts {
    final Path folder;
    final Disk disk;
    final Settings settings;

    /** Platform threads: a sync would hold the carrier of a virtual one. */
    final Executor pool;

    private final AtomicLong memoryLeft;
    private final AtomicLong lastPack;

    Drafts(Path folder, Disk disk, Settings settings, Executor pool, AtomicLong lastPack) {
        this.folder = folder;
        this.disk = disk;
        this.settings = settings;
        this.pool = pool;
        this.lastPack = lastPack;
        memoryLeft = new AtomicLong(settings.draftsBytesMax());
    }

    EmbeddedDraft draft() {
        return new EmbeddedDraft(this);
    }

    long newPack() {
        return lastPack.incrementAndGet();
    }

    /** Returns false if there is not that much left. */
    boolean takeMemory(long bytes) {
        if (memoryLeft.addAndGet(-bytes) >= 0) {
            return true;
        }
        memoryLeft.addAndGet(bytes);
        return false;
    }

    void returnMemory(long bytes) {
        memoryLeft.addAndGet(bytes);
    }
}
