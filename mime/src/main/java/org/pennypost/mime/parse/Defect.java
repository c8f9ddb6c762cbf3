package org.pennypost.mime.parse;

/**
 * Something wrong with a message, and where.
 *
 * @param kind what
 * @param offset of the byte where it was seen, from the beginning of the source
 */
public record Defect(DefectKind kind, long offset) {
    /** Returns a line for a person. */
    @Override
    public String toString() {
        return "at " + offset + ": " + kind.says();
    }
}
