package org.pennypost.pop3;

/** A command cannot be understood. The message is the sentence with which it is refused. */
public final class BadSyntax extends Exception {
    private static final long serialVersionUID = 1L;

    public BadSyntax(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
