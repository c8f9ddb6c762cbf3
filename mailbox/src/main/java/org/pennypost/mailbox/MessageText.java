package org.pennypost.mailbox;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * HEADER of {@link #headerContains}, as far as it follows from what was noted of the message when it came.
     *
     * @return empty where the message has to be read
     */
    public static Optional<Boolean> headerContains(Projection projection, String name, Needle needle)
            throws StoreException {
        Optional<byte[]> noted = projection.fields(List.of(name));
        if (noted.isEmpty()) {
            return Optional.empty();
        }
        byte[] fields = noted.get();
        return Optional.of(
                fields.length > 0 && !needle.isSurelyNotIn(fields) && anyHolds(header(fields), name, needle));
    }

    /** HEADER: whether the message's own header has a field of this name that holds the needle; any such field where the needle is empty. */
    public boolean headerContains(String name, Needle needle) throws StoreException {
        return anyHolds(header(), name, needle);
    }

    private static boolean anyHolds(Header header, String name, Needle needle) {
        for (HeaderField field : header.all(name)) {
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

    /** Is told of every text that a needle can be found in. */
    public interface Texts {
        /** One that TEXT and HEADER look into and BODY does not: a field of the message's header or of a part's, {@code Name: text}. */
        void field(String text) throws StoreException;

        /** One that BODY and TEXT look into: a text part, HTML as a person sees it, a field of a message inside. */
        void body(String text) throws StoreException;

        /** HTML as it stands; BODY and TEXT look into it too. */
        void markup(String text) throws StoreException;

        /** A text part that is too long to be told of as one text. */
        void tooLong() throws StoreException;
    }

    /**
     * Tells of all that SEARCH could find in the message: whatever {@link #headerContains}, {@link #bodyContains} or {@link #textContains} finds a
     * needle in is told of, whole, and nothing else. Keeps nothing.
     */
    public void tell(Texts texts) throws StoreException {
        try {
            tellFields(header(), texts::field);
            boolean ownHeader = false;
            for (BodyStructure part : structure().all()) {
                if (ownHeader) {
                    tellFields(header(part.place()), texts::field);
                }
                ownHeader = true;
                switch (part) {
                    case BodyStructure.Multipart _ -> {}
                    case BodyStructure.Message inside ->
                        tellFields(header(inside.message().place()), texts::body);
                    case BodyStructure.Text text -> tellPart(text, texts);
                    case BodyStructure.Basic basic -> {
                        if (isSearched(basic)) {
                            tellPart(basic, texts);
                        }
                    }
                }
            }
        } catch (IOException failed) {
            throw Projections.storeException(failed);
        }
    }

    /** Takes a text. */
    @FunctionalInterface
    private interface TextSink {
        void text(String text) throws StoreException;
    }

    private static void tellFields(Header header, TextSink sink) throws StoreException {
        for (HeaderField field : header.fields()) {
            sink.text(line(field));
        }
    }

    private void tellPart(BodyStructure part, Texts texts) throws IOException {
        if (part.place().bodyOctets() > WHOLE_OCTETS_MAX) {
            texts.tooLong();
            return;
        }
        String text = PartText.beginning(message, 0, part, WHOLE_OCTETS_MAX);
        if (isHtml(part)) {
            texts.markup(text);
            texts.body(HtmlText.of(text));
        } else {
            texts.body(text);
        }
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
            case BodyStructure.Basic basic -> isSearched(basic) && isInText(basic, needle);
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
        return needle.isIn(text) || (isHtml(part) && needle.mayBeMarkedUp() && needle.isIn(HtmlText.of(text)));
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
            if (needle.isIn(line(field))) {
                return true;
            }
        }
        return false;
    }

    /** A field as TEXT sees it. */
    private static String line(HeaderField field) {
        return field.name() + ": " + field.text();
    }

    /** Whether a part that is no text is searched all the same. */
    private static boolean isSearched(BodyStructure.Basic basic) {
        return basic.fields().type().type().equals("message");
    }

    private static boolean isHtml(BodyStructure part) {
        return part.fields().type().subtype().equals("html");
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
        return header(message.bytes(place.headerStart(), place.bodyStart()));
    }

    private static Header header(byte[] octets) {
        return ParsedMessage.parse(octets).root().header();
    }
}
