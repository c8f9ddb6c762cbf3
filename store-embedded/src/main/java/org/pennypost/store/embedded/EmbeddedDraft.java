package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.embedded.KeyFormat.Place;

/**
 * A blob that arrives: in memory while it is small, else in a file that already is the pack it will stay in.
 *
 * <p>Life: writing (in memory, then perhaps in a file), finished, closed. The bytes live on behind {@link #close} while commits
 * retain the draft; the last {@link #release} frees them. A pack file that no commit made durable goes then; after a crash it
 * is unknown to the keys and goes when the store is opened.
 */
final class EmbeddedDraft implements BlobDraft {
    private static final int CHUNK_BYTES_MIN = 4 << 10;
    private static final int CHUNK_BYTES_MAX = 64 << 10;

    /** How often a long blob asks how much room is left, in bytes. */
    private static final long ROOM_CHECK_BYTES = 1 << 20;

    private static final int HEADERS_BYTES = PackFormat.FILE_HEADER_BYTES + PackFormat.RECORD_HEADER_BYTES;

    private final Drafts drafts;
    private final MessageDigest digest = sha256();
    private final CRC32C crc = new CRC32C();
    private final AtomicInteger users = new AtomicInteger(1);
    private final AtomicReference<@Nullable Pins> pinned = new AtomicReference<>();

    /** Full chunks, and the one being filled: all of the blob, or what the file does not have yet. */
    private final List<ByteBuffer> chunks = new ArrayList<>();

    private long memoryBytes;
    private long sizeBytes;
    private long roomCheckedAt;
    private long pack = -1;
    private Disk.@Nullable Output output;
    private @Nullable BlobId id;
    private @Nullable StoreException fault;
    private boolean closed;

    /** Whether the draft's own pack is durable and known to the keys. Written by the committer. */
    private volatile boolean stored;

    EmbeddedDraft(Drafts drafts) {
        this.drafts = drafts;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws StoreException {
        ensureWriting();
        digest.update(bytes, offset, length);
        crc.update(bytes, offset, length);
        sizeBytes += length;
        try {
            if (output == null && (sizeBytes > drafts.settings.draftBytesMax() || !drafts.takeMemory(length))) {
                spill();
            } else if (output == null) {
                memoryBytes += length;
            }
            if (output != null && length >= CHUNK_BYTES_MAX) {
                flush();
                output.write(ByteBuffer.wrap(bytes, offset, length));
            } else {
                collect(bytes, offset, length);
            }
            if (output != null && sizeBytes - roomCheckedAt > ROOM_CHECK_BYTES) {
                checkRoom();
            }
        } catch (IOException failed) {
            throw broken(failed);
        }
    }

    @Override
    public long size() {
        return sizeBytes;
    }

    @Override
    public BlobId finish() throws StoreException {
        ensureWriting();
        BlobId name = BlobId.of(digest.digest());
        if (output != null) {
            try {
                finishPack(output, name);
            } catch (IOException failed) {
                throw broken(failed);
            }
        }
        chunks.forEach(ByteBuffer::flip);
        id = name;
        return name;
    }

    @Override
    public BlobId id() {
        if (closed) {
            throw new IllegalStateException("the draft is closed");
        }
        return name();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws StoreException {
        id();
        if (position < 0) {
            throw new IllegalArgumentException("a position is not negative: " + position);
        }
        Objects.checkFromIndexSize(offset, length, into.length);
        if (position >= sizeBytes) {
            return -1;
        }
        ByteBuffer wanted = ByteBuffer.wrap(into, offset, (int) Math.min(length, sizeBytes - position));
        return pack < 0 ? readMemory(position, wanted) : readPack(position, wanted);
    }

    private int readMemory(long position, ByteBuffer into) {
        int start = into.position();
        long chunkStart = 0;
        for (ByteBuffer chunk : chunks) {
            long from = position + (into.position() - start) - chunkStart;
            if (from < chunk.limit() && into.hasRemaining()) {
                int count = Math.min(into.remaining(), chunk.limit() - (int) from);
                into.put(into.position(), chunk, (int) from, count);
                into.position(into.position() + count);
            }
            chunkStart += chunk.limit();
        }
        return into.position() - start;
    }

    /** Opened for each piece: few drafts are that long, and nobody has to think of closing it. */
    private int readPack(long position, ByteBuffer into) throws StoreException {
        try (Disk.Input file = drafts.disk.open(path(pack))) {
            int count = file.read(into, HEADERS_BYTES + position);
            if (count < 0) {
                throw new IOException("the file ends before the blob does");
            }
            return count;
        } catch (IOException failed) {
            throw new StoreException("a blob of " + sizeBytes + " bytes cannot be read from " + path(pack), failed);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** The name, also after {@link #close}. */
    BlobId name() {
        if (id == null) {
            throw new IllegalStateException("the draft is not finished");
        }
        return id;
    }

    /** Keeps the bytes until {@link #release}. */
    void retain() {
        users.incrementAndGet();
    }

    /** Keeps the sweep from the draft's own pack for as long as the draft may be used; false if it is taking it at this moment. */
    boolean pin(Pins those) {
        if (hasOwnPack() && pinned.compareAndSet(null, those) && !those.pin(name())) {
            pinned.set(null);
            return false;
        }
        return true;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            Pins those = pinned.get();
            if (those != null) {
                those.unpin(name());
            }
            drafts.returnMemory(memoryBytes);
            chunks.clear();
            if (pack >= 0 && !stored) {
                discard();
            }
        }
    }

    boolean hasOwnPack() {
        return pack >= 0;
    }

    /** Where the blob is, for a draft with its own pack. */
    Place ownPlace() {
        return new Place(pack, PackFormat.FILE_HEADER_BYTES, sizeBytes);
    }

    /** Also if it may be known to them: then the next start finds out. */
    void markStored() {
        stored = true;
    }

    /** The bytes of a draft that is in memory, to be read only. */
    List<ByteBuffer> content() {
        return chunks.stream().map(ByteBuffer::duplicate).toList();
    }

    int crc() {
        return (int) crc.getValue();
    }

    private void spill() throws IOException {
        checkRoom();
        long number = drafts.newPack();
        output = drafts.disk.create(path(number));
        pack = number;
        output.write(ByteBuffer.allocate(HEADERS_BYTES));
        chunks.forEach(ByteBuffer::flip);
        for (ByteBuffer chunk : chunks) {
            output.write(chunk);
        }
        chunks.clear();
        drafts.returnMemory(memoryBytes);
        memoryBytes = 0;
    }

    private void collect(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            ByteBuffer last = chunks.isEmpty() ? null : chunks.getLast();
            if (last == null || !last.hasRemaining()) {
                last = nextChunk(end - at);
            }
            int count = Math.min(end - at, last.remaining());
            last.put(bytes, at, count);
            at += count;
        }
    }

    private ByteBuffer nextChunk(int wanted) throws IOException {
        if (output != null) {
            flush();
        }
        long grown = output == null ? Math.max(wanted, sizeBytes / 2) : CHUNK_BYTES_MAX;
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.clamp(grown, CHUNK_BYTES_MIN, (long) CHUNK_BYTES_MAX));
        chunks.add(chunk);
        return chunk;
    }

    /** Writes out the collected bytes of a draft with a file. */
    private void flush() throws IOException {
        Disk.Output file = output;
        if (file != null) {
            for (ByteBuffer chunk : chunks) {
                file.write(chunk.flip());
            }
            chunks.clear();
        }
    }

    private void finishPack(Disk.Output file, BlobId name) throws IOException {
        flush();
        ByteBuffer headers = ByteBuffer.allocate(HEADERS_BYTES);
        PackFormat.putFileHeader(headers, pack, PackFormat.newSalt());
        PackFormat.putBlobHeader(headers, name, sizeBytes, crc());
        file.overwrite(headers.flip(), 0);
        try {
            CompletableFuture.runAsync(() -> sync(file), drafts.pool).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw failed;
        }
        output = null;
        file.close();
    }

    private void sync(Disk.Output file) {
        try {
            file.sync();
            drafts.disk.syncFolder(drafts.folder);
        } catch (IOException failed) {
            throw new CompletionException(failed);
        }
    }

    private void checkRoom() throws IOException {
        roomCheckedAt = sizeBytes;
        long free = drafts.disk.freeBytes(drafts.folder);
        if (free < drafts.settings.freeBytesMin()) {
            throw new Disk.DiskFull("only " + free + " bytes are free in " + drafts.folder + ", "
                    + drafts.settings.freeBytesMin() + " are kept in reserve");
        }
    }

    /** Without a commit that knows it, the file is nobody's. */
    private void discard() {
        try {
            if (output != null) {
                output.close();
            }
            drafts.disk.delete(path(pack));
        } catch (IOException failed) {
            System.getLogger(EmbeddedDraft.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            () -> path(pack) + " is not needed and could not be deleted; the next start deletes it",
                            failed);
        }
    }

    private Path path(long number) {
        return PackFormat.file(drafts.folder, number);
    }

    private StoreException broken(IOException failed) {
        StoreException named = failed instanceof Disk.DiskFull
                ? new StoreFull("no room for a blob of " + sizeBytes + " bytes: " + failed.getMessage(), failed)
                : new StoreException("a blob of " + sizeBytes + " bytes could not be written", failed);
        fault = named;
        return named;
    }

    private void ensureWriting() throws StoreException {
        if (closed) {
            throw new IllegalStateException("the draft is closed");
        }
        if (id != null) {
            throw new IllegalStateException("the draft is finished");
        }
        if (fault != null) {
            throw fault;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
