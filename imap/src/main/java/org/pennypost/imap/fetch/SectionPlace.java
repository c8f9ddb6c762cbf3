package org.pennypost.imap.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.pennypost.imap.grammar.Section;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.projection.BodyStructure;
import org.pennypost.mailbox.projection.PartPlace;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mime.parse.Part;

/** Finds the octets that a section names (RFC 9051 §6.4.5.1), where they were noted to be when the message came. */
final class SectionPlace {
    private SectionPlace() {}

    /**
     * Where the section is; of header fields, the header that they are in.
     *
     * @return empty if there is no such part, or it has no such text, or the message is gone
     */
    static Optional<OctetRange> of(Section section, SelectedMessage message, MessageContent content)
            throws IOException {
        boolean whole = section.part().isEmpty();
        if (whole && (section.text() == Section.Text.ALL || section.text() == Section.Text.MIME)) {
            return Optional.of(new OctetRange(0, content.size()));
        }
        Optional<Projection> projection = message.toldProjection();
        if (projection.isEmpty()) {
            return Optional.empty();
        }
        BodyStructure root = projection.get().structure();
        return whole
                ? Optional.of(inside(section.text(), root.place()))
                : root.part(section.part()).flatMap(part -> ofPart(section.text(), part));
    }

    /** The part that a section with numbers names, to be decoded. */
    static Optional<Part> part(Section section, SelectedMessage message, MessageContent content) throws IOException {
        int[] numbers = section.part().stream().mapToInt(Integer::intValue).toArray();
        try {
            return message.parsed(content).part(numbers);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<OctetRange> ofPart(Section.Text text, BodyStructure part) {
        return switch (text) {
            case ALL -> Optional.of(body(part.place()));
            case MIME -> Optional.of(header(part.place()));
            // Only a part that is a message has a header and a text of its own.
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT, TEXT ->
                part instanceof BodyStructure.Message outer
                        ? Optional.of(inside(text, outer.message().place()))
                        : Optional.empty();
        };
    }

    private static OctetRange inside(Section.Text text, PartPlace message) {
        return text == Section.Text.TEXT ? body(message) : header(message);
    }

    private static OctetRange header(PartPlace place) {
        return new OctetRange(place.headerStart(), place.bodyStart());
    }

    private static OctetRange body(PartPlace place) {
        return new OctetRange(place.bodyStart(), place.bodyEnd());
    }
}
