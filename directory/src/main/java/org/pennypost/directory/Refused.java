package org.pennypost.directory;

/** The directory does not do what was asked. The message is one sentence that says why and what to do; nothing was changed. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String sentence) {
        super(sentence, null, false, false);
    }
}
