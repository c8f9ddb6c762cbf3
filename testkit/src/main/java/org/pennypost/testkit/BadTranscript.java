package org.pennypost.testkit;

/** A transcript that does not keep to the notation. The message names file and line and says what to write instead. */
public final class BadTranscript extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadTranscript(String name, int line, String message) {
        super(name + ":" + line + ": " + message);
    }
}
