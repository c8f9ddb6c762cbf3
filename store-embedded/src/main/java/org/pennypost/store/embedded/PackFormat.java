package org.pennypost.store.embedded;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.pennypost.store.BlobId;
import org.pennypost.store.CorruptFile;

/**
 * Pack files, version 1: the bytes of blobs, one behind the other, never changed once they are durable. Numbers are big-endian.
 *
 * <pre>
 * file    = header *record
 * header  = 0  "PENNYPCK"   8   what it is
 *           8  version      4   1
 *          12  zero         4
 *          16  pack         8   the number that is also the file's name: 16 hexadecimal digits and ".pack"
 *          24  zero         4
 *          28  CRC32C       4   of the 28 bytes before
 * record  = 0  "PPBL"       4
 *           4  coding       4   0: the body is the blob as it is
 *           8  blob        32   SHA-256 of the blob
 *          40  length       8   of the body
 *          48  CRC32C       4   of the body
 *          52  CRC32C       4   of the 52 bytes before
 *          56  body
 * </pre>
 *
 * <p>Which records count is said by the keys, not by the file ({@link KeyFormat}): bytes behind the pack's recorded end were
 * never acknowledged and do not count, so a torn tail needs no guessing; zeros may stand there. A pack is either filled by
 * many small blobs, or holds a single large one that was written to it as it arrived.
 */
final class PackFormat {
    static final int VERSION = 1;
    static final int FILE_HEADER_BYTES = 32;
    static final int RECORD_HEADER_BYTES = 56;

    private static final long FILE_MAGIC = 0x50454e4e5950434bL; // PENNYPCK
    private static final int RECORD_MAGIC = 0x5050424c; // PPBL
    private static final String SUFFIX = ".pack";

    /** What a record says of its body. */
    record RecordHeader(BlobId blob, long length, int crc) {}

    private PackFormat() {}

    static Path file(Path folder, long pack) {
        return folder.resolve("%016x".formatted(pack) + SUFFIX);
    }

    /** The number in a pack's file name; -1 if it is not one. */
    static long number(String name) {
        if (name.length() != 16 + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name, 0, 16, 16);
        } catch (NumberFormatException other) {
            return -1;
        }
    }

    static void putFileHeader(ByteBuffer into, long pack) {
        int start = into.position();
        into.putLong(FILE_MAGIC).putInt(VERSION).putInt(0).putLong(pack).putInt(0);
        into.putInt(crc(into.slice(start, FILE_HEADER_BYTES - 4)));
    }

    static void putRecordHeader(ByteBuffer into, BlobId blob, long length, int crc) {
        int start = into.position();
        into.putInt(RECORD_MAGIC).putInt(0).put(blob.toBytes()).putLong(length).putInt(crc);
        into.putInt(crc(into.slice(start, RECORD_HEADER_BYTES - 4)));
    }

    /** Reads the header of a pack from a buffer that begins with it. */
    static void checkFileHeader(ByteBuffer from, Path file, long pack) throws CorruptFile {
        int start = from.position();
        if (from.remaining() < FILE_HEADER_BYTES) {
            throw new CorruptFile(file.toString(), 0, "a header", "only " + from.remaining() + " bytes");
        }
        if (from.getLong(start) != FILE_MAGIC
                || from.getInt(start + FILE_HEADER_BYTES - 4) != crc(from.slice(start, FILE_HEADER_BYTES - 4))) {
            throw new CorruptFile(file.toString(), 0, "the header of a pack", "something else");
        }
        if (from.getInt(start + 8) != VERSION || from.getLong(start + 16) != pack) {
            throw new CorruptFile(
                    file.toString(),
                    0,
                    "version " + VERSION + " of pack " + pack,
                    "version " + from.getInt(start + 8) + " of pack " + from.getLong(start + 16));
        }
    }

    /** Reads the header of the record at {@code offset} from a buffer that begins with it. */
    static RecordHeader recordHeader(ByteBuffer from, Path file, long offset) throws CorruptFile {
        int start = from.position();
        if (from.remaining() < RECORD_HEADER_BYTES) {
            throw new CorruptFile(
                    file.toString(), offset, "the header of a record", "only " + from.remaining() + " bytes");
        }
        if (from.getInt(start) != RECORD_MAGIC
                || from.getInt(start + RECORD_HEADER_BYTES - 4) != crc(from.slice(start, RECORD_HEADER_BYTES - 4))) {
            throw new CorruptFile(file.toString(), offset, "the header of a record", "something else");
        }
        if (from.getInt(start + 4) != 0) {
            throw new CorruptFile(file.toString(), offset, "coding 0", "coding " + from.getInt(start + 4));
        }
        byte[] blob = new byte[BlobId.BYTES];
        from.get(start + 8, blob);
        return new RecordHeader(BlobId.of(blob), from.getLong(start + 40), from.getInt(start + 48));
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
