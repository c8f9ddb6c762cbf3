package org.pennypost.server.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One line in, one line out, over a socket channel. */
final class LineChannel {
    private static final int PIECE_BYTES = 8192;

    private LineChannel() {}

    /** The bytes up to LF, as UTF-8; what was there when the peer closed, if it sent none. */
    static String read(SocketChannel channel) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        while (channel.read(piece) >= 0) {
            piece.flip();
            while (piece.hasRemaining()) {
                byte next = piece.get();
                if (next == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(next);
            }
            piece.clear();
            if (line.size() > AdminFormat.LINE_BYTES_MAX) {
                throw new IOException(
                        "the line on the admin socket is longer than " + AdminFormat.LINE_BYTES_MAX + " bytes");
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    static void write(SocketChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
