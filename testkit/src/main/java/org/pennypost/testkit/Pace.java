package org.pennypost.testkit;

import java.util.Locale;

/** How the client side of a transcript cuts what it sends into writes. */
public enum Pace {
    /** One write for each {@code C} line. */
    WHOLE_LINES,
    /** One write for each byte (large payloads: for each of their first bytes, small pieces after that). */
    BYTE_BY_BYTE,
    /** Everything that may be sent without waiting for a reply leaves in one write ({@link Stage#mayPipelineAfter}). */
    PIPELINED;

    /** The name that {@code only} uses in a transcript: {@code whole-lines}, {@code byte-by-byte}, {@code pipelined}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
