package org.pennypost.mime.charset;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Character sets by the names that messages use: the registered ones, their aliases, and the usual mistakes.
 *
 * <p>Where programs have always written more than a name allows, the larger set is meant: Windows-1252 by {@code iso-8859-1}, GB18030 by {@code gb2312}, and so on, as
 * web browsers do too. Every octet that the smaller set defines stays the same.
 *
 * {@snippet :
 * Optional<Charset> set = Charsets.named("ks_c_5601-1987");
 * String text = Charsets.decode("iso-8859-1", bytes, 0, bytes.length); // as windows-1252
 * String guessed = Charsets.decode("", bytes, 0, bytes.length);
 * }
 */
public final class Charsets {
    /** A longer name is nobody's. */
    public static final int LABEL_MAX = 60;

    private static final Charset WESTERN = Charset.forName("windows-1252");

    /** The letters and digits of names, and what is meant. */
    private static final Map<String, String> MEANT = meant();

    private static final Pattern NUMBERED =
            Pattern.compile("x?(?:cp|ibm|ms|windows|win|ansi|dos|oem|codepage)x?(\\d{3,5})");
    private static final Pattern ISO_8859 = Pattern.compile("x?(?:iso)?8859(\\d{1,2})[ei]?");
    /** The year behind a name, as in {@code iso_8859-1:1987}. */
    private static final Pattern YEAR = Pattern.compile(":(19|20)\\d\\d$");

    /**
     * Labels that have come and what they mean: Java looks through all its providers for a name that it does not know, which takes longer than the rest of
     * reading a message. Once it is full, what is new is looked up each time: senders choose labels, and may not choose our memory.
     */
    private static final Map<String, Optional<Charset>> SEEN = new ConcurrentHashMap<>();

    private static final int SEEN_MAX = 500;

    private Charsets() {}

    private static Map<String, String> meant() {
        Map<String, String> meant = new HashMap<>();
        add(
                meant,
                "UTF-8",
                "utf8 utf utf08 utf8mb4 utf8n unicode11utf8 unicode20utf8 xunicode20utf8 cp65001 windows65001 utfutf8"
                        + " unicodeutf8");
        add(meant, "UTF-16", "utf16 unicode ucs2 iso10646ucs2 csunicode");
        add(
                meant,
                "windows-1252",
                "usascii ascii ansix341968 ansix341986 iso646us iso646irv1991 isoir6 us 646 csascii ansi xansi");
        add(
                meant,
                "windows-1252",
                "latin1 l1 isoir100 csisolatin1 iso8859 western xuserdefined latin iso88591windows1252 windowslatin1");
        add(meant, "windows-1254", "latin5 l5 isoir148 csisolatin5");
        add(meant, "ISO-8859-2", "latin2 l2 isoir101 csisolatin2");
        add(meant, "ISO-8859-15", "latin9 latin0 l9 csisolatin9");
        add(meant, "ISO-8859-16", "latin10 l10");
        add(meant, "ISO-8859-8", "hebrew logical visual");
        add(meant, "x-windows-874", "tis620 iso885911 thai windows874 xwindows874 cp874");
        add(
                meant,
                "x-windows-949",
                "ksc56011987 ksc56011989 ksc5601 ks5601 ksx1001 euckr xeuckr korean isoir149 cseuckr uhc cp949");
        add(
                meant,
                "GB18030",
                "gb2312 gb23121980 gb231280 gbk xgbk gb18030 gb chinese euccn xeuccn cngb csgb2312 csiso58gb231280"
                        + " isoir58 cp936 gbk2312");
        add(meant, "Big5-HKSCS", "big5 xbig5 xxbig5 cnbig5 csbig5 big5hkscs big5hk cp950 big5eten");
        add(
                meant,
                "windows-31j",
                "shiftjis sjis xsjis shiftxjis mskanji csshiftjis csmskanji windows31j cp932 ms932 shiftjisx0213");
        add(meant, "EUC-JP", "eucjp xeucjp ujis eucjis cseucpkdfmtjapanese eucjpms xeuc");
        add(
                meant,
                "x-windows-iso2022jp",
                "iso2022jp csiso2022jp jis iso2022jp1 iso2022jpms cp50220 cp50221 cp50222 junet");
        add(meant, "ISO-2022-JP-2", "iso2022jp2 csiso2022jp2");
        add(meant, "KOI8-R", "koi8r koi8 koi cskoi8r koi8rfc1489");
        add(meant, "KOI8-U", "koi8u koi8ru");
        add(meant, "x-MacRoman", "macintosh macroman xmacroman mac xmac csmacintosh");
        add(meant, "x-MacCyrillic", "xmaccyrillic maccyrillic xmacukrainian macukraine");
        add(meant, "x-MacCentralEurope", "xmacce maccentraleurope macce");
        add(
                meant,
                Utf7.NAME,
                "utf7 unicode11utf7 unicode20utf7 xunicode20utf7 csunicode11utf7 csutf7 cp65000 windows65000");
        return Map.copyOf(meant);
    }

    private static void add(Map<String, String> meant, String name, String letters) {
        for (String alias : letters.split(" ", -1)) {
            meant.put(alias, name);
        }
    }

    /**
     * Returns the character set that a label means; nothing where the label says nothing ({@code x-unknown}, {@code 8bit}) or nothing known.
     *
     * @param label the name in any case of letters, at most {@value #LABEL_MAX} characters
     */
    public static Optional<Charset> named(String label) {
        if (label.isEmpty() || label.length() > LABEL_MAX) {
            return Optional.empty();
        }
        Optional<Charset> before = SEEN.get(label);
        if (before != null) {
            return before;
        }
        Optional<Charset> found = find(label);
        if (SEEN.size() < SEEN_MAX) {
            SEEN.put(label, found);
        }
        return found;
    }

    private static Optional<Charset> find(String label) {
        String name = YEAR.matcher(label.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        String letters = lettersOf(name);
        String meant = MEANT.get(letters);
        if (meant != null) {
            return known(meant);
        }
        Matcher iso = ISO_8859.matcher(letters);
        if (iso.matches()) {
            return isoLatin(Integer.parseInt(iso.group(1)));
        }
        Matcher numbered = NUMBERED.matcher(letters);
        if (numbered.matches()) {
            return codePage(numbered.group(1));
        }
        return known(name.replace('_', '-').replaceAll("[\"' ]", ""));
    }

    private static String lettersOf(String name) {
        StringBuilder letters = new StringBuilder();
        name.chars()
                .filter(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
                .forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    private static Optional<Charset> isoLatin(int part) {
        return switch (part) {
            case 1 -> Optional.of(WESTERN);
            case 9 -> known("windows-1254");
            case 11 -> known("x-windows-874");
            default -> known("ISO-8859-" + part);
        };
    }

    private static Optional<Charset> codePage(String number) {
        for (String prefix : List.of("windows-", "IBM", "IBM00", "x-windows-", "x-IBM")) {
            Optional<Charset> charset = known(prefix + number);
            if (charset.isPresent()) {
                return charset;
            }
        }
        return Optional.empty();
    }

    private static Optional<Charset> known(String name) {
        if (name.equals(Utf7.NAME)) {
            return Optional.of(new Utf7());
        }
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty();
        }
    }

    /**
     * Decodes octets as their label says, or by statistics where it says nothing or cannot be true: {@code us-ascii} with octets above 127. What is
     * malformed becomes U+FFFD; a byte order mark is dropped.
     *
     * @param label the name, or an empty text where there is none
     */
    public static String decode(String label, byte[] octets, int from, int to) {
        Charset charset = named(label)
                .filter(named -> !untrue(label, octets, from, to))
                .orElseGet(() -> CharsetGuess.of(octets, from, to));
        return decode(charset, octets, from, to);
    }

    /** Decodes octets, whatever is in them. */
    public static String decode(Charset charset, byte[] octets, int from, int to) {
        String text = new String(octets, from, to - from, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean untrue(String label, byte[] octets, int from, int to) {
        if (!label.toLowerCase(Locale.ROOT).contains("ascii")) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (octets[i] < 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the largest set that is usual in Western Europe, in which every octet is a character: the last resort. */
    static Charset western() {
        return WESTERN;
    }

    /** Returns a character set of the JDK, which must have it; where it does not (a cut-down runtime), UTF-8. */
    static Charset ofJdk(String name) {
        return known(name).orElse(StandardCharsets.UTF_8);
    }
}
