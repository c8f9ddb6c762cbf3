package org.pennypost.store.testing;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.StoreException;
import org.pennypost.store.Work;

/** A memory store that tells how many octets of messages were read, and whose disk can be made to fail. Thread-safe. */
public final class WatchedStore extends ForwardingStore {
    private final AtomicLong octetsRead = new AtomicLong();
    private volatile boolean readsFail;
    private volatile boolean commitsFail;
    private volatile long octetsUntilFault = Long.MAX_VALUE;

    /** On a store of the system's clock. */
    public WatchedStore() {
        this(new MemoryStore());
    }

    /** On this store, which it closes. */
    public WatchedStore(MemoryStore store) {
        super(store);
    }

    /** How many octets of blobs have been read. */
    public long octetsRead() {
        return octetsRead.get();
    }

    /** Every read of keys fails from now on. */
    public void failReads() {
        readsFail = true;
    }

    /** Every commit fails from now on. */
    public void failCommits() {
        commitsFail = true;
    }

    /** Blobs are damaged from this place on. */
    public void loseBlobsFrom(long octet) {
        octetsUntilFault = octet;
    }

    /** All is well again. */
    public void work() {
        readsFail = false;
        commitsFail = false;
        octetsUntilFault = Long.MAX_VALUE;
    }

    @Override
    public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
        if (readsFail) {
            throw new StoreException("the test's disk cannot be read");
        }
        return super.read(partition, reader);
    }

    @Override
    public <T extends @Nullable Object> Pending<T> submit(Partition partition, Work<T> work) throws StoreException {
        if (commitsFail) {
            throw new StoreException("the test's disk cannot be written");
        }
        return super.submit(partition, work);
    }

    @Override
    public BlobStore blobs() {
        BlobStore blobs = super.blobs();
        return new BlobStore() {
            @Override
            public BlobDraft draft() throws StoreException {
                return blobs.draft();
            }

            @Override
            public Optional<Blob> open(BlobId id) throws StoreException {
                return blobs.open(id).map(WatchedBlob::new);
            }
        };
    }

    private final class WatchedBlob implements Blob {
        private final Blob blob;

        WatchedBlob(Blob blob) {
            this.blob = blob;
        }

        @Override
        public long size() {
            return blob.size();
        }

        @Override
        public int read(long position, ByteBuffer into) throws StoreException {
            if (position >= octetsUntilFault) {
                throw new CorruptFile("pack", position, "the bytes that were written", "a hole");
            }
            int room = (int) Math.min(into.remaining(), Math.max(1, octetsUntilFault - position));
            int count = blob.read(position, into.slice(into.position(), room));
            if (count > 0) {
                into.position(into.position() + count);
                octetsRead.addAndGet(count);
            }
            return count;
        }

        @Override
        public void close() {
            blob.close();
        }
    }
}
