package org.pennypost.store.embedded;

import java.time.Duration;

/**
 * The engine's measures. {@link #defaults} suits a server; tests make them small.
 *
 * @param packBytesMax a pack that has grown to this size is followed by a new one
 * @param draftBytesMax a blob that grows over this size goes to a pack of its own as it arrives, instead of waiting in memory
 * @param draftsBytesMax what all drafts together may hold in memory; beyond it even small ones go to the disk
 * @param freeBytesMin with less room than this on the disk no new blob is taken, so that there is room to delete
 * @param orphanGrace how long a blob without links is kept
 * @param cacheBytes memory for keys read from the disk
 * @param memtableBytes memory for keys not yet sorted into files
 */
public record Settings(
        long packBytesMax,
        int draftBytesMax,
        long draftsBytesMax,
        long freeBytesMin,
        Duration orphanGrace,
        long cacheBytes,
        long memtableBytes) {
    /** On a machine of 1 GB, where the heap is at most 256 MB. */
    private static final long CACHE_BYTES_MIN = 16L << 20;

    /** Room for what folders of 100,000 messages are listed by; it is taken as it is used, not at the start. */
    private static final long CACHE_BYTES_MAX = 256L << 20;

    public Settings {
        if (packBytesMax < 1 || draftBytesMax < 1 || cacheBytes < 1 || memtableBytes < 1) {
            throw new IllegalArgumentException("a measure of the store is not positive");
        }
        if (draftsBytesMax < 0 || freeBytesMin < 0 || orphanGrace.isNegative()) {
            throw new IllegalArgumentException("a measure of the store is negative");
        }
    }

    public static Settings defaults() {
        return new Settings(
                256L << 20,
                1 << 20,
                Runtime.getRuntime().maxMemory() / 8,
                64L << 20,
                Duration.ofHours(1),
                Math.clamp(Runtime.getRuntime().maxMemory() / 4, CACHE_BYTES_MIN, CACHE_BYTES_MAX),
                16L << 20);
    }

    public Settings withPackBytesMax(long bytes) {
        return new Settings(bytes, draftBytesMax, draftsBytesMax, freeBytesMin, orphanGrace, cacheBytes, memtableBytes);
    }

    public Settings withDraftsBytesMax(long bytes) {
        return new Settings(packBytesMax, draftBytesMax, bytes, freeBytesMin, orphanGrace, cacheBytes, memtableBytes);
    }

    public Settings withDraftBytesMax(int bytes) {
        return new Settings(packBytesMax, bytes, draftsBytesMax, freeBytesMin, orphanGrace, cacheBytes, memtableBytes);
    }

    public Settings withFreeBytesMin(long bytes) {
        return new Settings(packBytesMax, draftBytesMax, draftsBytesMax, bytes, orphanGrace, cacheBytes, memtableBytes);
    }
}
