package org.pennypost.imap.fetch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.projection.BodyStructure;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mime.MediaType;

/**
 * BODYSTRUCTURE, and BODY without what can be extended (RFC 9051 §7.5.2), as they were noted when the message came.
 *
 * @param extended whether it is BODYSTRUCTURE
 */
record StructureItem(boolean extended) implements FetchItem {
    static final FetchAttribute BODYSTRUCTURE = FetchAttribute.named("BODYSTRUCTURE", new StructureItem(true));

    private static final String EMPTY_TEXT = "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)";

    @Override
    public void write(SelectedMessage message, ResponseWriter out) throws IOException {
        out.raw(extended ? "BODYSTRUCTURE " : "BODY ");
        Optional<Projection> projection = message.toldProjection();
        if (projection.isEmpty()) {
            // Expunged, and past the time for which the history keeps it.
            out.raw(EMPTY_TEXT);
        } else {
            write(projection.get().structure(), out);
        }
    }

    /** {@code body}. Parts lie in one another only so deep as the parser goes. */
    void write(BodyStructure part, ResponseWriter out) {
        BodyStructure.PartFields fields = part.fields();
        out.raw('(');
        switch (part) {
            case BodyStructure.Multipart multipart -> multipart(multipart, out);
            case BodyStructure.Message message -> {
                basic(message, new MediaType("message", fields.type().subtype()), out);
                EnvelopeItem.write(message.envelope(), out.sp());
                write(message.message(), out.sp());
                out.sp().number(message.lines());
                extension(fields, out);
            }
            case BodyStructure.Text text -> {
                basic(text, fields.type(), out);
                out.sp().number(text.lines());
                extension(fields, out);
            }
            case BodyStructure.Basic basic -> {
                basic(basic, fields.type(), out);
                extension(fields, out);
            }
        }
        out.raw(')');
    }

    /** {@code body-type-mpart}; one without parts, which the grammar does not know, has an empty text. */
    private void multipart(BodyStructure.Multipart multipart, ResponseWriter out) {
        for (BodyStructure child : multipart.children()) {
            write(child, out);
        }
        if (multipart.children().isEmpty()) {
            out.raw(EMPTY_TEXT);
        }
        BodyStructure.PartFields fields = multipart.fields();
        out.sp().text(fields.type().subtype());
        if (extended) {
            parameters(fields.parameters(), out.sp());
            dispositionAndMore(fields, out);
        }
    }

    /** Type and {@code body-fields}. */
    private static void basic(BodyStructure part, MediaType type, ResponseWriter out) {
        BodyStructure.PartFields fields = part.fields();
        out.text(type.type()).sp();
        out.text(type.subtype()).sp();
        parameters(fields.parameters(), out);
        out.sp().ntext(fields.id()).sp();
        out.ntext(fields.description()).sp();
        out.text(fields.encoding()).sp();
        out.number(part.place().bodyOctets());
    }

    /** {@code body-ext-1part}. */
    private void extension(BodyStructure.PartFields fields, ResponseWriter out) {
        if (extended) {
            out.sp().ntext(fields.md5());
            dispositionAndMore(fields, out);
        }
    }

    private static void dispositionAndMore(BodyStructure.PartFields fields, ResponseWriter out) {
        BodyStructure.Disposition disposition = fields.disposition();
        out.sp();
        if (disposition == null) {
            out.nil();
        } else {
            out.raw('(').text(disposition.type()).sp();
            parameters(disposition.parameters(), out);
            out.raw(')');
        }
        languages(fields.languages(), out.sp());
        out.sp().ntext(fields.location());
    }

    private static void languages(List<String> languages, ResponseWriter out) {
        if (languages.isEmpty()) {
            out.nil();
            return;
        }
        String between = "(";
        for (String language : languages) {
            out.raw(between).text(language);
            between = " ";
        }
        out.raw(')');
    }

    private static void parameters(List<BodyStructure.Parameter> parameters, ResponseWriter out) {
        if (parameters.isEmpty()) {
            out.nil();
            return;
        }
        String between = "(";
        for (BodyStructure.Parameter each : parameters) {
            out.raw(between).text(each.name()).sp();
            out.text(each.value());
            between = " ";
        }
        out.raw(')');
    }
}
