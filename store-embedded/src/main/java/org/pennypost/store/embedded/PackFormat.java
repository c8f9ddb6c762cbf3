package org.pennypost.store.embedded;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.BlobId;
import org.pennypost.store.CorruptFile;

/**
 * Pack files, version 1: the bytes of blobs and the journal of the keys, one behind the other, never changed once they are durable.
 * Numbers are big-endian.
 *
 * <pre>
 * file    = header *record
 * header  = 0  "PENNYPCK"   8   what it is
 *           8  version      4   1
 *          12  salt         4   the first half: a random number that nobody outside knows
 *          16  pack         8   the number that is also the file's name: 16 hexadecimal digits and ".pack"
 *          24  salt         4   the other half
 *          28  CRC32C       4   of the 28 bytes before
 * record  = blob / journal
 * blob    = 0  "PPBL"       4
 *           4  coding       4   0: the body is the blob as it is
 *           8  blob        32   SHA-256 of the blob
 *          40  length       8   of the body
 *          48  CRC32C       4   of the body
 *          52  CRC32C       4   of the 52 bytes before
 *          56  body
 * journal = 0  "PPJN"       4
 *           4  zero         4
 *           8  sequence     8   one more than the journal record before
 *          16  salt         8   the pack's: so that no message can hold what is taken for a journal record
 *          24  zero        16
 *          40  length       8   of the body
 *          48  CRC32C       4   of the body
 *          52  CRC32C       4   of the 52 bytes before
 *          56  body             changes of keys, as RocksDB's batches have them ({@link KeyBatch})
 * </pre>
 *
 * <p>A journal record ends what was made durable together: it stands behind the blobs whose places it names. Which blobs count is
 * said by the keys, not by the file ({@link KeyFormat}); what is behind the last journal record was never acknowledged, and zeros may
 * stand there. A pack is either filled by many small blobs and the journal, or holds a single large blob that was written to it as it
 * arrived, or what a compaction has moved.
 */
final class PackFormat {
    static final int VERSION = 1;
    static final int FILE_HEADER_BYTES = 32;
    static final int RECORD_HEADER_BYTES = 56;

    private static final long FILE_MAGIC = 0x50454e4e5950434bL; // PENNYPCK
    private static final int BLOB_MAGIC = 0x5050424c; // PPBL
    private static final int JOURNAL_MAGIC = 0x50504a4e; // PPJN
    private static final String SUFFIX = ".pack";

    /** What a record says of its body. */
    sealed interface Header {
        long length();

        int crc();

        /** How long the record is. */
        default long recordBytes() {
            return RECORD_HEADER_BYTES + length();
        }
    }

    record BlobHeader(BlobId blob, long length, int crc) implements Header {}

    record JournalHeader(long sequence, long salt, long length, int crc) implements Header {}

    private static final SecureRandom RANDOM = new SecureRandom();

    private PackFormat() {}

    static long newSalt() {
        return RANDOM.nextLong();
    }

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

    static void putFileHeader(ByteBuffer into, long pack, long salt) {
        int start = into.position();
        into.putLong(FILE_MAGIC)
                .putInt(VERSION)
                .putInt((int) (salt >>> 32))
                .putLong(pack)
                .putInt((int) salt);
        into.putInt(crc(into.slice(start, FILE_HEADER_BYTES - 4)));
    }

    static void putBlobHeader(ByteBuffer into, BlobId blob, long length, int crc) {
        int start = into.position();
        into.putInt(BLOB_MAGIC).putInt(0).put(blob.toBytes()).putLong(length).putInt(crc);
        into.putInt(crc(into.slice(start, RECORD_HEADER_BYTES - 4)));
    }

    static void putJournalHeader(ByteBuffer into, long sequence, long salt, byte[] body) {
        int start = into.position();
        into.putInt(JOURNAL_MAGIC)
                .putInt(0)
                .putLong(sequence)
                .putLong(salt)
                .putLong(0)
                .putLong(0);
        into.putLong(body.length).putInt(crc(body));
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

    /** The salt in the header of a pack, with which the buffer begins; empty if that is damaged, or was not written yet. */
    static OptionalLong salt(ByteBuffer from, Path file, long pack) {
        try {
            checkFileHeader(from, file, pack);
        } catch (CorruptFile none) {
            return OptionalLong.empty();
        }
        int start = from.position();
        return OptionalLong.of(((long) from.getInt(start + 12) << 32) | (from.getInt(start + 24) & 0xffff_ffffL));
    }

    /** Reads the header of the blob at {@code offset} from a buffer that begins with it. */
    static BlobHeader blobHeader(ByteBuffer from, Path file, long offset) throws CorruptFile {
        if (from.remaining() < RECORD_HEADER_BYTES) {
            throw new CorruptFile(
                    file.toString(), offset, "the header of a record", "only " + from.remaining() + " bytes");
        }
        if (header(from) instanceof BlobHeader blob) {
            return blob;
        }
        throw new CorruptFile(file.toString(), offset, "the header of a record", "something else");
    }

    /** The header that the buffer begins with; null if that is none, or one of a kind that this version does not know. */
    static @Nullable Header header(ByteBuffer from) {
        int start = from.position();
        if (from.remaining() < RECORD_HEADER_BYTES || !isMagic(from.getInt(start))) {
            return null;
        }
        if (from.getInt(start + RECORD_HEADER_BYTES - 4) != crc(from.slice(start, RECORD_HEADER_BYTES - 4))
                || from.getInt(start + 4) != 0) {
            return null;
        }
        long length = from.getLong(start + 40);
        int crc = from.getInt(start + 48);
        if (from.getInt(start) == JOURNAL_MAGIC) {
            return length <= Integer.MAX_VALUE
                    ? new JournalHeader(from.getLong(start + 8), from.getLong(start + 16), length, crc)
                    : null;
        }
        byte[] blob = new byte[BlobId.BYTES];
        from.get(start + 8, blob);
        return new BlobHeader(BlobId.of(blob), length, crc);
    }

    /** Whether a record may begin with these four bytes. */
    static boolean isMagic(int word) {
        return word == BLOB_MAGIC || word == JOURNAL_MAGIC;
    }

    static int crc(byte[] bytes) {
        return crc(ByteBuffer.wrap(bytes));
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
