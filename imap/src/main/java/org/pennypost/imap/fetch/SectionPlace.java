package org.pennypost.imap.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.pennypost.imap.grammar.Section;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mime.parse.Part;

/** Finds the octets that a section names (RFC 9051 §6.4.5.1). Of the message itself that takes its header alone; for parts it is parsed. */
final class SectionPlace {
    private SectionPlace() {}

    /**
     * Where the section is; of header fields, the header that they are in.
     *
     * @return empty if there is no such part, or it has no such text
     */
    static Optional<OctetRange> of(Section section, SelectedMessage message, MessageContent content)
            throws IOException {
        if (section.part().isEmpty()) {
            return Optional.of(ofMessage(section.text(), content));
        }
        return part(section, message, content).flatMap(part -> ofPart(section.text(), part));
    }

    /** The part that a section with numbers names. */
    static Optional<Part> part(Section section, SelectedMessage message, MessageContent content) throws IOException {
        try {
            return message.parsed(content).part(numbers(section.part()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static int[] numbers(List<Integer> part) {
        return part.stream().mapToInt(Integer::intValue).toArray();
    }

    private static OctetRange ofMessage(Section.Text text, MessageContent content) throws IOException {
        return switch (text) {
            case ALL, MIME -> new OctetRange(0, content.size());
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT ->
                new OctetRange(0, MessageHeader.at(content, 0, content.size()).end());
            case TEXT ->
                new OctetRange(MessageHeader.at(content, 0, content.size()).end(), content.size());
        };
    }

    private static Optional<OctetRange> ofPart(Section.Text text, Part part) {
        return switch (text) {
            case ALL -> Optional.of(new OctetRange(part.bodyStart(), part.bodyEnd()));
            case MIME -> Optional.of(new OctetRange(part.headerStart(), part.bodyStart()));
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT ->
                inside(part).map(message -> new OctetRange(message.headerStart(), message.bodyStart()));
            case TEXT -> inside(part).map(message -> new OctetRange(message.bodyStart(), message.bodyEnd()));
        };
    }

    /** The message that a part is; only such a part has a header and a text of its own. */
    private static Optional<Part> inside(Part part) {
        return part instanceof Part.Message message ? Optional.of(message.message()) : Optional.empty();
    }
}
