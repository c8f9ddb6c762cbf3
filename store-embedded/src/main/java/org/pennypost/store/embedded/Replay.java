package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.KeyFormat.JournalPlace;
import org.pennypost.store.embedded.KeyFormat.PackRow;
import org.pennypost.store.embedded.PackFormat.JournalHeader;

/**
 * Gives RocksDB the changes that only the journal has, when a store is opened.
 *
 * <p>RocksDB has, in its own files, everything up to the journal record that its row {@code "j"} names. What was acknowledged since is in
 * the records behind that one: in the same pack, and then in packs that no key knows yet, in the order of their numbers.
 *
 * <p>How the end is found. A group was synced before the next one was begun, so a group that has any record of a later one behind it
 * was durable, whatever is left of it. Only the last group may be torn: it counts if its journal record and all blobs before it are
 * whole. What cannot be read before that is damage: it is logged with its place, and the changes behind it are made nevertheless.
 */
final class Replay {
    private static final System.Logger LOG = System.getLogger(Replay.class.getName());

    /**
     * Where the journal goes on.
     *
     * @param sequence of the last record; 0 if there is none
     * @param pack the pack it is in; -1 if nothing may be appended there
     * @param end where it ends
     */
    record End(long sequence, long pack, long end) {}

    /** A journal record that counts if another comes behind it, or if all from {@code groupAt} on is whole. */
    private static final class Candidate {
        final JournalHeader header;
        final byte[] body;
        final long pack;
        final long groupAt;
        final long offset;
        final long end;

        /** Whether record stands behind record. */
        final boolean gapless;

        Candidate(PackScan scan, JournalHeader header, long pack, long groupAt, boolean gapless) throws IOException {
            this.header = header;
            this.body = scan.body();
            this.pack = pack;
            this.groupAt = groupAt;
            this.offset = scan.offset();
            this.end = scan.end();
            this.gapless = gapless;
        }
    }

    private final Path folder;
    private final Disk disk;
    private final Rocks rocks;
    private @Nullable Candidate last;
    private End end = new End(0, -1, 0);

    private Replay(Path folder, Disk disk, Rocks rocks) {
        this.folder = folder;
        this.disk = disk;
        this.rocks = rocks;
    }

    /**
     * Runs it.
     *
     * @param rows the packs that the keys know
     * @param start where the records begin of a store that has no row {@code "j"} yet: behind the last blob of the pack that was
     *     appended to, or nowhere
     */
    static End run(Path folder, Disk disk, Rocks rocks, Map<Long, PackRow> rows, End start) throws IOException {
        Replay replay = new Replay(folder, disk, rocks);
        replay.run(rows, start);
        return replay.end;
    }

    private void run(Map<Long, PackRow> rows, End start) throws IOException {
        end = start;
        byte[] row = rocks.get(KeyFormat.table(KeyFormat.JOURNAL));
        if (row != null) {
            JournalPlace known = KeyFormat.journal(row);
            end = new End(known.sequence(), known.pack(), known.offset());
        }
        if (end.pack() >= 0) {
            goOn(end.pack(), end.end(), row != null);
        }
        long first = end.pack();
        List<Long> unknown = disk.list(folder).stream()
                .map(PackFormat::number)
                .filter(pack -> pack >= 0 && pack > first && !rows.containsKey(pack))
                .sorted()
                .toList();
        for (long pack : unknown) {
            scan(pack, PackFormat.FILE_HEADER_BYTES);
        }
        Candidate candidate = last;
        if (candidate != null && isWhole(candidate)) {
            apply(candidate);
        }
    }

    private boolean isWhole(Candidate group) throws IOException {
        if (!group.gapless || PackFormat.crc(group.body) != group.header.crc()) {
            return false;
        }
        Path file = PackFormat.file(folder, group.pack);
        try (Disk.Input input = disk.open(file)) {
            PackScan blobs = new PackScan(input::read, file, group.groupAt, group.offset);
            while (blobs.next()) {
                if (!blobs.isIntact()) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Reads on in the pack that was written to last, behind the record that is known, if one is. */
    private void goOn(long pack, long offset, boolean known) throws IOException {
        Path file = PackFormat.file(folder, pack);
        try (Disk.Input input = disk.open(file)) {
            PackScan scan = new PackScan(input::read, file, offset, input.sizeBytes());
            boolean lost = false;
            if (known) {
                if (!scan.next() || scan.offset() != offset || !isKnown(scan)) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "the last changes may be missing; run a check",
                            new CorruptFile(file.toString(), offset, "a journal record", "something else"));
                    end = new End(end.sequence(), -1, 0);
                    scan = new PackScan(input::read, file, offset, input.sizeBytes());
                    lost = true;
                } else {
                    end = new End(end.sequence(), pack, scan.end());
                }
            }
            walk(scan, pack, file, salt(input, file, pack), lost);
        } catch (NoSuchFileException gone) {
            LOG.log(System.Logger.Level.ERROR, file + " is missing, and with it the last changes; run a check");
            end = new End(end.sequence(), -1, 0);
        }
    }

    private boolean isKnown(PackScan scan) {
        return scan.header() instanceof JournalHeader journal && journal.sequence() == end.sequence();
    }

    private void scan(long pack, long from) throws IOException {
        Path file = PackFormat.file(folder, pack);
        try (Disk.Input input = disk.open(file)) {
            walk(new PackScan(input::read, file, from, input.sizeBytes()), pack, file, salt(input, file, pack), false);
        } catch (NoSuchFileException gone) {
            // A draft's, which was given up meanwhile.
        }
    }

    /**
     * The salt of a pack's journal; empty if it has none, as the pack of a draft that is not finished: what stands in that is what somebody
     * sent, and must not be searched. Where the header is damaged, the first record of the journal says it, if only records stand before.
     */
    static OptionalLong salt(Disk.Input input, Path file, long pack) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(PackFormat.FILE_HEADER_BYTES);
        while (header.hasRemaining() && input.read(header, header.position()) >= 0) {
            // A disk may give less than was asked for.
        }
        OptionalLong salt = PackFormat.salt(header.flip(), file, pack);
        if (salt.isPresent()) {
            return salt;
        }
        ByteBuffer first = ByteBuffer.allocate(PackFormat.RECORD_HEADER_BYTES);
        long size = input.sizeBytes();
        for (long at = PackFormat.FILE_HEADER_BYTES; at + PackFormat.RECORD_HEADER_BYTES <= size; ) {
            first.clear();
            while (first.hasRemaining() && input.read(first, at + first.position()) >= 0) {
                // As above.
            }
            PackFormat.Header there = PackFormat.header(first.flip());
            if (there instanceof JournalHeader journal) {
                return OptionalLong.of(journal.salt());
            }
            if (there == null || there.length() < 0 || there.length() > size - at - PackFormat.RECORD_HEADER_BYTES) {
                break;
            }
            at += there.recordBytes();
        }
        return OptionalLong.empty();
    }

    /** @param lost whether the record where the scan begins is known to have been there, and is damaged: it leaves a gap that says nothing */
    private void walk(PackScan scan, long pack, Path file, OptionalLong salt, boolean lost) throws IOException {
        if (salt.isEmpty()) {
            return;
        }
        long groupAt = scan.end();
        boolean gapless = true;
        boolean passing = lost;
        while (scan.next()) {
            if (passing) {
                groupAt = scan.offset();
                passing = false;
            } else {
                gapless &= scan.skippedFrom().isEmpty();
            }
            if (scan.header() instanceof JournalHeader journal && journal.salt() == salt.getAsLong()) {
                meet(scan, journal, pack, file, groupAt, gapless);
                groupAt = scan.end();
                gapless = true;
            }
        }
    }

    private void meet(PackScan scan, JournalHeader journal, long pack, Path file, long groupAt, boolean gapless)
            throws IOException {
        Candidate before = last;
        long reached = before == null ? end.sequence() : before.header.sequence();
        // One of the same number in a later pack: the earlier one was refused, and what took it back did not reach the
        // disk.
        boolean again = before != null && journal.sequence() == reached && pack > before.pack;
        if (journal.sequence() <= reached && !again) {
            return;
        }
        if (before != null && !again) {
            apply(before);
        }
        // Where a whole record is missing, what stands between is its remains and says nothing of this group.
        boolean lost = journal.sequence() != reached + 1 && !again;
        if (lost) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "changes that were acknowledged are lost; run a check",
                    new CorruptFile(
                            file.toString(),
                            scan.skippedFrom().orElse(scan.offset()),
                            "journal record " + (reached + 1),
                            "journal record " + journal.sequence()));
        }
        last = new Candidate(scan, journal, pack, groupAt, gapless || lost);
    }

    private void apply(Candidate candidate) throws StoreException {
        if (PackFormat.crc(candidate.body) == candidate.header.crc()) {
            rocks.write(candidate.body);
        } else {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "changes that were acknowledged are lost; run a check",
                    new CorruptFile(
                            PackFormat.file(folder, candidate.pack).toString(),
                            candidate.offset,
                            "CRC32C %08x of journal record %d"
                                    .formatted(candidate.header.crc(), candidate.header.sequence()),
                            "%08x".formatted(PackFormat.crc(candidate.body))));
        }
        end = new End(candidate.header.sequence(), candidate.pack, candidate.end);
    }
}
