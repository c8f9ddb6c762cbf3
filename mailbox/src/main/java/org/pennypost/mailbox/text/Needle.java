package org.pennypost.mailbox.text;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * A text that is looked for in others, wherever in them, without regard to case ({@link CaseMap}). White space and line ends count as they
 * are. Immutable, thread-safe.
 */
public final class Needle {
    private static final int PIECE_CHARACTERS = 16 << 10;

    /** Lines of a header are folded at blanks, which then are more or fewer; and behind a field's name there may or may not be one. */
    private static final String BETWEEN_WORDS = "[\\x00-\\x20\\x7f:]+";

    private final String text;
    private final String folded;
    private final @Nullable WordScan scan;

    public Needle(String text) {
        this.text = text;
        this.folded = CaseMap.fold(text);
        this.scan = scan(folded);
    }

    /** Whether it is empty, and so in every text. */
    public boolean isEmpty() {
        return folded.isEmpty();
    }

    /** Whether markup may stand inside what a reader sees as this text: it holds white space, or letters that HTML may name. */
    public boolean mayBeMarkedUp() {
        return folded.chars().anyMatch(c -> c <= ' ' || c > 0x7e || c == '&' || c == '<' || c == '"');
    }

    /** Whether the text holds it. */
    public boolean isIn(String text) {
        return CaseMap.fold(text).contains(folded);
    }

    /**
     * Whether it is surely not in texts that stand in these octets as they are read, header fields and text in ASCII or a character set that has ASCII in it, without
     * parsing or decoding them: they are ASCII without encoded words or stray control characters, lines end as they should, so that a word stands in them as it is
     * read, and the longest word of what is looked for is nowhere.
     *
     * @return false also where it cannot be seen
     */
    public boolean isSurelyNotIn(byte[] octets, int from, int to) {
        return scan != null && scan.isSurelyNotIn(octets, from, to);
    }

    /** The same for all of them. */
    public boolean isSurelyNotIn(byte[] octets) {
        return isSurelyNotIn(octets, 0, octets.length);
    }

    /** Null where it may be in any text. */
    private static @Nullable WordScan scan(String folded) {
        if (folded.chars().anyMatch(c -> c >= 0x80)) {
            // No text of ASCII alone holds it.
            return new WordScan("");
        }
        String longest = "";
        for (String word : folded.split(BETWEEN_WORDS, -1)) {
            longest = word.length() > longest.length() ? word : longest;
        }
        return longest.isEmpty() ? null : new WordScan(longest);
    }

    /** Whether what the reader gives holds it; read in pieces, no further than needed, and not closed. */
    public boolean isIn(Reader reader) throws IOException {
        if (folded.isEmpty()) {
            return true;
        }
        char[] piece = new char[PIECE_CHARACTERS];
        String tail = "";
        for (int count = reader.read(piece); count >= 0; count = reader.read(piece)) {
            String text = tail + CaseMap.fold(new String(piece, 0, count));
            if (text.contains(folded)) {
                return true;
            }
            tail = text.substring(Math.max(0, text.length() - folded.length() + 1));
        }
        return false;
    }

    /** What is looked for, as it was written. */
    public String text() {
        return text;
    }

    /** What is looked for, as {@link CaseMap#fold} has it: each text that holds the needle, folded as a whole, holds this. */
    public String folded() {
        return folded;
    }

    @Override
    public String toString() {
        return folded;
    }
}
