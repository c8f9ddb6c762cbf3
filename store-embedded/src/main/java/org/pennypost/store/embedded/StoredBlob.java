package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobId;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.KeyFormat.Place;
import org.pennypost.store.embedded.PackFormat.BlobHeader;

/**
 * A blob in a pack. Its header is verified when it is opened; the checksum of its bytes when they are read from the first to the
 * last, whatever is read in between.
 */
final class StoredBlob implements Blob {
    /** What the first read fetches, header included: most mail in one call. */
    private static final int HEAD_BYTES_MAX = 16 << 10;

    /** The most of one read: the JDK copies through a buffer of this size outside the heap, and keeps it. */
    private static final int READ_BYTES_MAX = 128 << 10;

    private final PackFiles.Handle handle;
    private final Place place;
    private final BlobHeader header;

    /** The first bytes of the body. */
    private final ByteBuffer head;

    private final CRC32C crc = new CRC32C();
    private long summed;
    private boolean closed;

    private StoredBlob(PackFiles.Handle handle, Place place, BlobHeader header, ByteBuffer head) {
        this.handle = handle;
        this.place = place;
        this.header = header;
        this.head = head;
    }

    /** The blob at this place; its {@link #close} releases the handle, as does a failure here. */
    static StoredBlob open(BlobId id, Place place, PackFiles.Handle handle) throws StoreException {
        boolean opened = false;
        try {
            ByteBuffer first = ByteBuffer.allocate((int) Math.min(place.recordBytes(), HEAD_BYTES_MAX));
            readFully(handle, first, place.offset());
            BlobHeader header = PackFormat.blobHeader(first.flip(), handle.file, place.offset());
            if (!header.blob().equals(id) || header.length() != place.length()) {
                throw new CorruptFile(
                        handle.file.toString(),
                        place.offset(),
                        "blob " + id + " of " + place.length() + " bytes",
                        "blob " + header.blob() + " of " + header.length() + " bytes");
            }
            StoredBlob blob = new StoredBlob(
                    handle,
                    place,
                    header,
                    first.position(PackFormat.RECORD_HEADER_BYTES).slice());
            opened = true;
            return blob;
        } finally {
            if (!opened) {
                handle.release();
            }
        }
    }

    @Override
    public long size() {
        return place.length();
    }

    @Override
    public int read(long position, ByteBuffer into) throws StoreException {
        if (closed) {
            throw new IllegalStateException("the blob is closed");
        }
        if (position < 0) {
            throw new IllegalArgumentException("a position is not negative: " + position);
        }
        if (position >= place.length()) {
            return -1;
        }
        int wanted = (int) Math.min(Math.min(into.remaining(), READ_BYTES_MAX), place.length() - position);
        int from = into.position();
        int count;
        if (position < head.limit()) {
            count = Math.min(wanted, head.limit() - (int) position);
            into.put(from, head, (int) position, count).position(from + count);
        } else {
            count = readSome(handle, into.slice(from, wanted), bodyOffset() + position);
            into.position(from + count);
        }
        verify(position, into.slice(from, count), count);
        return count;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            handle.release();
        }
    }

    private long bodyOffset() {
        return place.offset() + PackFormat.RECORD_HEADER_BYTES;
    }

    private void verify(long position, ByteBuffer bytes, int count) throws CorruptFile {
        if (position == summed) {
            crc.update(bytes);
            summed += count;
            if (summed == place.length() && (int) crc.getValue() != header.crc()) {
                throw new CorruptFile(
                        handle.file.toString(),
                        bodyOffset(),
                        "CRC32C %08x of blob %s".formatted(header.crc(), header.blob()),
                        "%08x".formatted((int) crc.getValue()));
            }
        }
    }

    private static void readFully(PackFiles.Handle handle, ByteBuffer into, long position) throws StoreException {
        while (into.hasRemaining()) {
            readSome(handle, into, position + into.position());
        }
    }

    private static int readSome(PackFiles.Handle handle, ByteBuffer into, long position) throws StoreException {
        int count;
        try {
            count = handle.read(into, position);
        } catch (StoreException stopped) {
            throw stopped;
        } catch (IOException failed) {
            throw new StoreException(handle.file + " cannot be read at byte " + position, failed);
        }
        if (count < 0) {
            throw new CorruptFile(handle.file.toString(), position, into.remaining() + " bytes more", "its end");
        }
        return count;
    }
}
