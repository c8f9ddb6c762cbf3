package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.embedded.KeyFormat.PackRow;
import org.pennypost.store.embedded.KeyFormat.Place;

/**
 * The packs and the one of them that small blobs are appended to. Owned by the committer; the rows may be read by all.
 *
 * <p>A group's blobs are appended and synced, and only then do keys name them. When the keys could not be written, or the disk
 * is full, {@link #cutBack} takes them off again.
 */
final class Packs implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Packs.class.getName());
    private static final int STAGING_BYTES = 1 << 20;

    /**
     * How far a pack is filled with zeros ahead of what is appended, when that is little: a file whose length does not change takes about
     * twice as many syncs a second (docs/storage.md). A group with more than this gains nothing.
     */
    private static final int ZEROS_BYTES = 256 << 10;

    private final Path folder;
    private final Disk disk;
    private final Settings settings;
    private final AtomicLong lastPack;
    private final Map<Long, PackRow> rows = new ConcurrentHashMap<>();

    /** Gathers records so that a group is few calls, and needs no copy of the JDK's. */
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

    private Disk.@Nullable Output output;
    private long current = -1;

    /** Of the current pack, with what is staged. */
    private long end;

    /** How long the file is; behind {@link #end} it has zeros. */
    private long length;

    private final ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);

    private Packs(Path folder, Disk disk, Settings settings, AtomicLong lastPack) {
        this.folder = folder;
        this.disk = disk;
        this.settings = settings;
        this.lastPack = lastPack;
    }

    /**
     * Reads which packs there are, and cleans up after a crash: files that no key knows, and bytes behind the durable end of
     * the pack that is appended to, were never acknowledged.
     *
     * @param lastPack is set to the highest number in use
     */
    static Packs open(Path folder, Disk disk, Settings settings, Rocks rocks, AtomicLong lastPack) throws IOException {
        Packs packs = new Packs(folder, disk, settings, lastPack);
        rocks.range(null, KeyFormat.table(KeyFormat.PACKS), KeyFormat.behind(KeyFormat.PACKS), false, (key, value) -> {
            packs.rows.put(KeyFormat.packOf(key), KeyFormat.packRow(value));
            return true;
        });
        for (String name : disk.list(folder)) {
            long pack = PackFormat.number(name);
            if (pack >= 0 && !packs.rows.containsKey(pack)) {
                disk.delete(PackFormat.file(folder, pack));
            }
        }
        lastPack.set(packs.rows.keySet().stream().mapToLong(pack -> pack).max().orElse(0));
        packs.rows.entrySet().stream()
                .filter(each -> packs.isOpenEnded(each.getValue()))
                .mapToLong(Map.Entry::getKey)
                .max()
                .ifPresent(pack -> packs.resume(pack, packs.row(pack).end()));
        return packs;
    }

    /** The packs as the keys have them. */
    Map<Long, PackRow> rows() {
        return rows;
    }

    PackRow row(long pack) {
        return rows.getOrDefault(pack, new PackRow(PackFormat.FILE_HEADER_BYTES, 0, 0));
    }

    /** Whether small blobs are appended to this pack. */
    boolean isCurrent(long pack) {
        return pack == current;
    }

    /** Makes sure that there is a pack to append to. */
    void begin() throws IOException {
        if (output != null && end >= settings.packBytesMax()) {
            close();
            current = -1;
        }
        if (output == null) {
            create();
        }
    }

    /** Appends a record; durable after {@link #sync}. */
    Place append(EmbeddedDraft draft) throws IOException {
        Place place = new Place(current, end, draft.size());
        stage(PackFormat.RECORD_HEADER_BYTES);
        PackFormat.putRecordHeader(staging, draft.name(), draft.size(), draft.crc());
        for (ByteBuffer chunk : draft.content()) {
            while (chunk.hasRemaining()) {
                stage(1);
                int count = Math.min(chunk.remaining(), staging.remaining());
                staging.put(chunk.slice(chunk.position(), count));
                chunk.position(chunk.position() + count);
            }
        }
        end += place.recordBytes();
        return place;
    }

    /** Writes out what is staged. */
    void flush() throws IOException {
        if (output != null) {
            output.write(staging.flip());
        }
        staging.clear();
    }

    /** Writes out what is staged, the last of a group, and where that was little, makes room for what may follow. */
    void finishGroup() throws IOException {
        boolean little = staging.position() <= ZEROS_BYTES;
        flush();
        Disk.Output file = output;
        if (file != null && end > length) {
            length = end;
            if (little && end + ZEROS_BYTES <= settings.packBytesMax()) {
                file.overwrite(zeros.clear(), end);
                length += ZEROS_BYTES;
            }
        }
    }

    void sync() throws IOException {
        if (output != null) {
            output.sync();
        }
    }

    /** Takes off what was appended since the keys last named the pack's end. */
    void cutBack() throws IOException {
        staging.clear();
        Disk.Output file = output;
        if (file == null) {
            return;
        }
        if (rows.containsKey(current)) {
            end = row(current).end();
            length = end;
            file.cut(end);
        } else {
            output = null;
            file.close();
            disk.delete(PackFormat.file(folder, current));
            current = -1;
        }
    }

    /** Closes the current pack, without its zeros. */
    @Override
    public void close() throws IOException {
        try (Disk.Output file = output) {
            output = null;
            if (file != null && length > end) {
                file.cut(end);
            }
        }
    }

    private void create() throws IOException {
        long pack = lastPack.incrementAndGet();
        Path file = PackFormat.file(folder, pack);
        Disk.Output created = disk.create(file);
        try {
            disk.syncFolder(folder);
        } catch (IOException failed) {
            created.close();
            disk.delete(file);
            throw failed;
        }
        output = created;
        current = pack;
        end = PackFormat.FILE_HEADER_BYTES;
        length = 0;
        stage(PackFormat.FILE_HEADER_BYTES);
        PackFormat.putFileHeader(staging, pack);
    }

    /** Whether small blobs may be appended: not to a full pack, nor to one that a large blob has for itself. */
    private boolean isOpenEnded(PackRow row) {
        boolean single = row.liveBlobs() <= 1 && row.end() > settings.draftBytesMax();
        return row.end() < settings.packBytesMax() && !single;
    }

    private void resume(long pack, long durable) {
        Path file = PackFormat.file(folder, pack);
        try (Disk.Input there = disk.open(file)) {
            if (there.sizeBytes() >= durable) {
                output = disk.append(file, durable);
                current = pack;
                end = durable;
                length = durable;
                return;
            }
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.ERROR, file + " cannot be opened; run a check", failed);
            return;
        }
        LOG.log(System.Logger.Level.ERROR, file + " is shorter than " + durable + " bytes; run a check");
    }

    private void stage(int bytes) throws IOException {
        if (staging.remaining() < bytes) {
            flush();
        }
    }
}
