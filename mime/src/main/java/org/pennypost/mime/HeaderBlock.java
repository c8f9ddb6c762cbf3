package org.pennypost.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header fields at the beginning of a message, for showing them (RFC 5322 §2.2).
 *
 * <p>Reading never fails: the header ends with the first empty line, or with the first line that is no field, as in messages typed by hand without the
 * empty line.
 *
 * {@snippet :
 * HeaderBlock header = HeaderBlock.read(bytes);
 * System.out.println(header.text("From") + ": " + header.text("Subject"));
 * }
 *
 * @param fields in the order of the message
 * @param bodyOffset where the body begins, in bytes from the beginning
 */
public record HeaderBlock(List<Field> fields, int bodyOffset) {
    /** More fields than this are read as body. */
    public static final int FIELDS_MAX = 10_000;

    private static final Pattern LINE_END = Pattern.compile("\r?\n");
    private static final Charset LAST_RESORT = StandardCharsets.ISO_8859_1;

    /**
     * One field.
     *
     * @param name as written, without white space
     * @param value unfolded (RFC 5322 §2.2.3), not decoded, without white space at its ends; its bytes are UTF-8, or if they cannot be, Latin-1
     */
    public record Field(String name, String value) {
        /** Returns the value as a person reads it: encoded words decoded (RFC 2047). It may hold control characters. */
        public String text() {
            return EncodedWords.decode(value);
        }
    }

    /** Copies the list. */
    public HeaderBlock {
        fields = List.copyOf(fields);
    }

    /** Reads the fields at the beginning of a message, whose lines end with CRLF or LF. */
    public static HeaderBlock read(byte[] message) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < message.length && fields.size() < FIELDS_MAX) {
            int nameLength = MessageStart.nameLength(message, at, message.length);
            if (nameLength == 0) {
                break;
            }
            int end = endOfField(message, at);
            String name = new String(message, at, nameLength, StandardCharsets.US_ASCII);
            String line = decode(message, at + nameLength, end);
            String value = LINE_END.matcher(line.substring(line.indexOf(':') + 1))
                    .replaceAll("")
                    .strip();
            fields.add(new Field(name, value));
            at = end;
        }
        return new HeaderBlock(fields, at + emptyLineAt(message, at));
    }

    /** Returns the first field of a name, in any case of letters. */
    public Optional<Field> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the first field of a name as a person reads it, or an empty text where there is none. */
    public String text(String name) {
        return first(name).map(Field::text).orElse("");
    }

    private static int endOfField(byte[] message, int from) {
        int at = from;
        do {
            while (at < message.length && message[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, message.length);
        } while (at < message.length && Ascii.isSpace(message[at]));
        return at;
    }

    private static int emptyLineAt(byte[] message, int at) {
        if (at < message.length && message[at] == '\n') {
            return 1;
        }
        return at + 1 < message.length && message[at] == '\r' && message[at + 1] == '\n' ? 2 : 0;
    }

    private static String decode(byte[] bytes, int from, int to) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(buffer.duplicate())
                    .toString();
        } catch (CharacterCodingException _) {
            return LAST_RESORT.decode(buffer).toString();
        }
    }
}
