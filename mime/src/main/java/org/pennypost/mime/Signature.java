package org.pennypost.mime;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bytes by which a kind of file is known.
 *
 * @param at where they stand
 * @param magic the bytes, one character each (Latin-1)
 * @param type what such a file is, if nothing else is known
 * @param alsoIn the other types that are built on this kind of file; a word that ends with {@code /} stands for all types below it, one that ends with {@code .} or {@code -} likewise, one that begins with
 *     {@code +} for a suffix (RFC 6838 §4.2.8)
 */
record Signature(int at, String magic, MediaType type, Set<String> alsoIn) {
    /** How much of a file has to be seen. */
    static final int HEAD_BYTES = 512;

    private static final String[] ZIPPED = {
        "+zip",
        "application/vnd.",
        "application/java-archive",
        "application/x-",
        "application/epub+zip",
        "model/",
        "application/zip"
    };

    private static final String[] PKCS7 = {"application/pkcs7-signature", "application/x-pkcs7-", "application/pkix-"};

    static final List<Signature> ALL = List.of(
            hex(0, "89504E470D0A1A0A", "image/png", "image/apng"),
            hex(0, "FFD8FF", "image/jpeg"),
            text(0, "GIF8", "image/gif"),
            hex(0, "00000100", "image/vnd.microsoft.icon", "image/x-icon"),
            text(8, "WEBP", "image/webp"),
            text(8, "WAVE", "audio/vnd.wave", "audio/x-wav", "audio/wav"),
            text(8, "AVI ", "video/vnd.avi", "video/x-msvideo"),
            // PKCS #7, as S/MIME has it: a sequence of a length in two octets, or of one that is not said, and the
            // identifier of signed or enveloped data.
            hex(4, "06092A864886F70D0107", "application/pkcs7-mime", PKCS7),
            hex(2, "06092A864886F70D0107", "application/pkcs7-mime", PKCS7),
            hex(0, "0000000C4A584C200D0A870A", "image/jxl"),
            text(0, "%PDF-", "application/pdf", "application/vnd.", "application/illustrator"),
            text(0, "%!PS", "application/postscript"),
            text(0, "{\\rtf", "application/rtf", "text/rtf", "application/msword"),
            hex(0, "504B0304", "application/zip", ZIPPED),
            hex(0, "504B0506", "application/zip", ZIPPED),
            hex(
                    0,
                    "1F8B",
                    "application/gzip",
                    "image/svg+xml",
                    "application/x-",
                    "application/vnd.",
                    "application/gzip"),
            text(0, "BZh", "application/x-bzip2", "application/x-"),
            hex(0, "FD377A585A00", "application/x-xz", "application/x-"),
            hex(0, "28B52FFD", "application/zstd", "application/x-"),
            hex(0, "377ABCAF271C", "application/x-7z-compressed"),
            text(0, "Rar!\u001A\u0007", "application/vnd.rar", "application/vnd.comicbook-rar", "application/x-cbr"),
            text(257, "ustar", "application/x-tar", "application/x-"),
            text(0, "ID3", "audio/mpeg", "audio/"),
            text(0, "OggS", "audio/ogg", "audio/", "video/ogg", "application/ogg"),
            text(0, "fLaC", "audio/flac", "audio/x-flac"),
            text(0, "MThd", "audio/midi", "audio/"),
            text(4, "ftypheic", "image/heic", "image/heif"),
            text(4, "ftypheix", "image/heic", "image/heif"),
            text(4, "ftyphevc", "image/heic-sequence", "image/heic", "image/heif-sequence"),
            text(4, "ftypmif1", "image/heif", "image/heic", "image/avif"),
            text(4, "ftypmsf1", "image/heif-sequence", "image/heic-sequence"),
            text(4, "ftypavif", "image/avif", "image/heif"),
            text(4, "ftypavis", "image/avif", "image/heif-sequence"),
            text(4, "ftypqt  ", "video/quicktime", "video/"),
            text(4, "ftypM4A ", "audio/mp4", "audio/", "video/mp4", "application/mp4"),
            text(4, "ftypM4B ", "audio/mp4", "audio/", "video/mp4", "application/mp4"),
            text(4, "ftyp3g", "video/3gpp", "video/", "audio/"),
            text(
                    4,
                    "ftyp",
                    "video/mp4",
                    "video/",
                    "audio/",
                    "image/heic",
                    "image/heif",
                    "image/avif",
                    "application/mp4"),
            hex(0, "1A45DFA3", "video/matroska", "video/", "audio/"),
            hex(0, "49492A00", "image/tiff", "image/"),
            hex(0, "4D4D002A", "image/tiff", "image/"),
            text(0, "8BPS", "image/vnd.adobe.photoshop"),
            hex(
                    0,
                    "D0CF11E0A1B11AE1",
                    "application/x-ole-storage",
                    "application/msword",
                    "application/vnd.",
                    "application/x-"),
            hex(0, "7F454C46", "application/x-executable", "application/x-", "application/octet-stream"),
            hex(0, "CAFEBABE", "application/java-vm", "application/x-"),
            hex(0, "0061736D", "application/wasm"),
            text(0, "wOFF", "font/woff"),
            text(0, "wOF2", "font/woff2"),
            text(0, "OTTO", "font/otf", "font/"),
            text(0, "SQLite format 3\0", "application/vnd.sqlite3", "application/"));

    /**
     * Letters that a text may begin with prove nothing about a file whose name says that it is something else; they serve files without a known extension, and those
     * that should begin so.
     */
    private static final List<Signature> WORDS = List.of(
            text(0, "MZ", "application/vnd.microsoft.portable-executable"),
            text(0, "BM", "image/bmp"),
            text(0, "BEGIN:VCALENDAR", "text/calendar"),
            text(0, "BEGIN:VCARD", "text/vcard"),
            text(0, "-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"),
            text(0, "-----BEGIN PGP MESSAGE-----", "application/pgp-encrypted"),
            text(0, "<svg", "image/svg+xml"),
            text(0, "<?xml", "application/xml"),
            text(0, "<!DOCTYPE html", "text/html"),
            text(0, "<!doctype html", "text/html"),
            text(0, "<html", "text/html"));

    /** Of these, what files of the type always begin with. */
    private static final Set<String> ALWAYS = Set.of("image/bmp", "text/calendar", "text/vcard");

    private static Signature hex(int at, String hex, String type, String... alsoIn) {
        return text(at, new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1), type, alsoIn);
    }

    private static Signature text(int at, String magic, String type, String... alsoIn) {
        int slash = type.indexOf('/');
        return new Signature(
                at, magic, new MediaType(type.substring(0, slash), type.substring(slash + 1)), Set.of(alsoIn));
    }

    /** Returns what the first bytes of a file say that it is. */
    static Optional<Signature> of(byte[] head) {
        return ALL.stream().filter(signature -> signature.matches(head)).findFirst();
    }

    /** Returns the signature that files of a type begin with, where there is exactly such a one. */
    static Optional<Signature> expectedFor(MediaType type) {
        return Stream.concat(
                        ALL.stream(), WORDS.stream().filter(signature -> ALWAYS.contains(signature.type.toString())))
                .filter(signature -> signature.type.equals(type))
                .findFirst();
    }

    /** Returns the type of a file without a known extension. */
    static Optional<MediaType> typeOf(byte[] head) {
        return of(head).or(() -> WORDS.stream()
                        .filter(signature -> signature.matches(head))
                        .findFirst())
                .map(Signature::type);
    }

    /** Returns whether a file with these bytes may be of this type. */
    boolean allows(MediaType other) {
        String name = other.toString();
        return other.equals(type) || alsoIn.stream().anyMatch(word -> covers(word, name));
    }

    private static boolean covers(String word, String name) {
        if (word.startsWith("+")) {
            return name.endsWith(word);
        }
        boolean prefix = word.endsWith("/") || word.endsWith(".") || word.endsWith("-");
        return prefix ? name.startsWith(word) : name.equals(word);
    }

    boolean matches(byte[] head) {
        if (head.length < at + magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((head[at + i] & 0xFF) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
