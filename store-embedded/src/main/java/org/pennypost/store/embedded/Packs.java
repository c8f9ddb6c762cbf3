package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.embedded.KeyFormat.JournalPlace;
import org.pennypost.store.embedded.KeyFormat.PackRow;
import org.pennypost.store.embedded.KeyFormat.Place;

/**
 * The packs and the one of them that small blobs and the journal are appended to. Owned by the committer; the rows may be read by all.
 *
 * <p>A group is {@link #begin}, its blobs, its journal record, {@link #sync}; {@link #settle} when its keys are in RocksDB. When the disk
 * is full or the keys could not be written, {@link #cutBack} takes off what was not settled.
 */
final class Packs implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Packs.class.getName());
    private static final int STAGING_BYTES = 1 << 20;

    /**
     * How far a pack is filled with zeros ahead of what is appended, when that is little: a file whose length does not change takes about
     * twice as many syncs a second (docs/storage.md).
     */
    private static final int ZEROS_BYTES = 256 << 10;

    /** A group of more than this writes everything twice for zeros and gains nothing (docs/storage.md). */
    private static final int LITTLE_BYTES = 32 << 10;

    private final Path folder;
    private final Disk disk;
    private final Settings settings;
    private final AtomicLong lastPack;
    private final Map<Long, PackRow> rows = new ConcurrentHashMap<>();

    /** Gathers records so that a group is few calls, and needs no copy of the JDK's. */
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

    private Disk.@Nullable Output output;
    private long current = -1;

    /** The current pack's. */
    private long salt;

    /** Of the current pack, with what is staged. */
    private long end;

    /** Of what is settled in the current pack; 0 while nothing is. */
    private long settledEnd;

    /** The number of the last journal record that is settled. */
    private long sequence;

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
     * Reads which packs there are, gives the keys what only the journal has, and cleans up after a crash: files that no key knows, and
     * bytes behind the journal's end, were never acknowledged.
     *
     * @param lastPack is set to the highest number in use
     */
    static Packs open(Path folder, Disk disk, Settings settings, Rocks rocks, AtomicLong lastPack) throws IOException {
        Packs packs = new Packs(folder, disk, settings, lastPack);
        Replay.End journal = packs.runReplay(rocks);
        readRows(rocks, packs.rows);
        packs.sequence = journal.sequence();
        lastPack.set(Math.max(
                packs.rows.keySet().stream().mapToLong(pack -> pack).max().orElse(0), packs.deleteUnknown(rocks)));
        if (packs.rows.containsKey(journal.pack())) {
            packs.resume(
                    journal.pack(),
                    Math.max(journal.end(), packs.row(journal.pack()).end()));
        }
        return packs;
    }

    /** Returns the highest number of a file that could not be deleted; 0 if there is none. */
    private long deleteUnknown(Rocks rocks) throws IOException {
        List<Long> unknown = disk.list(folder).stream()
                .map(PackFormat::number)
                .filter(pack -> pack >= 0 && !rows.containsKey(pack))
                .toList();
        if (unknown.isEmpty()) {
            return 0;
        }
        try {
            // A pack whose row went in what was replayed may hold the journal that RocksDB needs until it has been
            // flushed.
            rocks.flush();
        } catch (StoreFull full) {
            LOG.log(System.Logger.Level.WARNING, "files that are not needed stay until the next start", full);
            return unknown.stream().mapToLong(pack -> pack).max().orElse(0);
        }
        for (long pack : unknown) {
            disk.delete(PackFormat.file(folder, pack));
        }
        return 0;
    }

    /** From what RocksDB has now, not from what is known in memory. */
    private Replay.End runReplay(Rocks rocks) throws IOException {
        Map<Long, PackRow> known = new HashMap<>();
        readRows(rocks, known);
        Replay.End start = known.entrySet().stream()
                .filter(each -> isOpenEnded(each.getValue()))
                .max(Map.Entry.comparingByKey())
                .map(each -> new Replay.End(0, each.getKey(), each.getValue().end()))
                .orElse(new Replay.End(0, -1, 0));
        return Replay.run(folder, disk, rocks, known, start);
    }

    private static void readRows(Rocks rocks, Map<Long, PackRow> rows) throws StoreException {
        rocks.range(null, KeyFormat.table(KeyFormat.PACKS), KeyFormat.behind(KeyFormat.PACKS), false, (key, value) -> {
            rows.put(KeyFormat.packOf(key), KeyFormat.packRow(value));
            return true;
        });
    }

    /** Gives the keys what only the journal has, after RocksDB was opened anew. */
    void replay(Rocks rocks) throws StoreException {
        try {
            Replay.End journal = runReplay(rocks);
            if (journal.sequence() != sequence) {
                throw new StoreException("the journal in " + folder + " ends at record " + journal.sequence()
                        + " and not at " + sequence);
            }
        } catch (StoreException named) {
            throw named;
        } catch (IOException unread) {
            throw new StoreException("the journal in " + folder + " cannot be read", unread);
        }
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

    /** Makes sure that there is a pack to append to. A group stays in one pack. */
    void begin() throws IOException {
        if (output != null && end >= settings.packBytesMax() && end == settledEnd) {
            close();
            current = -1;
        }
        if (output == null) {
            create();
        }
    }

    /** Appends a blob; durable after {@link #sync}. */
    Place append(EmbeddedDraft draft) throws IOException {
        Place place = new Place(current, end, draft.size());
        stage(PackFormat.RECORD_HEADER_BYTES);
        PackFormat.putBlobHeader(staging, draft.name(), draft.size(), draft.crc());
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

    /** Keys for the journal record that comes next, and for its pack where that is new: to be written with it. */
    KeyBatch journalKeys() {
        KeyBatch keys = new KeyBatch(128);
        if (!rows.containsKey(current)) {
            keys.put(KeyFormat.pack(current), KeyFormat.packRow(row(current)));
        }
        keys.put(KeyFormat.table(KeyFormat.JOURNAL), KeyFormat.journal(new JournalPlace(sequence + 1, current, end)));
        return keys;
    }

    /** Appends the journal record that ends a group; durable after {@link #sync}. */
    void appendJournal(byte[] batch) throws IOException {
        stage(PackFormat.RECORD_HEADER_BYTES);
        PackFormat.putJournalHeader(staging, sequence + 1, salt, batch);
        for (int at = 0; at < batch.length; ) {
            stage(1);
            int count = Math.min(batch.length - at, staging.remaining());
            staging.put(batch, at, count);
            at += count;
        }
        end += PackFormat.RECORD_HEADER_BYTES + batch.length;
    }

    /** The group is durable, and its keys can be seen. */
    void settle() {
        settledEnd = end;
        sequence++;
        rows.putIfAbsent(current, row(current));
    }

    /** Writes out what is staged. */
    private void flush() throws IOException {
        if (output != null) {
            output.write(staging.flip());
        }
        staging.clear();
    }

    /** Writes out what is staged, and returns when the whole group is on the disk. */
    void sync() throws IOException {
        boolean little = staging.position() <= LITTLE_BYTES;
        flush();
        Disk.Output file = output;
        if (file == null) {
            return;
        }
        if (end > length) {
            length = end;
            if (little && end + ZEROS_BYTES <= settings.packBytesMax()) {
                fillAhead(file);
            }
        }
        file.sync();
    }

    /** Without room for them there are no zeros. */
    private void fillAhead(Disk.Output file) throws IOException {
        try {
            file.overwrite(zeros.clear(), end);
            length += ZEROS_BYTES;
        } catch (Disk.DiskFull full) {
            LOG.log(System.Logger.Level.DEBUG, "no room for zeros", full);
        }
    }

    /** Takes off what was appended since the last group was settled, for good. */
    void cutBack() throws IOException {
        staging.clear();
        Disk.Output file = output;
        if (file == null || end == settledEnd) {
            return;
        }
        if (settledEnd > 0) {
            end = settledEnd;
            length = end;
            file.cut(end);
            file.sync();
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
        settledEnd = 0;
        length = 0;
        stage(PackFormat.FILE_HEADER_BYTES);
        salt = PackFormat.newSalt();
        PackFormat.putFileHeader(staging, pack, salt);
    }

    /** Whether small blobs may be appended: not to a full pack, nor to one that a large blob has for itself. */
    private boolean isOpenEnded(PackRow row) {
        boolean single = row.liveBlobs() <= 1 && row.end() > settings.draftBytesMax();
        return row.end() < settings.packBytesMax() && !single;
    }

    private void resume(long pack, long durable) {
        Path file = PackFormat.file(folder, pack);
        try (Disk.Input there = disk.open(file)) {
            OptionalLong known = Replay.salt(there, file, pack);
            if (there.sizeBytes() >= durable && known.isPresent()) {
                salt = known.getAsLong();
                output = disk.append(file, durable);
                current = pack;
                end = durable;
                settledEnd = durable;
                length = durable;
                return;
            }
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.ERROR, file + " cannot be opened; run a check", failed);
            return;
        }
        LOG.log(System.Logger.Level.ERROR, file + " is damaged or shorter than " + durable + " bytes; run a check");
    }

    private void stage(int bytes) throws IOException {
        if (staging.remaining() < bytes) {
            flush();
        }
    }
}
