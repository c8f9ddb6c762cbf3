package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobId;
import org.pennypost.store.embedded.KeyFormat.Place;
import org.pennypost.store.embedded.PackFormat.BlobHeader;
import org.pennypost.store.embedded.PackFormat.Header;

/**
 * A piece of a pack, read at once. Blobs that came one after the other stand behind one another: whoever wants them in that order finds
 * them here by their names, and asks the database for the place of the first alone. What a blob's name stands before, with the checksum
 * that it says, is that blob wherever it stands. Belongs to one thread; each of its blobs may belong to another.
 *
 * <p>The memory is used again when the run and all its blobs are closed.
 */
final class PackRun implements AutoCloseable {
    /** The JDK copies through a buffer of this size outside the heap, and keeps it. */
    private static final int BYTES_MAX = 128 << 10;

    /**
     * The memory of so many runs is outside the heap, where what is read need not be copied to, and is kept. A session that reads its mailbox
     * has a dozen at a time; who finds none takes memory of the heap.
     */
    private static final int KEPT_MAX = 32;

    /** Two blobs may be worth a run that together with what is between them are no longer. */
    private static final int NEAR_BYTES_MAX = 32 << 10;

    private final Buffers buffers;
    private final ByteBuffer bytes;

    /** Where in the pack it begins. */
    private final long offset;

    /** How many use the memory: the run and its blobs. */
    private final AtomicInteger users = new AtomicInteger(1);

    private PackRun(Buffers buffers, ByteBuffer bytes, long offset) {
        this.buffers = buffers;
        this.bytes = bytes;
        this.offset = offset;
    }

    /** The memory of runs. Thread-safe. */
    static final class Buffers {
        private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT_MAX);
        private final AtomicInteger made = new AtomicInteger();

        private ByteBuffer take() {
            ByteBuffer kept = free.poll();
            if (kept != null) {
                return kept.clear();
            }
            return made.get() < KEPT_MAX && made.getAndIncrement() < KEPT_MAX
                    ? ByteBuffer.allocateDirect(BYTES_MAX)
                    : ByteBuffer.allocate(BYTES_MAX);
        }

        private void giveBack(ByteBuffer unused) {
            if (unused.isDirect()) {
                free.add(unused);
            }
        }
    }

    /** Whether the second blob stands so near behind the first that others may too. */
    static boolean isNear(Place first, Place second) {
        long between = second.offset() - first.offset();
        return first.pack() == second.pack() && between > 0 && between + second.recordBytes() <= NEAR_BYTES_MAX;
    }

    /** What stands in the pack from {@code offset}. */
    static PackRun read(PackFiles.Handle handle, long offset, Buffers buffers) throws IOException {
        PackRun run = new PackRun(buffers, buffers.take(), offset);
        boolean read = false;
        try {
            while (run.bytes.hasRemaining() && handle.read(run.bytes, offset + run.bytes.position()) >= 0) {
                // Until it is full, or the pack ends.
            }
            run.bytes.flip();
            read = true;
            return run;
        } finally {
            if (!read) {
                run.close();
            }
        }
    }

    /** The blob, if it stands here whole and undamaged, behind those that were taken before. */
    Optional<Blob> take(BlobId id) {
        for (Header header = PackFormat.header(bytes); header != null; header = PackFormat.header(bytes)) {
            if (header.length() < 0 || header.length() > bytes.remaining() - PackFormat.RECORD_HEADER_BYTES) {
                return Optional.empty();
            }
            int body = bytes.position() + PackFormat.RECORD_HEADER_BYTES;
            int length = (int) header.length();
            bytes.position(body + length);
            if (header instanceof BlobHeader blob && blob.blob().equals(id)) {
                CRC32C crc = new CRC32C();
                crc.update(bytes.slice(body, length));
                if ((int) crc.getValue() != blob.crc()) {
                    return Optional.empty();
                }
                users.incrementAndGet();
                return Optional.of(new Taken(body, length));
            }
        }
        return Optional.empty();
    }

    /** Whether the blob begins where the run ends, behind those that were taken: it is in the run from {@link #end}. */
    boolean isNext(BlobId id) {
        return PackFormat.header(bytes) instanceof BlobHeader next
                && next.blob().equals(id)
                && next.recordBytes() <= BYTES_MAX;
    }

    /** Where in the pack that is which stands behind what was taken or passed over. */
    long end() {
        return offset + bytes.position();
    }

    /** Its blobs stay open. */
    @Override
    public void close() {
        leave();
    }

    private void leave() {
        if (users.decrementAndGet() == 0) {
            buffers.giveBack(bytes);
        }
    }

    /** A blob in memory, verified. */
    private final class Taken implements Blob {
        private final int from;
        private final int size;
        private boolean closed;

        Taken(int from, int size) {
            this.from = from;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long position, ByteBuffer into) {
            if (closed) {
                throw new IllegalStateException("the blob is closed");
            }
            if (position < 0) {
                throw new IllegalArgumentException("a position is not negative: " + position);
            }
            if (position >= size) {
                return -1;
            }
            int count = (int) Math.min(into.remaining(), size - position);
            into.put(into.position(), bytes, from + (int) position, count).position(into.position() + count);
            return count;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leave();
            }
        }
    }
}
