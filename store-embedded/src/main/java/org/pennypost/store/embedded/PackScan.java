package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.embedded.PackFormat.Header;

/**
 * Goes from record to record through a part of a pack, without reading the bodies. Where no record begins, it looks for the next one
 * that does and says what it left out. Owned by one thread.
 */
final class PackScan {
    private static final int WINDOW_BYTES = 64 << 10;

    /** Reads some bytes of the pack; -1 at or behind its end. */
    @FunctionalInterface
    interface Source {
        int read(ByteBuffer into, long position) throws IOException;
    }

    private final Source source;
    private final Path file;
    private final long to;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);

    /** Where the window's first byte stands in the file. */
    private long windowAt;

    private long next;
    private long offset = -1;
    private @Nullable Header header;
    private long skippedFrom = -1;

    /**
     * @param from where a record begins, or should
     * @param to no record goes beyond it
     */
    PackScan(Source source, Path file, long from, long to) {
        this.source = source;
        this.file = file;
        this.next = from;
        this.to = to;
    }

    /** Moves to the next record; false if there is none. */
    boolean next() throws IOException {
        skippedFrom = -1;
        for (long at = next; at + PackFormat.RECORD_HEADER_BYTES <= to; at = nextMagic(at + 1)) {
            Header there = headerAt(at);
            if (there != null && there.length() >= 0 && there.length() <= to - at - PackFormat.RECORD_HEADER_BYTES) {
                skippedFrom = at == next ? -1 : next;
                offset = at;
                header = there;
                next = at + there.recordBytes();
                return true;
            }
        }
        return false;
    }

    /** Of the record. */
    Header header() {
        if (header == null) {
            throw new IllegalStateException("the scan has not begun");
        }
        return header;
    }

    /** Where the record begins. */
    long offset() {
        return offset;
    }

    /** Where it ends, and the next one should begin. */
    long end() {
        return next;
    }

    /** Where, before this record, bytes begin that are none; empty if it stands directly behind the one before. */
    OptionalLong skippedFrom() {
        return skippedFrom < 0 ? OptionalLong.empty() : OptionalLong.of(skippedFrom);
    }

    /** Whether the record's body has the checksum that its header says. */
    boolean isIntact() throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, header().length()));
        for (long at = offset + PackFormat.RECORD_HEADER_BYTES; at < next; at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), next - at));
            if (!readFully(piece, at)) {
                return false;
            }
            crc.update(piece.flip());
        }
        return (int) crc.getValue() == header().crc();
    }

    /** The record's body, whatever its checksum. */
    byte[] body() throws IOException {
        byte[] body = new byte[Math.toIntExact(header().length())];
        if (!readFully(ByteBuffer.wrap(body), offset + PackFormat.RECORD_HEADER_BYTES)) {
            throw new CorruptFile(file.toString(), offset, body.length + " bytes", "the file's end");
        }
        return body;
    }

    private @Nullable Header headerAt(long at) throws IOException {
        return fill(at, PackFormat.RECORD_HEADER_BYTES)
                ? PackFormat.header(window.slice((int) (at - windowAt), PackFormat.RECORD_HEADER_BYTES))
                : null;
    }

    /** The first place from {@code from} on where a record may begin; {@code to} if there is none. */
    private long nextMagic(long from) throws IOException {
        for (long at = from; at + PackFormat.RECORD_HEADER_BYTES <= to && fill(at, Integer.BYTES); ) {
            int end = window.limit() - Integer.BYTES;
            for (int i = (int) (at - windowAt); i <= end; i++) {
                if (PackFormat.isMagic(window.getInt(i))) {
                    return windowAt + i;
                }
            }
            at = windowAt + end + 1;
        }
        return to;
    }

    /** Makes sure that the window has so many bytes from there on; false if the file ends before. */
    private boolean fill(long at, int bytes) throws IOException {
        if (at >= windowAt && at + bytes <= windowAt + window.limit()) {
            return true;
        }
        windowAt = at;
        window.clear();
        while (window.hasRemaining()) {
            if (source.read(window, at + window.position()) < 0) {
                break;
            }
        }
        window.flip();
        return window.limit() >= bytes;
    }

    private boolean readFully(ByteBuffer into, long position) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (source.read(into, position + into.position() - start) < 0) {
                return false;
            }
        }
        return true;
    }
}
