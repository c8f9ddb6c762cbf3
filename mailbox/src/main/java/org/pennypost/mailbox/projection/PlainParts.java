package org.pennypost.mailbox.projection;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * Looks through the stored structure of a message ({@link ProjectionFormat}) for parts whose text does not stand in its octets as it is read. Makes no object for a part.
 */
final class PlainParts {
    /** Transfer encodings that change nothing. */
    private static final List<byte[]> IDENTITIES = octets("7bit", "8bit", "binary");

    /** The first letters of character sets in which octets up to 127 are ASCII, and what begins with them is too. */
    private static final List<byte[]> LIKE_ASCII = octets("us-ascii", "utf-8", "iso-8859-", "windows-125");

    private static final byte[] HTML = octet("html");
    private static final byte[] MESSAGE = octet("message");
    private static final byte[] CHARSET = octet("charset");

    private PlainParts() {}

    private static List<byte[]> octets(String... words) {
        return List.of(words).stream().map(PlainParts::octet).toList();
    }

    private static byte[] octet(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Whether all texts are plain in this part and those inside: not of messages inside, whose headers stand elsewhere.
     *
     * @param in behind the part's kind and place
     * @param html whether HTML with a character set is: whoever looks for something that markup cannot interrupt sees it as it stands
     */
    static boolean arePlain(Unpacker in, int kind, boolean html, int depth) throws StoreException {
        if (kind == ProjectionFormat.MESSAGE || !isPlain(in, kind, html)) {
            return false;
        }
        if (kind == ProjectionFormat.TEXT) {
            in.number();
        }
        if (kind != ProjectionFormat.MULTIPART) {
            return true;
        }
        if (depth == ProjectionFormat.NESTING_MAX) {
            return false;
        }
        for (int children = in.count(); children > 0; children--) {
            int child = in.u8();
            skipNumbers(in, PLACE_NUMBERS);
            if (!arePlain(in, child, html, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static final int PLACE_NUMBERS = 4;

    private static void skipNumbers(Unpacker in, int count) throws StoreException {
        for (int i = 0; i < count; i++) {
            in.number();
        }
    }

    /** Reads a part's fields as {@link ProjectionFormat} has written them. */
    private static boolean isPlain(Unpacker in, int kind, boolean html) throws StoreException {
        boolean isMessage = in.textIs(MESSAGE);
        boolean isHtml = in.textIs(HTML);
        boolean charset = false;
        boolean known = true;
        for (int parameters = in.count(); parameters > 0; parameters--) {
            if (in.textIs(CHARSET)) {
                charset = true;
                known &= in.textBeginsWithOneOf(LIKE_ASCII);
            } else {
                in.skipText();
            }
        }
        in.skipOptionalText();
        in.skipOptionalText();
        boolean identity = in.textIsOneOf(IDENTITIES);
        in.skipOptionalText();
        if (in.skipOptionalText()) {
            for (int parameters = in.count(); parameters > 0; parameters--) {
                in.skipText();
                in.skipText();
            }
        }
        for (int languages = in.count(); languages > 0; languages--) {
            in.skipText();
        }
        in.skipOptionalText();
        return switch (kind) {
            case ProjectionFormat.TEXT -> identity && known && (!isHtml || (html && charset));
            case ProjectionFormat.BASIC -> !isMessage;
            default -> true;
        };
    }
}
