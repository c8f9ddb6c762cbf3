package org.pennypost.mime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.charset.Charsets;

/**
 * The parameters of a Content-Type or Content-Disposition (RFC 2045 §5.1), decoded: continuations and character sets of RFC 2231, and, though RFC 2047 §5
 * forbids them there, encoded words.
 *
 * @param values in the order of the field, by name in lower case; of a name that comes twice the first. No value holds CR, LF or NUL
 * @param cut whether there were more than the limit
 */
public record Parameters(Map<String, String> values, boolean cut) {
    /** No parameter. */
    public static final Parameters NONE = new Parameters(Map.of(), false);

    /** Pieces of a continuation (RFC 2231 §3) that are numbered higher are ignored. */
    private static final int SECTION_MAX = 9_999;

    /** Copies the map, in its order. */
    public Parameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads a list that begins with a semicolon, as it stands behind the type of a field. */
    public static Parameters read(String text) {
        return read(new ValueReader(text), ContentType.PARAMETERS_MAX);
    }

    static Parameters read(ValueReader reader, int max) {
        Map<String, Pieces> all = new LinkedHashMap<>();
        int count = 0;
        boolean more = !reader.atEnd();
        while (more) {
            reader.skip(';');
            String name = reader.token();
            if (!name.isEmpty() && reader.skip('=')) {
                if (++count > max) {
                    return new Parameters(joined(all), true);
                }
                add(all, name.toLowerCase(Locale.ROOT), reader.value());
            }
            more = reader.skipToParameter() && !reader.atEnd();
        }
        return all.isEmpty() ? NONE : new Parameters(joined(all), false);
    }

    /** Returns the value of a parameter by its name in lower case. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** A name is {@code name}, {@code name*}, {@code name*0} or {@code name*0*} (RFC 2231 §7). */
    private static void add(Map<String, Pieces> all, String name, String value) {
        int star = name.indexOf('*');
        if (star <= 0) {
            all.computeIfAbsent(name, _ -> new Pieces()).plain(value);
            return;
        }
        boolean extended = name.endsWith("*");
        String number = name.substring(star + 1, Math.max(star + 1, name.length() - (extended ? 1 : 0)));
        Pieces pieces = all.computeIfAbsent(name.substring(0, star), _ -> new Pieces());
        if (number.isEmpty()) {
            pieces.extended(value);
        } else if (number.length() <= 4 && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            pieces.section(Integer.parseInt(number), new Section(value, extended));
        }
    }

    private static Map<String, String> joined(Map<String, Pieces> all) {
        Map<String, String> values = new LinkedHashMap<>();
        all.forEach((name, pieces) -> {
            String value = pieces.join(name.equals("boundary"));
            if (value != null) {
                values.put(name, value.replace('\r', ' ').replace('\n', ' ').replace('\0', ' '));
            }
        });
        return values;
    }

    private record Section(String value, boolean extended) {}

    /** What was said of one name. The extended form counts before the plain one, which is there for readers that do not know it. */
    private static final class Pieces {
        private SortedMap<Integer, Section> sections = Collections.emptySortedMap();
        private @Nullable String plain;
        private @Nullable String extended;

        void plain(String value) {
            plain = plain == null ? value : plain;
        }

        void extended(String value) {
            extended = extended == null ? value : extended;
        }

        void section(int number, Section section) {
            if (number <= SECTION_MAX) {
                sections = sections.isEmpty() ? new TreeMap<>() : sections;
                sections.putIfAbsent(number, section);
            }
        }

        /** Null where no piece of the name could be used. */
        @Nullable
        String join(boolean literally) {
            if (extended != null) {
                return decode(Map.of(0, new Section(extended, true)));
            }
            if (sections.containsKey(0) || (plain == null && !sections.isEmpty())) {
                return decode(sections);
            }
            return plain == null || literally || !plain.contains("=?") ? plain : EncodedWords.decode(plain);
        }

        /** Lenient: pieces that are missing are skipped; a first piece without character set is UTF-8. */
        private static String decode(Map<Integer, Section> sections) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            Charset charset = StandardCharsets.UTF_8;
            boolean first = true;
            boolean any = false;
            for (Section section : sections.values()) {
                String value = section.value();
                if (first && section.extended()) {
                    int quote = value.indexOf('\'');
                    int second = value.indexOf('\'', quote + 1);
                    if (quote >= 0 && second > 0) {
                        charset = charset(value.substring(0, quote));
                        value = value.substring(second + 1);
                    }
                }
                first = false;
                any |= section.extended();
                octets.writeBytes(
                        section.extended() ? percentDecoded(value, charset) : value.getBytes(writable(charset)));
            }
            String joined = text(octets.toByteArray(), charset);
            return any || !joined.contains("=?") ? joined : EncodedWords.decode(joined);
        }

        private static Charset writable(Charset charset) {
            return charset.canEncode() ? charset : StandardCharsets.UTF_8;
        }

        private static String text(byte[] octets, Charset charset) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            } catch (CharacterCodingException _) {
                Charset second = charset.equals(StandardCharsets.UTF_8) ? StandardCharsets.ISO_8859_1 : charset;
                return new String(octets, second);
            }
        }

        private static Charset charset(String name) {
            return Charsets.named(name).orElse(StandardCharsets.UTF_8);
        }

        private static byte[] percentDecoded(String value, Charset charset) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream(value.length());
            int plainFrom = 0;
            for (int i = 0; i + 2 < value.length(); i++) {
                if (value.charAt(i) == '%'
                        && HexFormat.isHexDigit(value.charAt(i + 1))
                        && HexFormat.isHexDigit(value.charAt(i + 2))) {
                    octets.writeBytes(value.substring(plainFrom, i).getBytes(writable(charset)));
                    octets.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
                    i += 2;
                    plainFrom = i + 1;
                }
            }
            octets.writeBytes(value.substring(plainFrom).getBytes(writable(charset)));
            return octets.toByteArray();
        }
    }
}
