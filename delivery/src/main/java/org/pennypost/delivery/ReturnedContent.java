package org.pennypost.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pennypost.mime.Content;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.StoreException;

/** What a report gives back of a message, which is fields of ours and then the octets that came (RFC 3461 §6.2). */
final class ReturnedContent {
    /** A header that is longer comes back without its end. */
    private static final int HEADER_OCTETS_MAX = 64_000;

    private static final byte[] EMPTY_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Octets at a place, as a {@link BlobDraft} or a {@link Blob} reads them. */
    @FunctionalInterface
    interface Source {
        int read(long position, byte[] into, int offset, int length) throws StoreException;
    }

    private ReturnedContent() {}

    /**
     * The header, each line ended, without the empty line behind it.
     *
     * @param prefix fields that stand in front of the message, each ended; perhaps the empty line that it lacks
     */
    static StatusReport.Returned header(byte[] prefix, Source message) throws StoreException {
        if (endsHeader(prefix)) {
            return new StatusReport.Returned(Content.of(withoutEmptyLine(prefix)), StatusReport.Extent.HEADER);
        }
        byte[] all = Arrays.copyOf(prefix, prefix.length + HEADER_OCTETS_MAX);
        int length = prefix.length;
        int count = 0;
        while (length < all.length && count >= 0) {
            count = message.read(length - (long) prefix.length, all, length, all.length - length);
            length += Math.max(count, 0);
        }
        return new StatusReport.Returned(
                Content.of(Arrays.copyOf(all, headerEnd(all, prefix.length, length))), StatusReport.Extent.HEADER);
    }

    /** The fields in front alone, of a message that cannot be read. */
    static StatusReport.Returned trace(byte[] prefix) {
        return new StatusReport.Returned(Content.of(withoutEmptyLine(prefix)), StatusReport.Extent.TRACE);
    }

    private static byte[] withoutEmptyLine(byte[] prefix) {
        return Arrays.copyOf(prefix, prefix.length - (endsHeader(prefix) ? EMPTY_LINE.length / 2 : 0));
    }

    private static boolean endsHeader(byte[] prefix) {
        int from = prefix.length - EMPTY_LINE.length;
        return from >= 0 && Arrays.equals(prefix, from, prefix.length, EMPTY_LINE, 0, EMPTY_LINE.length);
    }

    /** Behind the last line end before the empty line, or before the end of what is there. */
    private static int headerEnd(byte[] all, int from, int to) {
        int end = from;
        int lineBegin = from;
        for (int at = from; at < to; at++) {
            if (all[at] == '\n') {
                if (at - lineBegin <= 1) {
                    return end;
                }
                end = at + 1;
                lineBegin = end;
            }
        }
        return end;
    }

    /** The whole message. Of the source one reading is open at a time. */
    static StatusReport.Returned whole(byte[] prefix, Source message) {
        byte[] front = prefix.clone();
        return new StatusReport.Returned(
                () -> new SequenceInputStream(new ByteArrayInputStream(front), new SourceStream(message)),
                StatusReport.Extent.WHOLE);
    }

    private static final class SourceStream extends InputStream {
        private final Source source;
        private long position;

        SourceStream(Source source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = source.read(position, into, offset, length);
            position += Math.max(count, 0);
            return count;
        }
    }
}
