package org.pennypost.mime.legacy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pennypost.mime.charset.Charsets;

/**
 * The MAPI properties inside an attribute of TNEF (MS-OXTNEF §2.1.3.4): those with a text or octets, of which the first value counts.
 *
 * @param texts by their identifiers
 * @param values octets by their identifiers
 * @param embedded whether the data of the attachment is an object, which is a message
 * @param intact whether all were read
 */
record MapiProperties(Map<Integer, String> texts, Map<Integer, byte[]> values, boolean embedded, boolean intact) {
    static final int SUBJECT = 0x0037;
    static final int BODY = 0x1000;
    static final int RTF_COMPRESSED = 0x1009;
    static final int BODY_HTML = 0x1013;
    static final int DISPLAY_NAME = 0x3001;
    static final int ATTACH_DATA = 0x3701;
    static final int ATTACH_FILE_NAME = 0x3704;
    static final int ATTACH_LONG_FILE_NAME = 0x3707;
    static final int ATTACH_MIME_TAG = 0x370E;
    static final int ATTACH_CONTENT_ID = 0x3712;
    static final int GUID_OCTETS = 16;

    static final MapiProperties NONE = new MapiProperties(Map.of(), Map.of(), false, true);

    private static final int PROPERTIES_MAX = 100_000;
    private static final int NAMED_FROM = 0x8000;
    private static final int MULTIPLE = 0x1000;
    private static final int OBJECT = 0x0D;
    private static final int STRING_8 = 0x1E;
    private static final int UNICODE = 0x1F;
    private static final int BINARY = 0x102;

    static MapiProperties read(byte[] octets, Charset charset) {
        LittleEndian in = new LittleEndian(octets, 0, octets.length);
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, byte[]> values = new HashMap<>();
        boolean embedded = false;
        int count = Math.clamp(in.int32() & 0xFFFFFFFFL, 0, PROPERTIES_MAX);
        for (int i = 0; i < count && !in.ended(); i++) {
            int type = in.int16();
            int id = in.int16();
            if (id >= NAMED_FROM) {
                skipName(in);
            }
            int fixed = fixedOctets(type & ~MULTIPLE);
            if (fixed < 0) {
                return new MapiProperties(texts, values, embedded, false);
            }
            boolean variable = fixed == 0;
            long valueCount = variable || (type & MULTIPLE) != 0 ? in.int32() & 0xFFFFFFFFL : 1;
            for (long k = 0; k < valueCount && !in.ended(); k++) {
                byte[] value = variable ? padded(in) : in.octets(fixed);
                if (k == 0 && (type == STRING_8 || type == UNICODE)) {
                    texts.putIfAbsent(id, text(value, type == UNICODE ? StandardCharsets.UTF_16LE : charset));
                }
                if (k == 0 && variable) {
                    values.putIfAbsent(id, value);
                    embedded |= id == ATTACH_DATA && type == OBJECT;
                }
            }
        }
        return new MapiProperties(texts, values, embedded, !in.ended());
    }

    private static void skipName(LittleEndian in) {
        in.skip(GUID_OCTETS);
        if (in.int32() == 0) {
            in.skip(4);
        } else {
            padded(in);
        }
    }

    private static byte[] padded(LittleEndian in) {
        int length = in.int32();
        byte[] value = in.octets(length);
        in.skip(-length & 3);
        return value;
    }

    private static String text(byte[] octets, Charset charset) {
        String text = Charsets.decode(charset, octets, 0, octets.length);
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    /** Returns the octets of a value with its padding, 0 where its length is written before it, less than 0 for an unknown type. */
    private static int fixedOctets(int type) {
        return switch (type) {
            case 0x02, 0x03, 0x04, 0x0A, 0x0B -> 4;
            case 0x05, 0x06, 0x07, 0x14, 0x40 -> 8;
            case 0x48 -> GUID_OCTETS;
            case OBJECT, STRING_8, UNICODE, BINARY -> 0;
            default -> -1;
        };
    }

    Optional<String> text(int id) {
        return Optional.ofNullable(texts.get(id)).filter(text -> !text.isEmpty());
    }

    Optional<byte[]> octets(int id) {
        return Optional.ofNullable(values.get(id));
    }
}
