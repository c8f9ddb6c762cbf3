package org.pennypost.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.engine.LinkChange;

/**
 * The blobs of a {@link MemoryStore}. A blob goes the moment nothing links it, which is the least that the contract promises.
 * The methods that the store calls run under its lock.
 */
final class MemoryBlobs implements BlobStore {
    private record Owner(Partition partition, Key key) {}

    private final ReentrantReadWriteLock state;
    private final Map<BlobId, byte[]> contents = new HashMap<>();
    private final Map<BlobId, Set<Owner>> owners = new HashMap<>();

    /** How many commits on their way name the blob. */
    private final Map<BlobId, Integer> pins = new HashMap<>();

    MemoryBlobs(ReentrantReadWriteLock state) {
        this.state = state;
    }

    @Override
    public BlobDraft draft() {
        return new MemoryDraft();
    }

    @Override
    public Optional<Blob> open(BlobId id) {
        state.readLock().lock();
        try {
            return owners.containsKey(id)
                    ? Optional.ofNullable(contents.get(id)).map(MemoryBlob::new)
                    : Optional.empty();
        } finally {
            state.readLock().unlock();
        }
    }

    /** Keeps the bytes that a commit needs until {@link #applied} or {@link #dropped}. */
    void pin(Collection<LinkChange> links) throws StoreException {
        Map<BlobId, byte[]> arriving = new HashMap<>();
        for (LinkChange link : links) {
            if (link instanceof LinkChange.LinkDraft with) {
                if (!(with.draft() instanceof MemoryDraft mine)) {
                    throw new IllegalArgumentException("the draft belongs to another store");
                }
                arriving.put(with.blob(), mine.bytes());
            }
        }
        for (LinkChange link : links) {
            if (link instanceof LinkChange.LinkStored stored
                    && !contents.containsKey(stored.blob())
                    && !arriving.containsKey(stored.blob())) {
                throw new StoreException("there is no blob " + stored.blob() + " to link");
            }
        }
        contents.putAll(arriving);
        links.forEach(link -> pins.merge(link.blob(), 1, Integer::sum));
    }

    void applied(Partition partition, Collection<LinkChange> links) {
        for (LinkChange link : links) {
            Owner owner = new Owner(partition, link.owner());
            if (link instanceof LinkChange.Unlink) {
                owners.computeIfPresent(link.blob(), (_, all) -> {
                    all.remove(owner);
                    return all.isEmpty() ? null : all;
                });
            } else {
                owners.computeIfAbsent(link.blob(), _ -> new HashSet<>()).add(owner);
            }
        }
        dropped(links);
    }

    void dropped(Collection<LinkChange> links) {
        for (LinkChange link : links) {
            BlobId id = link.blob();
            pins.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
            if (!owners.containsKey(id) && !pins.containsKey(id)) {
                contents.remove(id);
            }
        }
    }

    CheckReport check(long keys, CheckDepth depth) {
        List<Damage> damage = new ArrayList<>();
        for (BlobId id : owners.keySet()) {
            byte[] bytes = contents.get(id);
            if (bytes == null) {
                damage.add(Damage.of(id, "blob " + id + " is linked but not there"));
            } else if (depth == CheckDepth.BYTES
                    && !BlobId.of(sha256().digest(bytes)).equals(id)) {
                damage.add(Damage.of(id, "blob " + id + " has other bytes than its name says"));
            }
        }
        long sizeBytes =
                contents.values().stream().mapToLong(bytes -> bytes.length).sum();
        return new CheckReport(keys, contents.size(), sizeBytes, contents.size() - (long) owners.size(), damage);
    }

    private static int copy(byte[] bytes, long position, ByteBuffer into) {
        if (position < 0) {
            throw new IllegalArgumentException("a position is not negative: " + position);
        }
        if (position >= bytes.length) {
            return -1;
        }
        int count = (int) Math.min(into.remaining(), bytes.length - position);
        into.put(bytes, (int) position, count);
        return count;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static final class MemoryDraft implements BlobDraft {
        private final ByteArrayOutputStream arriving = new ByteArrayOutputStream();
        private byte @Nullable [] bytes;
        private @Nullable BlobId id;
        private boolean closed;

        @Override
        public void write(byte[] from, int offset, int length) {
            ensureOpen();
            if (id != null) {
                throw new IllegalStateException("the draft is finished");
            }
            arriving.write(from, offset, length);
        }

        @Override
        public long size() {
            return arriving.size();
        }

        @Override
        public BlobId finish() {
            ensureOpen();
            if (id != null) {
                throw new IllegalStateException("the draft is finished already");
            }
            bytes = arriving.toByteArray();
            id = BlobId.of(sha256().digest(bytes));
            return id;
        }

        @Override
        public BlobId id() {
            ensureOpen();
            if (id == null) {
                throw new IllegalStateException("the draft is not finished");
            }
            return id;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            ensureOpen();
            return copy(bytes(), position, ByteBuffer.wrap(into, offset, length));
        }

        @Override
        public void close() {
            closed = true;
        }

        byte[] bytes() {
            if (bytes == null) {
                throw new IllegalStateException("the draft is not finished");
            }
            return bytes;
        }

        private void ensureOpen() {
            if (closed) {
                throw new IllegalStateException("the draft is closed");
            }
        }
    }

    private static final class MemoryBlob implements Blob {
        private final byte[] bytes;
        private boolean closed;

        MemoryBlob(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(long position, ByteBuffer into) {
            if (closed) {
                throw new IllegalStateException("the blob is closed");
            }
            return copy(bytes, position, into);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
