package org.pennypost.mime.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** How a body travels: the Content-Transfer-Encoding of RFC 2045 §6, and uuencode, which came before it. */
public enum TransferEncoding {
    /** Lines of ASCII, at most 998 octets each, as they are (RFC 2045 §2.7). */
    SEVEN_BIT("7bit"),
    /** Such lines with octets above 127, as they are (RFC 2045 §2.8). */
    EIGHT_BIT("8bit"),
    /** Any octets, as they are (RFC 2045 §2.9). */
    BINARY("binary"),
    /** ASCII as it is, all else as {@code =} and two digits (RFC 2045 §6.7). */
    QUOTED_PRINTABLE("quoted-printable"),
    /** Three octets in four characters (RFC 2045 §6.8). */
    BASE64("base64"),
    /** Read only. */
    UUENCODE("x-uuencode");

    private final String label;

    TransferEncoding(String label) {
        this.label = label;
    }

    /** Returns the value of the field. */
    public String label() {
        return label;
    }

    /**
     * Returns the encoding that a field names, in any case of letters; nothing at all is 7bit (RFC 2045 §6.1). Empty for a word that nobody knows: then nobody can
     * say what the octets are (RFC 2045 §6.4).
     *
     * <p>Lenient: comments, quotes and what comes after the word are skipped; the names may have a blank or a hyphen at another place, as some programs write
     * them, and character sets may stand where an encoding should.
     *
     * {@snippet :
     * Optional<TransferEncoding> usual = TransferEncoding.named("Quoted-Printable (by hand)"); // QUOTED_PRINTABLE
     * Optional<TransferEncoding> nobodys = TransferEncoding.named("x-gzip64"); // empty
     * }
     *
     * @param value the value of the field
     */
    public static Optional<TransferEncoding> named(String value) {
        for (TransferEncoding encoding : values()) {
            if (encoding.label.equalsIgnoreCase(value)) {
                return Optional.of(encoding);
            }
        }
        int from = wordStart(value);
        int to = from;
        while (to < value.length() && !endsWord(value.charAt(to))) {
            to++;
        }
        return from == to
                ? Optional.of(SEVEN_BIT)
                : called(value, from, to).or(() -> called(value, from, value.length()));
    }

    private static Optional<TransferEncoding> called(String value, int from, int to) {
        StringBuilder letters = new StringBuilder();
        for (int i = from; i < to && letters.length() < LETTERS_MAX && value.charAt(i) != ';'; i++) {
            if (Character.isLetterOrDigit(value.charAt(i))) {
                letters.append(value.charAt(i));
            }
        }
        return switch (letters.toString().toLowerCase(Locale.ROOT)) {
            case "7bit", "7bits", "7bitascii", "7", "usascii", "ascii" -> Optional.of(SEVEN_BIT);
            case "8bit", "8bits", "8", "utf8" -> Optional.of(EIGHT_BIT);
            case "binary", "none" -> Optional.of(BINARY);
            case "quotedprintable", "quotedprint", "qp" -> Optional.of(QUOTED_PRINTABLE);
            case "base64", "b64", "xbase64", "b" -> Optional.of(BASE64);
            case "xuuencode", "xuue", "xuu", "uuencode", "uue" -> Optional.of(UUENCODE);
            default -> Optional.empty();
        };
    }

    /** Behind comments, white space and opening quotes. */
    private static int wordStart(String value) {
        int depth = 0;
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0 && c > ' ' && c != '"' && c != '\'') {
                return at;
            }
        }
        return value.length();
    }

    private static boolean endsWord(char c) {
        return c <= ' ' || c == '(' || c == ')' || c == ';' || c == ',' || c == '"' || c == '\'';
    }

    private static final int LETTERS_MAX = 32;

    /** Returns whether the octets travel as they are. */
    public boolean isIdentity() {
        return this == SEVEN_BIT || this == EIGHT_BIT || this == BINARY;
    }

    /** Returns a new decoder for one body. */
    public TransferDecoder decoder() {
        return switch (this) {
            case SEVEN_BIT, EIGHT_BIT, BINARY -> new IdentityDecoder();
            case QUOTED_PRINTABLE -> new QuotedPrintableDecoder();
            case BASE64 -> new Base64Decoder();
            case UUENCODE -> new UuDecoder();
        };
    }

    /** Returns the decoded octets of a body. Reading fails only where reading {@code encoded} does; closing closes it. */
    public InputStream decode(InputStream encoded) {
        return isIdentity() ? encoded : new DecodingInputStream(encoded, decoder());
    }

    /**
     * Encodes all of {@code in}. Closes nothing.
     *
     * @throws IOException when reading or writing fails
     * @throws UnsupportedOperationException for {@link #UUENCODE}
     */
    public void encode(InputStream in, OutputStream out) throws IOException {
        switch (this) {
            case SEVEN_BIT, EIGHT_BIT, BINARY -> in.transferTo(out);
            case QUOTED_PRINTABLE -> QuotedPrintableEncoder.encode(in, out);
            case BASE64 -> Base64Encoder.encode(in, out);
            case UUENCODE -> throw new UnsupportedOperationException("nothing new is uuencoded");
        }
    }
}
