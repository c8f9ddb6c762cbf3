package org.pennypost.mime.legacy;

import java.util.Arrays;

/** The lines of yEnc (yenc.org, version 1.3): each octet plus 42, with {@code =} before the few that cannot stand by themselves. */
final class Yenc {
    private static final int SHIFT = 42;
    private static final int ESCAPED_SHIFT = 64;

    private Yenc() {}

    /** Returns where the line behind this one begins, or the end. */
    static int nextLine(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, to);
    }

    /** Decodes what is between the {@code =ybegin} line and the {@code =yend} line; lines that begin with {@code =y} are none of the file. */
    static byte[] decode(byte[] text, int from, int to) {
        byte[] out = new byte[to - from];
        int end = 0;
        int i = from;
        boolean lineBegins = true;
        while (i < to) {
            byte c = text[i];
            if (lineBegins && c == '=' && i + 1 < to && text[i + 1] == 'y') {
                while (i < to && text[i] != '\n') {
                    i++;
                }
            } else if (c == '\r' || c == '\n') {
                lineBegins = c == '\n';
                i++;
            } else if (c == '=' && i + 1 < to) {
                out[end++] = (byte) (text[i + 1] - ESCAPED_SHIFT - SHIFT);
                lineBegins = false;
                i += 2;
            } else {
                out[end++] = (byte) (c - SHIFT);
                lineBegins = false;
                i++;
            }
        }
        return Arrays.copyOf(out, end);
    }
}
