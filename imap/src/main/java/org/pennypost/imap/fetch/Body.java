package org.pennypost.imap.fetch;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.Partial;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.grammar.Section;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.projection.HeaderIndex;
import org.pennypost.mailbox.projection.Projection;

/**
 * {@code BODY[section]<partial>} and {@code BODY.PEEK[...]} (RFC 9051 §6.4.5.1), and the three names that IMAP4rev1 has for some of them
 * (RFC 3501 §6.4.5).
 *
 * @param name as the response names it, without the partial
 * @param partial what of it; null for all
 */
record Body(String name, Section section, @Nullable Partial partial, boolean setsSeen) implements FetchItem {
    static final FetchAttribute BODY =
            new FetchAttribute("BODY", in -> in.isNext('[') ? parse(in, true) : new StructureItem(false));
    static final FetchAttribute PEEK = new FetchAttribute("BODY.PEEK", in -> parse(in, false));

    static final FetchAttribute RFC822 = FetchAttribute.named("RFC822", new Body("RFC822", Section.WHOLE, null, true));
    static final FetchAttribute RFC822_HEADER = FetchAttribute.named(
            "RFC822.HEADER", new Body("RFC822.HEADER", Section.of(Section.Text.HEADER), null, false));
    static final FetchAttribute RFC822_TEXT =
            FetchAttribute.named("RFC822.TEXT", new Body("RFC822.TEXT", Section.of(Section.Text.TEXT), null, true));

    private static Body parse(ImapReader in, boolean setsSeen) throws BadSyntax {
        Section section = Section.parse(in);
        Optional<Partial> partial = Partial.parse(in);
        return new Body("BODY[" + section.spelled() + "]", section, partial.orElse(null), setsSeen);
    }

    @Override
    public void write(SelectedMessage message, ResponseWriter out) throws IOException {
        out.raw(name);
        if (partial != null) {
            out.raw('<').number(partial.origin()).raw('>');
        }
        out.sp();
        Optional<byte[]> listed = listed(message);
        if (listed.isPresent()) {
            literal(MessageHeader.ended(listed.get()), out);
            return;
        }
        Optional<MessageContent> octets = message.toldOctets();
        if (octets.isEmpty()) {
            // Expunged, and past the time for which the history keeps it.
            out.nil();
            return;
        }
        MessageContent content = octets.get();
        if (section.text() == Section.Text.HEADER_FIELDS || section.text() == Section.Text.HEADER_FIELDS_NOT) {
            fields(message, content, out);
            return;
        }
        Optional<OctetRange> place = SectionPlace.of(section, message, content);
        if (place.isEmpty()) {
            out.nil();
        } else {
            (partial == null ? place.get() : place.get().part(partial)).write(content, out);
        }
    }

    private void fields(SelectedMessage message, MessageContent content, ResponseWriter out) throws IOException {
        byte[] fields;
        Optional<List<HeaderIndex.Range>> noted = noted(message);
        if (noted.isPresent()) {
            fields = MessageHeader.fields(content, noted.get());
        } else {
            Optional<OctetRange> header = SectionPlace.of(section, message, content);
            if (header.isEmpty()) {
                out.nil();
                return;
            }
            fields = MessageHeader.of(header.get())
                    .fields(content, section.fields(), section.text() == Section.Text.HEADER_FIELDS_NOT);
        }
        literal(fields, out);
    }

    private void literal(byte[] fields, ResponseWriter out) {
        if (partial == null) {
            out.literal(fields);
            return;
        }
        OctetRange range = new OctetRange(0, fields.length).part(partial);
        out.literal(Arrays.copyOfRange(fields, (int) range.from(), (int) range.to()));
    }

    /** The fields, if they are those by which folders are listed: then the message need not be opened. */
    private Optional<byte[]> listed(SelectedMessage message) throws IOException {
        Optional<Projection> projection = projection(message);
        return projection.isEmpty() ? Optional.empty() : projection.get().fields(section.fields());
    }

    /** Where the fields are, if that was noted of all of them. */
    private Optional<List<HeaderIndex.Range>> noted(SelectedMessage message) throws IOException {
        Optional<Projection> projection = projection(message);
        return projection.isEmpty()
                ? Optional.empty()
                : projection.get().headerIndex().ranges(section.fields());
    }

    /** What was noted of the fields of a message's own header; empty if something else is asked for. */
    private Optional<Projection> projection(SelectedMessage message) throws IOException {
        return section.part().isEmpty() && section.text() == Section.Text.HEADER_FIELDS
                ? message.toldProjection()
                : Optional.empty();
    }
}
