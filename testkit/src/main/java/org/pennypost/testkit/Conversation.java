package org.pennypost.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** One open connection of a run: a {@link Dialogue} with what it has brought and nobody has read yet. */
final class Conversation {
    /** So many bytes go one by one; what follows them on the same connection goes in pieces. */
    private static final int SINGLE_BYTES_MAX = 16 << 10;

    private static final int[] PIECES = {1, 2, 3, 5, 7, 11, 13, 97, 997, 9973};
    private static final int LINE_BYTES_MAX = 64 << 20;

    private final Dialogue dialogue;
    private final boolean byteByByte;
    private int singleBytes = SINGLE_BYTES_MAX;
    private byte[] buffer = new byte[8 << 10];
    private int start;
    private int end;
    private boolean ended;

    Conversation(Dialogue dialogue, boolean byteByByte) {
        this.dialogue = dialogue;
        this.byteByByte = byteByByte;
    }

    void send(byte[] bytes) throws IOException {
        if (!byteByByte) {
            dialogue.send(bytes);
            return;
        }
        int round = 0;
        for (int at = 0; at < bytes.length; ) {
            int piece = singleBytes > 0 ? 1 : PIECES[round++ % PIECES.length];
            int until = Math.min(at + piece, bytes.length);
            dialogue.send(Arrays.copyOfRange(bytes, at, until));
            singleBytes -= singleBytes > 0 ? 1 : 0;
            at = until;
        }
    }

    /** The next line with its LF; without one, or empty, when the server closed the connection first. */
    byte[] readLine() throws IOException {
        int scanned = 0;
        while (true) {
            for (int i = start + scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    return take(i + 1 - start);
                }
            }
            scanned = end - start;
            if (scanned > LINE_BYTES_MAX) {
                throw new IOException("the server's line has no end after " + scanned + " bytes");
            }
            if (!fill()) {
                return take(scanned);
            }
        }
    }

    /** The next {@code size} bytes, fewer when the server closed the connection first. */
    byte[] read(int size) throws IOException {
        while (end - start < size && fill()) {
            // fill() brings bytes or the end.
        }
        return take(Math.min(size, end - start));
    }

    /** Everything up to the end of the connection. */
    byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        do {
            all.writeBytes(unread());
        } while (fill());
        return all.toByteArray();
    }

    /** What has arrived and was not read. */
    byte[] unread() {
        return take(end - start);
    }

    void startTls() throws IOException {
        dialogue.startTls();
    }

    void startDeflate() throws IOException {
        dialogue.startDeflate();
    }

    void close() {
        dialogue.close();
    }

    private byte[] take(int size) {
        byte[] taken = Arrays.copyOfRange(buffer, start, start + size);
        start += size;
        return taken;
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        byte[] arrived = new byte[8 << 10];
        int count = dialogue.read(arrived);
        if (count < 0) {
            ended = true;
            return false;
        }
        if (end + count > buffer.length) {
            int unread = end - start;
            byte[] roomier = unread + count > buffer.length ? new byte[2 * (unread + count)] : buffer;
            System.arraycopy(buffer, start, roomier, 0, unread);
            buffer = roomier;
            start = 0;
            end = unread;
        }
        System.arraycopy(arrived, 0, buffer, end, count);
        end += count;
        return true;
    }
}
