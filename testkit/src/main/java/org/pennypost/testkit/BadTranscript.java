package org.pennypost.testkit;

/** A transcript cannot be read. The message names file and line and says what to write. */
public final class BadTranscript extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadTranscript(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
