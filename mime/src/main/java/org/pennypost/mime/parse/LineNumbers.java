package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Counts the lines before octets of a source, for people who look at it in an editor; the parser itself needs only offsets. */
final class LineNumbers {
    private static final int BUFFER_BYTES = 1 << 16;

    private LineNumbers() {}

    static long[] of(ByteSource source, long[] offsets) throws IOException {
        long[] sorted = offsets.clone();
        Arrays.sort(sorted);
        long[] lines = new long[sorted.length];
        long end = sorted.length == 0 ? 0 : Math.min(sorted[sorted.length - 1], source.sizeBytes());
        long line = 1;
        int next = 0;
        long at = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = source.stream(0, end)) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++, at++) {
                    while (next < sorted.length && sorted[next] <= at) {
                        lines[next++] = line;
                    }
                    line += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        Arrays.fill(lines, next, lines.length, line);
        long[] inOrder = new long[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            inOrder[i] = lines[Arrays.binarySearch(sorted, offsets[i])];
        }
        return inOrder;
    }
}
