package org.pennypost.mime;

/** A text cannot be the header field, or the part of one, that it was given for. The message says why, in one line. */
public final class BadField extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and with which text, without control characters */
    public BadField(String message) {
        super(message, null, false, false);
    }

    /** Shows a text inside a message to a person: quoted, without control characters, not longer than a line. */
    static String show(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints()
                .limit(SHOWN_CHARACTERS_MAX)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\u00B7' : c));
        return shown.append(text.length() > SHOWN_CHARACTERS_MAX ? "...\"" : "\"")
                .toString();
    }

    private static final int SHOWN_CHARACTERS_MAX = 60;
}
