package org.pennypost.imap.search;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Optional;
import org.pennypost.mailbox.text.CaseMap;
import org.pennypost.mime.charset.CharsetGuess;
import org.pennypost.mime.charset.Charsets;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.Part;

/** The text parts of a message, decoded (RFC 9051 §6.4.4 BODY). They are read in pieces, however large they are. */
final class BodyText {
    private static final int PIECE_CHARACTERS = 16 * 1024;

    /** What is looked at again at the beginning of the next piece beyond the string's own length: characters that belong together. */
    private static final int OVERLAP_CHARACTERS = 64;

    /** So much of a text is looked at where it does not say what character set it is in. */
    private static final int GUESS_OCTETS = 4 * 1024;

    private BodyText() {}

    /** @param needle folded, see {@link CaseMap#fold} */
    static boolean contains(Part part, String needle) throws IOException {
        if (part instanceof Part.Leaf leaf) {
            return leaf.contentType().type().isText() && textContains(leaf, needle);
        }
        for (Part child : part.children()) {
            if (contains(child, needle)) {
                return true;
            }
        }
        return false;
    }

    private static boolean textContains(Part.Leaf leaf, String needle) throws IOException {
        TransferEncoding encoding = TransferEncoding.named(leaf.header().value("Content-Transfer-Encoding"))
                .orElse(TransferEncoding.EIGHT_BIT);
        try (InputStream octets = new BufferedInputStream(encoding.decode(leaf.body()), GUESS_OCTETS);
                Reader text = new InputStreamReader(octets, charset(leaf, octets))) {
            char[] piece = new char[PIECE_CHARACTERS + needle.length() + OVERLAP_CHARACTERS];
            int kept = 0;
            int count;
            while ((count = text.read(piece, kept, piece.length - kept)) >= 0) {
                int length = kept + count;
                if (CaseMap.fold(new String(piece, 0, length)).contains(needle)) {
                    return true;
                }
                kept = Math.min(length, needle.length() + OVERLAP_CHARACTERS);
                System.arraycopy(piece, length - kept, piece, 0, kept);
            }
            return needle.isEmpty();
        }
    }

    private static Charset charset(Part.Leaf leaf, InputStream octets) throws IOException {
        Optional<Charset> named = Charsets.named(leaf.contentType().charset());
        if (named.isPresent()) {
            return named.get();
        }
        octets.mark(GUESS_OCTETS);
        byte[] beginning = octets.readNBytes(GUESS_OCTETS);
        octets.reset();
        return CharsetGuess.of(beginning, 0, beginning.length);
    }
}
