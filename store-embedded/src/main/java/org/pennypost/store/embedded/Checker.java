package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobId;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.Damage;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.KeyFormat.JournalPlace;
import org.pennypost.store.embedded.KeyFormat.PackRow;
import org.pennypost.store.embedded.KeyFormat.Place;
import org.pennypost.store.embedded.PackFormat.JournalHeader;

/**
 * Walks the keys as they are at one instant, and the packs that they name.
 *
 * <p>A blob that is freed or moved while the walk goes on is looked up again by the {@link BlobOpener}, and is no damage.
 */
final class Checker {
    /** More than this many sentences nobody reads. */
    private static final int DAMAGE_MAX = 1_000;

    private static final int READ_BYTES = 128 << 10;

    /** Opens a blob where it is now. */
    interface BlobOpener {
        Optional<Blob> open(BlobId id) throws StoreException;
    }

    private final Rocks rocks;
    private final BlobOpener opener;
    private final PackFiles files;
    private final CheckDepth depth;
    private final List<Damage> damage = new ArrayList<>();
    private final Map<Long, PackRow> found = new TreeMap<>();
    private final byte[] buffer = new byte[READ_BYTES];
    /** The last journal record of the instant. */
    private @Nullable JournalPlace journalEnd;

    private long keys;
    private long blobs;
    private long blobBytes;
    private long orphans;

    Checker(Rocks rocks, BlobOpener opener, PackFiles files, CheckDepth depth) {
        this.rocks = rocks;
        this.opener = opener;
        this.files = files;
        this.depth = depth;
    }

    CheckReport run() throws StoreException {
        if (depth == CheckDepth.BYTES) {
            try {
                rocks.verifyChecksums();
            } catch (StoreException failed) {
                report(String.valueOf(failed.getMessage()));
            }
        }
        try (Rocks.View view = rocks.view()) {
            byte[] last = rocks.get(view, KeyFormat.table(KeyFormat.JOURNAL));
            journalEnd = last == null ? null : KeyFormat.journal(last);
            walk(view, KeyFormat.ROWS, this::row);
            walk(view, KeyFormat.LINKS, (key, _) -> link(view, KeyFormat.blobOf(key)));
            walk(view, KeyFormat.BLOBS, (key, value) -> blob(view, KeyFormat.blobOf(key), KeyFormat.place(value)));
            walk(view, KeyFormat.PACKS, (key, value) -> pack(KeyFormat.packOf(key), KeyFormat.packRow(value)));
            found.forEach(
                    (pack, row) -> report("pack " + pack + " holds " + row.liveBlobs() + " blobs but has no row"));
        }
        return new CheckReport(keys, blobs, blobBytes, orphans, damage);
    }

    private interface Row {
        void row(byte[] key, byte[] value) throws StoreException;
    }

    private void walk(Rocks.View view, byte table, Row each) throws StoreException {
        rocks.range(view, KeyFormat.table(table), KeyFormat.behind(table), false, false, (key, value) -> {
            rocks.giveWay();
            each.row(key, value);
            return true;
        });
    }

    private void row(byte[] key, byte[] value) {
        keys++;
        if (key.length <= 1 + Long.BYTES || value.length < Long.BYTES) {
            report("the row " + HexFormat.of().formatHex(key) + " has a form that nothing writes");
        }
    }

    private void link(Rocks.View view, BlobId blob) throws StoreException {
        if (rocks.get(view, KeyFormat.blob(blob)) == null) {
            report(Damage.of(blob, "blob " + blob + " is linked, but there is no such blob"));
        }
    }

    private void blob(Rocks.View view, BlobId id, Place place) throws StoreException {
        blobs++;
        blobBytes += place.length();
        found.merge(
                place.pack(),
                new PackRow(0, 0, 0).plus(place),
                (sum, one) -> new PackRow(
                        Math.max(sum.end(), one.end()),
                        sum.liveBytes() + one.liveBytes(),
                        sum.liveBlobs() + one.liveBlobs()));
        if (!rocks.hasAny(view, KeyFormat.links(id), KeyFormat.behindLinks(id))) {
            orphans++;
        }
        try (Blob blob = opener.open(id).orElse(null)) {
            if (blob == null) {
                return;
            }
            if (blob.size() != place.length()) {
                report(Damage.of(id, "blob " + id + " has " + blob.size() + " bytes, its key says " + place.length()));
            }
            if (depth == CheckDepth.BYTES) {
                content(id, blob);
            }
        } catch (StoreException damaged) {
            report(Damage.of(id, String.valueOf(damaged.getMessage())));
        }
    }

    private void content(BlobId id, Blob blob) throws StoreException {
        MessageDigest digest = sha256();
        long at = 0;
        for (int count = blob.read(at, buffer, 0, buffer.length);
                count > 0;
                count = blob.read(at, buffer, 0, buffer.length)) {
            digest.update(buffer, 0, count);
            at += count;
        }
        if (!BlobId.of(digest.digest()).equals(id)) {
            report(Damage.of(id, "blob " + id + " has bytes of another name, though their checksum is right"));
        }
    }

    private void pack(long pack, PackRow row) {
        if (depth == CheckDepth.BYTES) {
            records(pack, row);
        }
        PackRow sum = found.remove(pack);
        PackRow expected = sum == null ? new PackRow(0, 0, 0) : sum;
        if (row.liveBytes() != expected.liveBytes() || row.liveBlobs() != expected.liveBlobs()) {
            report("pack " + pack + " holds " + expected.liveBlobs() + " blobs of " + expected.liveBytes()
                    + " bytes, its row says " + row.liveBlobs() + " of " + row.liveBytes());
        }
        if (expected.end() > row.end()) {
            report("pack " + pack + " ends at byte " + row.end() + ", but a blob in it ends at " + expected.end());
        }
    }

    /** A lost pack is told by each of its blobs, and so is a damaged blob. */
    private void records(long pack, PackRow row) {
        try {
            PackFiles.Handle handle = files.acquire(pack).orElse(null);
            if (handle == null) {
                return;
            }
            try {
                header(handle);
                journal(handle, row.end());
                journalBehind(handle, row.end());
            } finally {
                handle.release();
            }
        } catch (IOException failed) {
            report(String.valueOf(failed.getMessage()));
        }
    }

    private void header(PackFiles.Handle handle) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(PackFormat.FILE_HEADER_BYTES);
        while (header.hasRemaining() && handle.read(header, header.position()) >= 0) {
            // A disk may give less than was asked for.
        }
        try {
            PackFormat.checkFileHeader(header.flip(), handle.file, handle.pack);
        } catch (CorruptFile damaged) {
            report(String.valueOf(damaged.getMessage()));
        }
    }

    private void journal(PackFiles.Handle handle, long end) throws IOException {
        PackScan scan = new PackScan(handle::read, handle.file, PackFormat.FILE_HEADER_BYTES, end);
        while (scan.next()) {
            scan.skippedFrom().ifPresent(offset -> noRecord(handle, offset));
            if (scan.header() instanceof JournalHeader journal && !scan.isIntact()) {
                damagedJournal(handle, scan, journal);
            }
        }
        if (scan.end() < end) {
            noRecord(handle, scan.end());
        }
    }

    /** Behind the last blob; in the pack that is appended to, up to the last record of the instant. */
    private void journalBehind(PackFiles.Handle handle, long from) throws IOException {
        JournalPlace last = journalEnd;
        boolean current = last != null && last.pack() == handle.pack;
        long lastSequence = last != null && current ? last.sequence() : Long.MAX_VALUE;
        PackScan scan = new PackScan(handle::read, handle.file, from, Long.MAX_VALUE / 2);
        boolean reached = !current;
        // Behind what a compaction has moved may be what it was moving when the power failed: with no journal behind,
        // that is no damage.
        long gap = -1;
        while (!(current && reached) && scan.next()) {
            gap = gap < 0 ? scan.skippedFrom().orElse(-1) : gap;
            if (scan.header() instanceof JournalHeader journal) {
                if (gap >= 0) {
                    noRecord(handle, gap);
                    gap = -1;
                }
                reached |= journal.sequence() >= lastSequence;
                if (!scan.isIntact()) {
                    damagedJournal(handle, scan, journal);
                }
            }
        }
        if (!reached) {
            noRecord(handle, scan.end());
        }
    }

    private void damagedJournal(PackFiles.Handle handle, PackScan scan, JournalHeader journal) {
        report(String.valueOf(new CorruptFile(
                        handle.file.toString(),
                        scan.offset(),
                        "CRC32C %08x of journal record %d".formatted(journal.crc(), journal.sequence()),
                        "another")
                .getMessage()));
    }

    private void noRecord(PackFiles.Handle handle, long offset) {
        CorruptFile here = new CorruptFile(handle.file.toString(), offset, "the header of a record", "something else");
        String place = handle.file + " is damaged at byte " + offset + ":";
        if (damage.stream().noneMatch(told -> told.sentence().contains(place))) {
            report(String.valueOf(here.getMessage()));
        }
    }

    private void report(String sentence) {
        report(Damage.of(sentence));
    }

    private void report(Damage found) {
        if (damage.size() < DAMAGE_MAX) {
            damage.add(found);
        } else if (damage.size() == DAMAGE_MAX) {
            damage.add(Damage.of("and more: the list ends after " + DAMAGE_MAX));
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
