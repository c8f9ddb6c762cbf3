package org.pennypost.imap.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mime.ContentDisposition;
import org.pennypost.mime.ContentType;
import org.pennypost.mime.MediaType;
import org.pennypost.mime.Parameters;
import org.pennypost.mime.parse.BodyEncoding;
import org.pennypost.mime.parse.Part;

/**
 * BODYSTRUCTURE, and BODY without what can be extended (RFC 9051 §7.5.2).
 *
 * @param extended whether it is BODYSTRUCTURE
 */
record BodyStructure(boolean extended) implements FetchItem {
    static final FetchAttribute BODYSTRUCTURE = FetchAttribute.named("BODYSTRUCTURE", new BodyStructure(true));

    private static final String EMPTY_TEXT = "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)";

    @Override
    public void write(SelectedMessage message, ResponseWriter out) throws IOException {
        out.raw(extended ? "BODYSTRUCTURE " : "BODY ");
        Optional<MessageContent> content = message.octets();
        if (content.isEmpty()) {
            out.raw(EMPTY_TEXT);
            return;
        }
        try {
            write(message.parsed(content.get()).root(), out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** {@code body}. Parts lie in one another only so deep as the parser goes. */
    private void write(Part part, ResponseWriter out) {
        out.raw('(');
        switch (part) {
            case Part.Multipart multipart -> multipart(multipart, out);
            case Part.Message message -> {
                basic(
                        message,
                        new MediaType("message", message.contentType().type().subtype()),
                        out);
                Envelope.write(message.message().header(), out.sp());
                write(message.message(), out.sp());
                out.sp().number(message.lines());
                extension(message, out);
            }
            case Part.Leaf leaf -> {
                MediaType type = leaf.contentType().type();
                // A multipart or message that was not looked into has no parts to tell of.
                boolean opaque = type.type().equals("multipart") || isMessage(type);
                basic(leaf, opaque ? MediaType.OCTET_STREAM : type, out);
                if (type.isText()) {
                    out.sp().number(leaf.lines());
                }
                extension(leaf, out);
            }
        }
        out.raw(')');
    }

    private static boolean isMessage(MediaType type) {
        return type.type().equals("message")
                && (type.subtype().equals("rfc822") || type.subtype().equals("global"));
    }

    /** {@code body-type-mpart}; one without parts, which the grammar does not know, has an empty text. */
    private void multipart(Part.Multipart multipart, ResponseWriter out) {
        for (Part child : multipart.children()) {
            write(child, out);
        }
        if (multipart.children().isEmpty()) {
            out.raw(EMPTY_TEXT);
        }
        ContentType type = multipart.contentType();
        out.sp().string(type.type().subtype());
        if (extended) {
            parameters(type.parameters(), out.sp());
            dispositionAndMore(multipart, out);
        }
    }

    /** Type and {@code body-fields}. */
    private static void basic(Part part, MediaType type, ResponseWriter out) {
        out.string(type.type()).sp().string(type.subtype()).sp();
        parameters(part.contentType().parameters(), out);
        out.sp().nstring(Envelope.value(part.header(), "Content-ID")).sp();
        out.nstring(Envelope.value(part.header(), "Content-Description")).sp();
        out.string(encoding(part)).sp().number(part.octets());
    }

    /** One that nobody knows is told as it stands. */
    private static String encoding(Part part) {
        BodyEncoding encoding = part.encoding();
        String said = Envelope.value(part.header(), "Content-Transfer-Encoding");
        return encoding == BodyEncoding.UNKNOWN && said != null && !said.isEmpty() ? said : label(encoding);
    }

    private static String label(BodyEncoding encoding) {
        return encoding.label().isEmpty() ? BodyEncoding.BINARY.label() : encoding.label();
    }

    /** {@code body-ext-1part}. */
    private void extension(Part part, ResponseWriter out) {
        if (extended) {
            out.sp().nstring(Envelope.value(part.header(), "Content-MD5"));
            dispositionAndMore(part, out);
        }
    }

    private static void dispositionAndMore(Part part, ResponseWriter out) {
        Optional<ContentDisposition> disposition = part.disposition();
        out.sp();
        if (disposition.isEmpty()) {
            out.nil();
        } else {
            out.raw('(').string(disposition.get().type()).sp();
            parameters(disposition.get().parameters(), out);
            out.raw(')');
        }
        languages(part.languages(), out.sp());
        out.sp().nstring(Envelope.value(part.header(), "Content-Location"));
    }

    private static void languages(List<String> languages, ResponseWriter out) {
        if (languages.isEmpty()) {
            out.nil();
            return;
        }
        out.raw('(');
        for (int i = 0; i < languages.size(); i++) {
            out.raw(i == 0 ? "" : " ").string(languages.get(i));
        }
        out.raw(')');
    }

    private static void parameters(Parameters parameters, ResponseWriter out) {
        if (parameters.isEmpty()) {
            out.nil();
            return;
        }
        String between = "(";
        for (Map.Entry<String, String> each : parameters.values().entrySet()) {
            out.raw(between).string(each.getKey()).sp().string(each.getValue());
            between = " ";
        }
        out.raw(')');
    }
}
