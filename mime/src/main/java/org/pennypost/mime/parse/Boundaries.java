package org.pennypost.mime.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parts that are open around the place where the parser is, outermost first, and the boundaries of those that are multiparts.
 *
 * <p>A delimiter is a whole line: two hyphens, the boundary, perhaps two more hyphens, and white space (RFC 2046 §5.1.1). So one boundary may be the
 * beginning of another. RFC 2046 §5.1.2 would let anything follow; no program writes that.
 */
final class Boundaries {
    /** No delimiter. */
    static final int NONE = -2;

    /** How much of a line is looked at: hyphens, boundary, hyphens, and about as much white space. */
    static final int LINE_MAX = 2048;

    private final List<Level> levels = new ArrayList<>();
    private int open;

    /** A multipart or a message that is open. */
    static final class Level {
        final byte[] boundary;
        final boolean digest;
        final long bodyStart;
        final long linesBefore;
        final long start;
        boolean closed;
        boolean empty = true;

        /**
         * @param boundary empty for a message
         * @param digest whether its parts are messages where they do not say otherwise
         */
        Level(byte[] boundary, boolean digest, long start, long bodyStart, long linesBefore) {
            this.boundary = boundary;
            this.digest = digest;
            this.start = start;
            this.bodyStart = bodyStart;
            this.linesBefore = linesBefore;
            this.closed = boundary.length == 0;
        }

        boolean isMultipart() {
            return boundary.length > 0;
        }
    }

    int depth() {
        return levels.size();
    }

    /** Returns whether a delimiter could come. */
    boolean any() {
        return open > 0;
    }

    Level at(int index) {
        return levels.get(index);
    }

    void push(Level level) {
        levels.add(level);
        open += level.closed ? 0 : 1;
    }

    Level pop() {
        Level level = levels.removeLast();
        open -= level.closed ? 0 : 1;
        return level;
    }

    /** Its closing delimiter was seen. */
    void close(Level level) {
        level.closed = true;
        open--;
    }

    /** No delimiter counts any more. */
    void closeAll() {
        levels.forEach(level -> level.closed = true);
        open = 0;
    }

    /**
     * Looks whether the line that begins at an index is a delimiter.
     *
     * @param limit the end of the bytes: {@value #LINE_MAX} or more are there, or the source ends
     * @return twice the level, and one more for a closing delimiter; or {@link #NONE}
     */
    int match(byte[] bytes, int from, int limit) {
        if (limit - from < 3 || bytes[from + 1] != '-' || bytes[from] != '-') {
            return NONE;
        }
        int start = from + 2;
        int most = Math.min(limit, from + LINE_MAX);
        int end = start;
        while (end < most && bytes[end] != '\n') {
            end++;
        }
        if (end == most && most < limit) {
            return NONE;
        }
        while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t' || bytes[end - 1] == '\r')) {
            end--;
        }
        int length = end - start;
        boolean mayClose = length > 2 && bytes[end - 1] == '-' && bytes[end - 2] == '-';
        for (int i = levels.size() - 1; i >= 0; i--) {
            Level level = levels.get(i);
            int wanted = level.boundary.length;
            if (!level.closed && (wanted == length || (mayClose && wanted == length - 2))) {
                if (Arrays.equals(bytes, start, start + wanted, level.boundary, 0, wanted)) {
                    return wanted == length ? 2 * i : 2 * i + 1;
                }
            }
        }
        return NONE;
    }
}
