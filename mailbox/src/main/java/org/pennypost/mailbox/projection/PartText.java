package org.pennypost.mailbox.projection;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.mime.charset.Charsets;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.ByteSource;

/** The characters of a text part: its body without transfer encoding and character set. */
public final class PartText {
    /** Where an HTML document says its character set itself, it does so early. */
    private static final int META_OCTETS = 2_048;

    private static final Pattern META =
            Pattern.compile("(?i)<meta\\s[^>]{0,200}?charset\\s{0,9}=\\s{0,9}[\"']?([a-z0-9_:.-]{1,40})");

    private PartText() {}

    /**
     * Returns the beginning of a part's text.
     *
     * @param source the message
     * @param shift what to add to the part's offsets in the source
     * @param octetsMax how much of the encoded body is read at most
     * @throws IOException when the source cannot be read
     */
    public static String beginning(ByteSource source, long shift, BodyStructure part, int octetsMax)
            throws IOException {
        PartPlace place = part.place();
        long from = place.bodyStart() + shift;
        byte[] body = source.bytes(from, from + Math.min(octetsMax, place.bodyOctets()));
        TransferEncoding encoding = encoding(part);
        byte[] text = encoding.isIdentity() ? body : encoding.decoder().whole(body, 0, body.length);
        return Charsets.decode(label(part, text), text, 0, text.length);
    }

    /** How the body travels; what nobody knows is taken as it is. */
    public static TransferEncoding encoding(BodyStructure part) {
        return TransferEncoding.named(part.fields().encoding()).orElse(TransferEncoding.BINARY);
    }

    /**
     * The name of the character set: that of the type, else what HTML says in itself, else an empty text.
     *
     * @param text its first octets at least
     */
    static String label(BodyStructure part, byte[] text) {
        return part.fields().parameter("charset").orElseGet(() -> {
            if (!part.fields().type().subtype().equals("html")) {
                return "";
            }
            Matcher meta = META.matcher(new String(
                    text, 0, Math.min(text.length, META_OCTETS), java.nio.charset.StandardCharsets.ISO_8859_1));
            return meta.find() ? meta.group(1) : "";
        });
    }
}
