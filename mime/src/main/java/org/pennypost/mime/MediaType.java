package org.pennypost.mime;

import java.util.Locale;

/**
 * A media type without parameters, such as {@code image/png} (RFC 2045 §5.1, RFC 6838 §4.2).
 *
 * @param type the top-level type in lower case
 * @param subtype the subtype in lower case
 */
public record MediaType(String type, String subtype) {
    /** What is said of bytes of which nothing is known (RFC 2046 §4.5.1). */
    public static final MediaType OCTET_STREAM = new MediaType("application", "octet-stream");

    /** Text without form. */
    public static final MediaType TEXT_PLAIN = new MediaType("text", "plain");

    /** A message in a message (RFC 2046 §5.2.1). */
    public static final MediaType MESSAGE_RFC822 = new MediaType("message", "rfc822");

    /** A message in a message whose header fields are in UTF-8 (RFC 6532 §3.7). */
    public static final MediaType MESSAGE_GLOBAL = new MediaType("message", "global");

    private static final int CHARACTERS_MAX = 127;

    /** @throws IllegalArgumentException when a side is not a token of RFC 2045 §5.1 */
    public MediaType {
        type = type.toLowerCase(Locale.ROOT);
        subtype = subtype.toLowerCase(Locale.ROOT);
        if (!isToken(type) || !isToken(subtype)) {
            throw new IllegalArgumentException("not a media type: " + BadField.show(type + "/" + subtype));
        }
    }

    /** Parses {@code type/subtype}. @throws BadField when it is something else */
    public static MediaType parse(String text) throws BadField {
        int slash = text.indexOf('/');
        String type = slash < 0 ? "" : text.substring(0, slash).strip();
        String subtype = text.substring(slash + 1).strip();
        if (!isToken(type) || !isToken(subtype)) {
            throw new BadField("not a media type (as text/plain is): " + BadField.show(text));
        }
        return new MediaType(type, subtype);
    }

    /** Returns whether it is a kind of text. */
    public boolean isText() {
        return type.equals("text");
    }

    @Override
    public String toString() {
        return type + "/" + subtype;
    }

    static boolean isToken(String text) {
        int at = 0;
        while (at < text.length() && at < CHARACTERS_MAX && Ascii.isToken(text.charAt(at))) {
            at++;
        }
        return at > 0 && at == text.length();
    }
}
