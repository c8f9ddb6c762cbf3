package org.pennypost.smtp;

/**
 * Text that is not what the grammar asks for. It is checked, carries no stack trace, and its message is a sentence for the person who typed the text;
 * what it quotes of that text is left to {@link Reply}, which makes it harmless.
 */
public final class BadSyntax extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;
    private final transient EnhancedStatus status;

    /**
     * @param code the reply code, 5yz
     * @param status the enhanced status
     * @param sentence what is wrong, and with what, as a whole sentence
     */
    public BadSyntax(int code, EnhancedStatus status, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
        this.status = status;
    }

    /** @param sentence what is wrong, as a whole sentence; answered 501 (RFC 5321 §4.2.2) */
    public BadSyntax(EnhancedStatus status, String sentence) {
        this(501, status, sentence);
    }

    /** @return the reply code, mostly 501 */
    public int code() {
        return code;
    }

    /** @return the enhanced status, for example 5.1.3 */
    public EnhancedStatus status() {
        return status;
    }

    /** @return the sentence as a reply; {@code hint}, when it is not empty, is a second sentence that shows the right form */
    public Reply reply(String hint) {
        String sentence = sentence();
        return Reply.of(code, status, hint.isEmpty() ? sentence : sentence + " " + hint);
    }

    private String sentence() {
        String message = getMessage();
        return message == null ? "Syntax error." : message;
    }
}
