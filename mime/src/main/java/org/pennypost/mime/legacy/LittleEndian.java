package org.pennypost.mime.legacy;

import java.util.Arrays;

/** Reads numbers and octets; what would be behind the end is zero or missing, and {@link #ended} says so. Not for several threads. */
final class LittleEndian {
    private final byte[] octets;
    private final int to;
    private int at;
    private boolean ended;

    LittleEndian(byte[] octets, int from, int to) {
        this.octets = octets;
        this.at = from;
        this.to = to;
    }

    int int8() {
        if (at >= to) {
            ended = true;
            return 0;
        }
        return octets[at++] & 0xFF;
    }

    int int16() {
        return int8() | int8() << 8;
    }

    int int32() {
        return int16() | int16() << 16;
    }

    /** Returns the next octets, fewer where there are not so many. */
    byte[] octets(int count) {
        int end = end(count);
        byte[] taken = Arrays.copyOfRange(octets, at, end);
        at = end;
        return taken;
    }

    /** Skips octets. */
    void skip(int count) {
        at = end(count);
    }

    private int end(int count) {
        if (count < 0 || count > to - at) {
            ended = true;
            return to;
        }
        return at + count;
    }

    int remaining() {
        return to - at;
    }

    /** Returns whether more was asked for than there is. */
    boolean ended() {
        return ended;
    }
}
