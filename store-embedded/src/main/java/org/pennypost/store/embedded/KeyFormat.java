package org.pennypost.store.embedded;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.pennypost.store.BlobId;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Versioned;

/**
 * The keys in RocksDB, version 1. Numbers are 8 bytes, big-endian; a table is its first byte.
 *
 * <pre>
 * "b" blob(32)                          pack offset length       where a blob's record is
 * "c"                                   number                   the highest number that a commit had
 * "j"                                   sequence pack offset     the last journal record whose changes are here
 * "l" blob(32) partition owner          (empty)                  a link
 * "o" blob(32)                          epoch-milliseconds       a link of this blob was taken back then: it may be an orphan
 * "p" pack                              end liveBytes liveBlobs  a pack: the end of its last blob, and what of it blobs need
 * "r" partition key                     version value            a row; the version is the number of the commit that wrote it
 * </pre>
 *
 * <p>A blob's row is written in the same batch as the first link to it, after the pack's sync. {@code liveBytes} and
 * {@code liveBlobs} are the sums over the blobs' rows that name the pack, record headers included.
 */
final class KeyFormat {
    static final byte BLOBS = 'b';
    static final byte COMMITS = 'c';
    static final byte JOURNAL = 'j';
    static final byte LINKS = 'l';
    static final byte ORPHANS = 'o';
    static final byte PACKS = 'p';
    static final byte ROWS = 'r';

    private static final int ROW_KEY_START = 1 + Long.BYTES;
    private static final int OWNER_START = 1 + BlobId.BYTES + Long.BYTES;

    /** Where a blob's record begins, and the length of its body. */
    record Place(long pack, long offset, long length) {
        long recordBytes() {
            return PackFormat.RECORD_HEADER_BYTES + length;
        }
    }

    /** A pack's row. */
    record PackRow(long end, long liveBytes, long liveBlobs) {
        PackRow plus(Place place) {
            return new PackRow(
                    Math.max(end, place.offset + place.recordBytes()), liveBytes + place.recordBytes(), liveBlobs + 1);
        }

        PackRow minus(Place place) {
            return new PackRow(end, liveBytes - place.recordBytes(), liveBlobs - 1);
        }
    }

    /** A journal record, and where it begins. */
    record JournalPlace(long sequence, long pack, long offset) {}

    private KeyFormat() {}

    static byte[] table(byte table) {
        return new byte[] {table};
    }

    /** The end of a range over a table. */
    static byte[] behind(byte table) {
        return new byte[] {(byte) (table + 1)};
    }

    static byte[] row(Partition partition, Key key) {
        byte[] bytes = new byte[ROW_KEY_START + key.length()];
        ByteBuffer.wrap(bytes).put(ROWS).putLong(partition.number());
        key.copyTo(bytes, ROW_KEY_START);
        return bytes;
    }

    /** @param length of the row's key, which is at the beginning of {@code row} */
    static Key keyOfRow(byte[] row, int length) {
        return Key.ofBytes(row, ROW_KEY_START, length - ROW_KEY_START);
    }

    static byte[] value(long version, byte[] value) {
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(version)
                .put(value)
                .array();
    }

    static Versioned versioned(byte[] value) {
        return versioned(value, value.length);
    }

    /** @param length of the row's value, which is at the beginning of {@code value} */
    static Versioned versioned(byte[] value, int length) {
        return new Versioned(Arrays.copyOfRange(value, Long.BYTES, length), number(value));
    }

    static byte[] blob(BlobId blob) {
        return named(BLOBS, blob);
    }

    static byte[] orphan(BlobId blob) {
        return named(ORPHANS, blob);
    }

    /** What the keys of all links to a blob begin with. */
    static byte[] links(BlobId blob) {
        return named(LINKS, blob);
    }

    /** The end of the range of all links to a blob. */
    static byte[] behindLinks(BlobId blob) {
        byte[] end = links(blob);
        int last = end.length - 1;
        while (end[last] == (byte) 0xff) {
            end[last--] = 0;
        }
        end[last]++;
        return end;
    }

    static byte[] link(BlobId blob, Partition partition, Key owner) {
        byte[] bytes = new byte[OWNER_START + owner.length()];
        bytes[0] = LINKS;
        blob.copyTo(bytes, 1);
        ByteBuffer.wrap(bytes).putLong(1 + BlobId.BYTES, partition.number());
        owner.copyTo(bytes, OWNER_START);
        return bytes;
    }

    /** The blob in a key of the tables that are ordered by blobs. */
    static BlobId blobOf(byte[] key) {
        return BlobId.of(Arrays.copyOfRange(key, 1, 1 + BlobId.BYTES));
    }

    static byte[] place(Place place) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(place.pack)
                .putLong(place.offset)
                .putLong(place.length)
                .array();
    }

    static Place place(byte[] value) {
        ByteBuffer numbers = ByteBuffer.wrap(value);
        return new Place(numbers.getLong(), numbers.getLong(), numbers.getLong());
    }

    static byte[] pack(long pack) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(PACKS).putLong(pack).array();
    }

    static long packOf(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    static byte[] packRow(PackRow row) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(row.end)
                .putLong(row.liveBytes)
                .putLong(row.liveBlobs)
                .array();
    }

    static PackRow packRow(byte[] value) {
        ByteBuffer numbers = ByteBuffer.wrap(value);
        return new PackRow(numbers.getLong(), numbers.getLong(), numbers.getLong());
    }

    static byte[] journal(JournalPlace place) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(place.sequence)
                .putLong(place.pack)
                .putLong(place.offset)
                .array();
    }

    static JournalPlace journal(byte[] value) {
        ByteBuffer numbers = ByteBuffer.wrap(value);
        return new JournalPlace(numbers.getLong(), numbers.getLong(), numbers.getLong());
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    private static byte[] named(byte table, BlobId blob) {
        byte[] bytes = new byte[1 + BlobId.BYTES];
        bytes[0] = table;
        blob.copyTo(bytes, 1);
        return bytes;
    }
}
