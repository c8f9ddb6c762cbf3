package org.pennypost.mailbox;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.projection.BodyStructure;
import org.pennypost.mailbox.projection.PartPlace;
import org.pennypost.mailbox.projection.PartText;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.text.HtmlText;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.mime.charset.Charsets;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.Header;
import org.pennypost.mime.parse.HeaderField;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.store.StoreException;

/**
 * The text of one message as SEARCH sees it (RFC 9051 §6.4.4): fields unfolded, with encoded words decoded; text parts without transfer encoding and
 * character set, headers of messages inside included, pictures and other octets not. Everything is found where the projection says it is, nothing is
 * parsed but headers, and nothing is read that no question needs.
 *
 * <p>HTML is searched as it stands; and where the needle might be interrupted by markup or hidden in entities (it has white space, or letters beyond
 * ASCII), also as a person sees it ({@link HtmlText}).
 *
 * <p>Life: for one message, while its content is open; what was read is kept for the next question. One owner.
 */
public final class MessageText {
    /** Longer parts are decoded in pieces. */
    private static final int WHOLE_OCTETS_MAX = 4 << 20;

    /** So many characters of texts are kept for the next question. */
    private static final int KEPT_CHARACTERS_MAX = 4 << 20;

    private final Projection projection;
    private final ByteSource message;
    private final Map<Long, String> texts = new HashMap<>();
    private int keptCharacters;
    private @Nullable BodyStructure structure;
    private @Nullable Header header;

    /**
     * Looks at a message.
     *
     * @param content open, and closed by the caller when no more is asked
     */
    public MessageText(Projection projection, MessageContent content) {
        this.projection = projection;
        this.message = content.source();
    }

    /** HEADER: whether the message's own header has a field of this name that holds the needle; any such field where the needle is empty. */
    public boolean headerContains(String name, Needle needle) throws StoreException {
        for (HeaderField field : header().all(name)) {
            if (needle.isIn(field.text())) {
                return true;
            }
        }
        return false;
    }

    /** BODY: whether a text part holds the needle, or the header of a message inside. */
    public boolean bodyContains(Needle needle) throws StoreException {
        return needle.isEmpty() || anyPart(needle, false);
    }

    /** TEXT: whether the message's header, the header of a part or the body holds the needle. */
    public boolean textContains(Needle needle) throws StoreException {
        return needle.isEmpty() || anyIn(header(), needle) || anyPart(needle, true);
    }

    private boolean anyPart(Needle needle, boolean mimeHeaders) throws StoreException {
        boolean ownHeader = false;
        try {
            for (BodyStructure part : structure().all()) {
                if ((ownHeader && anyIn(header(part.place()), needle)) || isIn(part, needle)) {
                    return true;
                }
                ownHeader = mimeHeaders;
            }
            return false;
        } catch (IOException failed) {
            throw Projections.storeException(failed);
        }
    }

    private boolean isIn(BodyStructure part, Needle needle) throws IOException {
        return switch (part) {
            case BodyStructure.Multipart _ -> false;
            case BodyStructure.Message inside -> anyIn(header(inside.message().place()), needle);
            case BodyStructure.Text text -> isInText(text, needle);
            case BodyStructure.Basic basic -> basic.fields().type().type().equals("message") && isInText(basic, needle);
        };
    }

    private boolean isInText(BodyStructure part, Needle needle) throws IOException {
        if (part.place().bodyOctets() > WHOLE_OCTETS_MAX) {
            return isInLongText(part, needle);
        }
        String text = texts.get(part.place().bodyStart());
        if (text == null) {
            text = PartText.beginning(message, 0, part, WHOLE_OCTETS_MAX);
            if (text.length() <= KEPT_CHARACTERS_MAX - keptCharacters) {
                texts.put(part.place().bodyStart(), text);
                keptCharacters += text.length();
            }
        }
        boolean html = part.fields().type().subtype().equals("html");
        return needle.isIn(text) || (html && needle.mayBeMarkedUp() && needle.isIn(HtmlText.of(text)));
    }

    private boolean isInLongText(BodyStructure part, Needle needle) throws IOException {
        Charset charset =
                part.fields().parameter("charset").flatMap(Charsets::named).orElse(StandardCharsets.UTF_8);
        try (InputStreamReader reader = new InputStreamReader(
                PartText.encoding(part)
                        .decode(message.stream(
                                part.place().bodyStart(), part.place().bodyEnd())),
                charset)) {
            return needle.isIn(reader);
        }
    }

    private static boolean anyIn(Header header, Needle needle) {
        for (HeaderField field : header.fields()) {
            if (needle.isIn(field.name() + ": " + field.text())) {
                return true;
            }
        }
        return false;
    }

    private BodyStructure structure() throws StoreException {
        if (structure == null) {
            structure = projection.structure();
        }
        return structure;
    }

    private Header header() throws StoreException {
        if (header == null) {
            try {
                header = header(structure().place());
            } catch (IOException failed) {
                throw Projections.storeException(failed);
            }
        }
        return header;
    }

    private Header header(PartPlace place) throws IOException {
        return ParsedMessage.parse(message.bytes(place.headerStart(), place.bodyStart()))
                .root()
                .header();
    }
}
