package org.pennypost.mailbox.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.projection.BodyStructure.Disposition;
import org.pennypost.mailbox.projection.BodyStructure.Parameter;
import org.pennypost.mailbox.projection.BodyStructure.PartFields;
import org.pennypost.mime.ContentDisposition;
import org.pennypost.mime.ContentType;
import org.pennypost.mime.MediaType;
import org.pennypost.mime.Parameters;
import org.pennypost.mime.parse.Part;

/**
 * Makes the body structure out of the parsed tree.
 *
 * @param shift how many octets stand before the message in what was parsed
 */
record Structures(int shift) {
    /** Recursion goes as deep as the parser's nesting, which it limits. */
    BodyStructure of(Part part, List<NumberedField> header) {
        PartFields fields = fields(part, header);
        PartPlace place = place(part);
        return switch (part) {
            case Part.Multipart multipart ->
                new BodyStructure.Multipart(
                        fields,
                        place,
                        multipart.children().stream()
                                .map(child -> of(child, NumberedField.of(child.header())))
                                .toList());
            case Part.Message message -> {
                Part inside = message.message();
                List<NumberedField> insideHeader = NumberedField.of(inside.header());
                yield new BodyStructure.Message(
                        fields,
                        place,
                        part.lines(),
                        EnvelopeFields.of(insideHeader).envelope(),
                        of(inside, insideHeader));
            }
            case Part.Leaf _ ->
                fields.type().isText()
                        ? new BodyStructure.Text(fields, place, part.lines())
                        : new BodyStructure.Basic(fields, place);
        };
    }

    private PartPlace place(Part part) {
        return new PartPlace(
                Math.max(0, part.headerStart() - shift),
                Math.max(0, part.headerEnd() - shift),
                part.bodyStart() - shift,
                part.bodyEnd() - shift);
    }

    private static PartFields fields(Part part, List<NumberedField> header) {
        String id = null;
        String description = null;
        String encoding = null;
        String md5 = null;
        String disposition = null;
        String location = null;
        boolean languages = false;
        for (NumberedField field : header) {
            switch (field.name()) {
                case "content-id" -> id = first(id, field);
                case "content-description" -> description = first(description, field);
                case "content-transfer-encoding" -> encoding = first(encoding, field);
                case "content-md5" -> md5 = first(md5, field);
                case "content-disposition" -> disposition = first(disposition, field);
                case "content-location" -> location = first(location, field);
                case "content-language" -> languages = true;
                default -> {}
            }
        }
        ContentType type = part.contentType();
        return new PartFields(
                opened(part, type.type()),
                parameters(type.parameters()),
                id,
                description,
                encoding(encoding),
                md5,
                disposition == null ? null : disposition(disposition),
                languages ? part.languages() : List.of(),
                location == null ? null : location.replaceAll("\\s", ""));
    }

    private static String first(@Nullable String before, NumberedField field) {
        return before == null ? field.field().value() : before;
    }

    /**
     * A message or multipart that was not looked into (it is encoded, or too deep) is shown as octets: IMAP's grammar has no place for a {@code
     * message/rfc822} without the envelope of what is inside.
     */
    private static MediaType opened(Part part, MediaType type) {
        boolean closed = part instanceof Part.Leaf
                && (type.type().equals("multipart")
                        || (type.type().equals("message")
                                && (type.subtype().equals("rfc822")
                                        || type.subtype().equals("global"))));
        return closed ? MediaType.OCTET_STREAM : type;
    }

    private static List<Parameter> parameters(Parameters parameters) {
        if (parameters.isEmpty()) {
            return List.of();
        }
        List<Parameter> all = new ArrayList<>(parameters.values().size());
        parameters.values().forEach((name, value) -> all.add(new Parameter(name, value)));
        return all;
    }

    private static String encoding(@Nullable String value) {
        if (value == null) {
            return "7bit";
        }
        int end = 0;
        while (end < value.length()
                && value.charAt(end) > ' '
                && value.charAt(end) < 0x7f
                && "();\"".indexOf(value.charAt(end)) < 0) {
            end++;
        }
        return end == 0 ? "7bit" : value.substring(0, Math.min(end, 80)).toLowerCase(Locale.ROOT);
    }

    private static @Nullable Disposition disposition(String value) {
        return ContentDisposition.read(value)
                .map(read -> new Disposition(read.type(), parameters(read.parameters())))
                .orElse(null);
    }
}
