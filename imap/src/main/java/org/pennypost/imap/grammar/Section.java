package org.pennypost.imap.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Which octets of a message FETCH names (RFC 9051 §6.4.5.1, §9 {@code section}): {@code 1.2.HEADER.FIELDS (From To)}.
 *
 * @param part the numbers on the way to a part; empty for the message itself
 * @param text what of that part
 * @param fields the names of header fields, as the client spelled them; empty unless {@code text} names fields
 */
public record Section(List<Integer> part, Text text, List<String> fields) {
    /** The deepest part that can be named. */
    public static final int DEPTH_MAX = 100;

    /** The most header fields that can be named. */
    public static final int FIELDS_MAX = 1_000;

    private static final int PART_NUMBER_MAX = Integer.MAX_VALUE;

    /** What of a part is meant. */
    public enum Text {
        /** The part's body, or the whole message. */
        ALL,
        /** The header of the message that the part is. */
        HEADER,
        /** Some of its fields. */
        HEADER_FIELDS,
        /** All of its fields but some. */
        HEADER_FIELDS_NOT,
        /** The body of the message that the part is. */
        TEXT,
        /** The part's own header. */
        MIME
    }

    public Section {
        part = List.copyOf(part);
        fields = List.copyOf(fields);
    }

    /** The message itself, whole. */
    public static final Section WHOLE = new Section(List.of(), Text.ALL, List.of());

    /** Of the message itself. */
    public static Section of(Text text) {
        return new Section(List.of(), text, List.of());
    }

    /** {@code section}, with its brackets. */
    public static Section parse(ImapReader in) throws BadSyntax {
        in.expect('[');
        List<Integer> part = partNumbers(in);
        if (in.accept(']')) {
            return new Section(part, Text.ALL, List.of());
        }
        if (!part.isEmpty() && !in.accept('.')) {
            throw in.expected("'.' or ']'");
        }
        Text text = text(in, part);
        List<String> fields = text == Text.HEADER_FIELDS || text == Text.HEADER_FIELDS_NOT ? headerList(in) : List.of();
        in.expect(']');
        return new Section(part, text, fields);
    }

    /** {@code section-binary}, with its brackets: numbers alone (RFC 9051 §9). */
    public static Section parseBinary(ImapReader in) throws BadSyntax {
        in.expect('[');
        List<Integer> part = partNumbers(in);
        in.expect(']');
        return new Section(part, Text.ALL, List.of());
    }

    private static List<Integer> partNumbers(ImapReader in) throws BadSyntax {
        List<Integer> part = new ArrayList<>();
        while (in.isAtSequenceSet() && !in.isNext('*') && !in.isNext('$')) {
            if (part.size() == DEPTH_MAX) {
                throw new BadSyntax("a part lies at most " + DEPTH_MAX + " levels deep");
            }
            long number = in.nzNumber();
            part.add((int) Math.min(number, PART_NUMBER_MAX));
            if (!in.isNumberBehindDot()) {
                break;
            }
            in.accept('.');
        }
        return part;
    }

    private static Text text(ImapReader in, List<Integer> part) throws BadSyntax {
        String word = in.sectionWord();
        return switch (word) {
            case "HEADER" -> Text.HEADER;
            case "HEADER.FIELDS" -> Text.HEADER_FIELDS;
            case "HEADER.FIELDS.NOT" -> Text.HEADER_FIELDS_NOT;
            case "TEXT" -> Text.TEXT;
            case "MIME" -> {
                if (part.isEmpty()) {
                    throw new BadSyntax("MIME stands behind the number of a part");
                }
                yield Text.MIME;
            }
            default ->
                throw new BadSyntax("a section is HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, TEXT or MIME, not " + word);
        };
    }

    private static List<String> headerList(ImapReader in) throws BadSyntax {
        in.sp();
        in.expect('(');
        List<String> fields = new ArrayList<>();
        do {
            if (fields.size() == FIELDS_MAX) {
                throw new BadSyntax("a section names at most " + FIELDS_MAX + " header fields");
            }
            fields.add(fieldName(in));
        } while (in.accept(' '));
        in.expect(')');
        return fields;
    }

    /** {@code header-fld-name}: no name of a field holds what no quoted string may. */
    private static String fieldName(ImapReader in) throws BadSyntax {
        String name = in.astring();
        if (name.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new BadSyntax("the name of a header field is printable ASCII");
        }
        return name;
    }

    /** As a response spells it between the brackets; field names as the client spelled them. */
    public String spelled() {
        StringBuilder out = new StringBuilder();
        for (int number : part) {
            out.append(out.isEmpty() ? "" : ".").append(number);
        }
        if (text != Text.ALL) {
            out.append(out.isEmpty() ? "" : ".").append(text.name().replace('_', '.'));
        }
        if (!fields.isEmpty()) {
            out.append(" (")
                    .append(String.join(
                            " ", fields.stream().map(Section::astring).toList()))
                    .append(')');
        }
        return out.toString();
    }

    private static String astring(String field) {
        return !field.isEmpty() && field.chars().allMatch(ImapReader::isAstringChar)
                ? field
                : '"' + field.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
