package org.pennypost.pop3.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pennypost.wire.ByteSink;

/** The lines of a listing, taken apart as they come. */
final class ListingLines implements ByteSink {
    private final long bytesMax;
    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long bytes;

    /** @param bytesMax the most that all of them may have */
    ListingLines(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public void accept(byte[] piece, int offset, int length) throws IOException {
        bytes += length;
        if (bytes > bytesMax) {
            throw new IOException("the server's listing has more than " + bytesMax + " bytes");
        }
        for (int i = offset; i < offset + length; i++) {
            if (piece[i] == '\n') {
                endLine();
            } else if (piece[i] != '\r') {
                line.write(piece[i]);
            }
        }
    }

    private void endLine() {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
    }

    List<String> all() {
        return lines;
    }
}
