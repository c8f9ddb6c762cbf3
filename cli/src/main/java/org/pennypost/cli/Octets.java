package org.pennypost.cli;

import java.util.Locale;

/** Sizes in words. */
public final class Octets {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
    private static final int STEP = 1000;

    private Octets() {}

    /** Returns a size such as {@code 512 bytes} or {@code 1.2 MB}. */
    public static String of(long octets) {
        if (octets < STEP) {
            return octets + (octets == 1 ? " byte" : " bytes");
        }
        double size = octets;
        int unit = -1;
        while (size >= STEP && unit < UNITS.length - 1) {
            size /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }
}
