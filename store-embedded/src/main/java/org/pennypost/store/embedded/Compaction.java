package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.BlobId;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.embedded.KeyFormat.PackRow;
import org.pennypost.store.embedded.KeyFormat.Place;
import org.pennypost.store.embedded.PackFormat.BlobHeader;

/**
 * Gives back the room of packs that are mostly dead: copies what lives to a new pack, syncs it, and then lets the keys name the
 * copies, on the committer's thread and only where they still name the original. A crash at any point leaves the original or
 * the copy in force, never neither; a file that no key names goes at the next start. A pack with damage is left alone, so that
 * what can still be read of it stays.
 */
final class Compaction {
    private static final System.Logger LOG = System.getLogger(Compaction.class.getName());

    /** A pack is compacted when less than this share of it lives. */
    private static final int LIVE_PERCENT_MIN = 50;

    /** How many keys are changed between two groups of commits. */
    private static final int BATCH_MAX = 512;

    private static final int BUFFER_BYTES = 256 << 10;

    private record Move(BlobId blob, Place from, Place to) {}

    private final Rocks rocks;
    private final Packs packs;
    private final PackFiles files;
    private final Committer committer;
    private final Drafts drafts;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private Disk.@Nullable Output output;
    private long target;
    private long end;
    private int compacted;

    Compaction(Rocks rocks, Packs packs, PackFiles files, Committer committer, Drafts drafts) {
        this.rocks = rocks;
        this.packs = packs;
        this.files = files;
        this.committer = committer;
        this.drafts = drafts;
    }

    /** Returns how many packs were given back. */
    int run() throws StoreException {
        try {
            for (Map.Entry<Long, PackRow> each : List.copyOf(packs.rows().entrySet())) {
                PackRow row = each.getValue();
                if (!packs.isCurrent(each.getKey()) && row.liveBytes() * 100 < row.end() * LIVE_PERCENT_MIN) {
                    compact(each.getKey(), row);
                }
            }
            return compacted;
        } catch (Disk.DiskFull full) {
            throw new StoreFull("no room to compact packs: " + full.getMessage(), full);
        } catch (StoreException named) {
            throw named;
        } catch (IOException failed) {
            throw new StoreException("packs could not be compacted", failed);
        } finally {
            closeOutput();
        }
    }

    private void compact(long pack, PackRow row) throws IOException {
        Optional<PackFiles.Handle> handle = files.acquire(pack);
        if (handle.isEmpty()) {
            return;
        }
        List<Move> moves;
        try {
            moves = copyLiving(handle.get(), row.end());
        } catch (CorruptFile damaged) {
            LOG.log(System.Logger.Level.ERROR, "a damaged pack is not compacted; run a check", damaged);
            // Half a record may stand at its end: nothing may be written behind that.
            closeOutput();
            return;
        } finally {
            handle.get().release();
        }
        if (output != null) {
            output.sync();
            drafts.disk.syncFolder(drafts.folder);
        }
        for (int from = 0; from < moves.size(); from += BATCH_MAX) {
            List<Move> part = moves.subList(from, Math.min(moves.size(), from + BATCH_MAX));
            committer.perform(() -> move(part));
        }
        committer.perform(() -> drop(pack));
        if (output != null && end >= drafts.settings.packBytesMax()) {
            closeOutput();
        }
    }

    private List<Move> copyLiving(PackFiles.Handle from, long length) throws IOException {
        List<Move> moves = new ArrayList<>();
        PackScan scan = new PackScan(from::read, from.file, PackFormat.FILE_HEADER_BYTES, length);
        while (scan.next()) {
            ensureGapless(scan.skippedFrom(), from);
            if (scan.header() instanceof BlobHeader blob) {
                Place place = new Place(from.pack, scan.offset(), blob.length());
                if (isAt(blob.blob(), place)) {
                    moves.add(new Move(blob.blob(), place, copy(from, place, blob)));
                }
            }
        }
        ensureGapless(scan.end() == length ? OptionalLong.empty() : OptionalLong.of(scan.end()), from);
        return moves;
    }

    private static void ensureGapless(OptionalLong skipped, PackFiles.Handle from) throws CorruptFile {
        if (skipped.isPresent()) {
            throw new CorruptFile(
                    from.file.toString(), skipped.getAsLong(), "the header of a record", "something else");
        }
    }

    private Place copy(PackFiles.Handle from, Place place, BlobHeader header) throws IOException {
        Disk.Output to = openOutput();
        Place copied = new Place(target, end, header.length());
        buffer.clear();
        PackFormat.putBlobHeader(buffer, header.blob(), header.length(), header.crc());
        to.write(buffer.flip());
        CRC32C crc = new CRC32C();
        long body = place.offset() + PackFormat.RECORD_HEADER_BYTES;
        for (long at = 0; at < header.length(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, header.length() - at));
            readFully(from, body + at);
            crc.update(buffer.flip());
            to.write(buffer.rewind());
        }
        end += copied.recordBytes();
        if ((int) crc.getValue() != header.crc()) {
            throw new CorruptFile(
                    from.file.toString(),
                    body,
                    "CRC32C %08x of blob %s".formatted(header.crc(), header.blob()),
                    "%08x".formatted((int) crc.getValue()));
        }
        return copied;
    }

    private void readFully(PackFiles.Handle from, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (from.read(buffer, position + buffer.position()) < 0) {
                throw new CorruptFile(from.file.toString(), position, buffer.limit() + " bytes", "the file's end");
            }
        }
    }

    private boolean isAt(BlobId blob, Place place) throws StoreException {
        rocks.enter();
        try {
            return isKeyAt(blob, place);
        } finally {
            rocks.exit();
        }
    }

    private boolean isKeyAt(BlobId blob, Place place) throws StoreException {
        byte[] there = rocks.get(KeyFormat.blob(blob));
        return there != null && KeyFormat.place(there).equals(place);
    }

    /** On the committer's thread. */
    private void move(List<Move> moves) throws StoreException {
        KeyBatch keys = new KeyBatch(128 * moves.size());
        Map<Long, PackRow> rows = new HashMap<>();
        for (Move move : moves) {
            if (isKeyAt(move.blob, move.from)) {
                keys.put(KeyFormat.blob(move.blob), KeyFormat.place(move.to));
                long from = move.from.pack();
                long to = move.to.pack();
                rows.put(from, rows.getOrDefault(from, packs.row(from)).minus(move.from));
                rows.put(to, rows.getOrDefault(to, packs.row(to)).plus(move.to));
            }
        }
        rows.forEach((pack, row) -> keys.put(KeyFormat.pack(pack), KeyFormat.packRow(row)));
        if (!keys.isEmpty()) {
            committer.writeKeys(keys);
            packs.rows().putAll(rows);
        }
    }

    /** On the committer's thread. */
    private void drop(long pack) throws StoreException {
        PackRow row = packs.rows().get(pack);
        if (row != null && row.liveBlobs() == 0) {
            KeyBatch keys = new KeyBatch(32);
            keys.delete(KeyFormat.pack(pack));
            committer.writeKeys(keys);
            packs.rows().remove(pack);
            // RocksDB may still need the journal in it.
            committer.flushKeys();
            files.drop(pack);
            compacted++;
        }
    }

    private Disk.Output openOutput() throws IOException {
        Disk.Output there = output;
        if (there != null) {
            return there;
        }
        long free = drafts.disk.freeBytes(drafts.folder);
        if (free < drafts.settings.freeBytesMin()) {
            throw new Disk.DiskFull("only " + free + " bytes are free in " + drafts.folder);
        }
        target = drafts.newPack();
        Disk.Output created = drafts.disk.create(path());
        output = created;
        end = PackFormat.FILE_HEADER_BYTES;
        buffer.clear();
        PackFormat.putFileHeader(buffer, target, PackFormat.newSalt());
        created.write(buffer.flip());
        return created;
    }

    /** Closes the new pack, and deletes it if no key came to name it. */
    private void closeOutput() {
        Disk.Output there = output;
        output = null;
        if (there == null) {
            return;
        }
        try {
            there.close();
            if (!packs.rows().containsKey(target)) {
                drafts.disk.delete(path());
            }
        } catch (IOException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> path() + " could not be closed; the next start cleans up",
                    failed);
        }
    }

    private Path path() {
        return PackFormat.file(drafts.folder, target);
    }
}
