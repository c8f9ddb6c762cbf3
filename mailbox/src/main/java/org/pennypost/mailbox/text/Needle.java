package org.pennypost.mailbox.text;

import java.io.IOException;
import java.io.Reader;

/**
 * A text that is looked for in others, wherever in them, without regard to case ({@link CaseMap}). White space and line ends count as they
 * are. Immutable, thread-safe.
 */
public final class Needle {
    private static final int PIECE_CHARACTERS = 16 << 10;

    private final String text;
    private final String folded;
    private final boolean isAsciiWord;

    public Needle(String text) {
        this.text = text;
        this.folded = CaseMap.fold(text);
        this.isAsciiWord = !folded.isEmpty() && folded.chars().allMatch(c -> c > ' ' && c < 0x7f);
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
     * Whether no value of these header fields holds it, as far as that can be seen in their octets, without parsing or decoding: they are ASCII without encoded
     * words or stray control characters, and lines are folded as they should be, so that a word stands in them as it is read.
     *
     * @return false also where it cannot be seen
     */
    public boolean isSurelyNotIn(byte[] fields) {
        if (!isAsciiWord) {
            return false;
        }
        int count = folded.length();
        char first = folded.charAt(0);
        for (int i = 0; i < fields.length; i++) {
            byte b = fields[i];
            if (!isPlainAt(fields, i, b)
                    || (upper(b) == first && i + count <= fields.length && isAt(fields, i, count))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainAt(byte[] fields, int at, byte b) {
        return switch (b) {
            case '\t' -> true;
            case '\r' -> at + 1 < fields.length && fields[at + 1] == '\n';
            case '\n' -> at > 0 && fields[at - 1] == '\r';
            case '?' -> at == 0 || fields[at - 1] != '=';
            default -> b >= ' ' && b < 0x7f;
        };
    }

    private boolean isAt(byte[] fields, int from, int count) {
        for (int i = 1; i < count; i++) {
            if (upper(fields[from + i]) != folded.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int upper(byte b) {
        return b >= 'a' && b <= 'z' ? b - 0x20 : b;
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
