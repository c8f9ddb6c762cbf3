package org.pennypost.imap.grammar;

/** A command cannot be understood: answered BAD (RFC 9051 §7.1.3). The message is the sentence with which it is refused. */
public final class BadSyntax extends Exception {
    private static final long serialVersionUID = 1L;

    public BadSyntax(String sentence) {
        super(sentence, null, false, false);
    }

    /** Says what was expected, in printable ASCII. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
