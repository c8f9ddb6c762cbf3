package org.pennypost.mime.parse;

import java.util.Locale;
import org.pennypost.mime.codec.TransferEncoding;

/** How a body was encoded for the way: the values of Content-Transfer-Encoding (RFC 2045 §6.1) that are met in mail. */
public enum BodyEncoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    BINARY("binary"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64"),
    /** Never a standard, but sent: {@code x-uuencode}, {@code uuencode}, {@code x-uue}. */
    UUENCODE("x-uuencode"),
    /** Anything else: nobody can say what the octets are (RFC 2045 §6.4). */
    UNKNOWN("");

    private final String label;

    BodyEncoding(String label) {
        this.label = label;
    }

    /** Returns the word for it in the field, or an empty text. */
    public String label() {
        return label;
    }

    /** Returns whether the octets are the body as they are. */
    public boolean isIdentity() {
        return this == SEVEN_BIT || this == EIGHT_BIT || this == BINARY;
    }

    /**
     * Reads the value of a field. Lenient: comments, quotes and what comes after the word are skipped; {@code 8 bit} is one word; otherwise as
     * {@link TransferEncoding#named}; nothing at all is 7bit.
     */
    public static BodyEncoding of(String value) {
        String word = firstWord(value);
        if (word.isEmpty()) {
            return SEVEN_BIT;
        }
        return TransferEncoding.named(word).map(BodyEncoding::of).orElse(UNKNOWN);
    }

    private static BodyEncoding of(TransferEncoding encoding) {
        return switch (encoding) {
            case SEVEN_BIT -> SEVEN_BIT;
            case EIGHT_BIT -> EIGHT_BIT;
            case BINARY -> BINARY;
            case QUOTED_PRINTABLE -> QUOTED_PRINTABLE;
            case BASE64 -> BASE64;
            case UUENCODE -> UUENCODE;
        };
    }

    private static String firstWord(String value) {
        int at = 0;
        int depth = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0 && c > ' ' && c != '"' && c != '\'') {
                break;
            }
            at++;
        }
        int end = at;
        while (end < value.length() && !endsWord(value.charAt(end))) {
            end++;
        }
        String word = value.substring(at, end).toLowerCase(Locale.ROOT);
        boolean bits = (word.equals("7") || word.equals("8"))
                && value.substring(end).strip().toLowerCase(Locale.ROOT).startsWith("bit");
        return bits ? word + "bit" : word;
    }

    private static boolean endsWord(char c) {
        return c <= ' ' || c == '(' || c == ')' || c == ';' || c == ',' || c == '"' || c == '\'';
    }
}
