package org.pennypost.store;

/** Bytes on disk are not those that were written. The message names the file, the place, what was expected and what was found. */
public final class CorruptFile extends StoreException {
    private static final long serialVersionUID = 1L;

    public CorruptFile(String file, long offset, String expected, String found) {
        super(file + " is damaged at byte " + offset + ": expected " + expected + ", found " + found);
    }
}
