package org.pennypost.mime;

/**
 * Free text for a header field such as Subject ({@code unstructured}, RFC 5322 §3.2.5): any characters but CR, LF and NUL, so
 * that nothing put into a field can start another one.
 *
 * {@snippet :
 * HeaderText subject = HeaderText.of("Grüße");
 * try {
 *     HeaderText.of("Hello\r\nBcc: everybody@example.org");
 * } catch (BadField refused) {
 *     System.err.println(refused.getMessage());
 * }
 * }
 *
 * @param value the text as a person reads it; what is not ASCII becomes encoded words when it is written (RFC 2047)
 */
public record HeaderText(String value) {
    /** The longest text of a field in characters; far beyond any subject, far below what servers refuse. */
    public static final int CHARACTERS_MAX = 10_000;

    /** @throws IllegalArgumentException where {@link #of} throws {@link BadField} */
    public HeaderText {
        String fault = faultOf(value);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /**
     * Accepts text that somebody typed.
     *
     * @throws BadField when it holds CR, LF, NUL or half a surrogate pair, or is longer than {@value #CHARACTERS_MAX}
     */
    public static HeaderText of(String text) throws BadField {
        String fault = faultOf(text);
        if (!fault.isEmpty()) {
            throw new BadField(fault);
        }
        return new HeaderText(text);
    }

    private static String faultOf(String text) {
        if (Ascii.breaksField(text)) {
            return "a line break or NUL cannot be in a header field: " + BadField.show(text);
        }
        if (text.length() > CHARACTERS_MAX) {
            return "longer than " + CHARACTERS_MAX + " characters: " + BadField.show(text);
        }
        return "";
    }
}
