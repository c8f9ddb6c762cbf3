package org.pennypost.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.util.BytesRef;
import org.pennypost.mailbox.text.CaseMap;

/**
 * The grams of texts: runs of three UTF-16 units of the folded text ({@link CaseMap}), and of each text's end its last two and its last one. So a
 * string of three units or more is in a text only if all its grams are among the text's; and a shorter one is in it exactly if one of the text's
 * grams begins with it. That holds in any script, and for blanks, line ends and punctuation, since nothing is left out.
 *
 * <p>As a number, a gram is its units, the first highest, under its length; as a term of the index, its units one after the other, each in the
 * form of UTF-8 (halves of surrogate pairs alone, in three octets), so that what a gram begins with its term begins with too.
 */
final class Grams {
    /** The units of a gram, but at a text's end. */
    static final int UNITS = 3;

    /** Grams of a needle that are asked for at most; those of a longer one are taken from all over it. */
    static final int ASKED_MAX = 48;

    private static final int UNIT_BITS = 16;
    private static final int LENGTH_SHIFT = UNITS * UNIT_BITS;
    private static final long UNITS_MASK = (1L << LENGTH_SHIFT) - 1;

    private Grams() {}

    /** Adds the grams of a text. */
    static void add(String text, GramSet grams) {
        long window = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // What was added so far is added again.
                addFolded(CaseMap.fold(text), grams);
                return;
            }
            window = add(window, CaseMap.foldAscii(c), i, grams);
        }
        addEnd(window, text.length(), grams);
    }

    private static void addFolded(String folded, GramSet grams) {
        long window = 0;
        for (int i = 0; i < folded.length(); i++) {
            window = add(window, folded.charAt(i), i, grams);
        }
        addEnd(window, folded.length(), grams);
    }

    private static long add(long before, char unit, int at, GramSet grams) {
        long window = ((before << UNIT_BITS) | unit) & UNITS_MASK;
        if (at >= UNITS - 1) {
            grams.add(window | ((long) UNITS << LENGTH_SHIFT));
        }
        return window;
    }

    private static void addEnd(long window, int count, GramSet grams) {
        for (int length = 1; length < UNITS && length <= count; length++) {
            grams.add((window & ((1L << (length * UNIT_BITS)) - 1)) | ((long) length << LENGTH_SHIFT));
        }
    }

    /** The terms that a text must have for this folded needle of at least {@value #UNITS} units. */
    static List<BytesRef> of(String folded) {
        Set<String> grams = new LinkedHashSet<>();
        for (int i = 0; i + UNITS <= folded.length(); i++) {
            grams.add(folded.substring(i, i + UNITS));
        }
        List<String> all = List.copyOf(grams);
        int asked = Math.min(ASKED_MAX, all.size());
        List<BytesRef> terms = new ArrayList<>(asked);
        for (int i = 0; i < asked; i++) {
            terms.add(prefix(all.get((int) ((long) i * all.size() / asked))));
        }
        return terms;
    }

    /** The term of these units, or what the terms of all grams that begin with them begin with. */
    static BytesRef prefix(String units) {
        BytesRef term = new BytesRef(new byte[UNITS * units.length()], 0, 0);
        for (int i = 0; i < units.length(); i++) {
            append(units.charAt(i), term);
        }
        return term;
    }

    /**
     * Writes a gram's term.
     *
     * @param term has room for {@value #UNITS} units of three octets
     */
    static void term(long gram, BytesRef term) {
        term.length = 0;
        for (int left = (int) (gram >>> LENGTH_SHIFT) - 1; left >= 0; left--) {
            append((char) (gram >>> (left * UNIT_BITS)), term);
        }
    }

    private static void append(char unit, BytesRef term) {
        byte[] octets = term.bytes;
        if (unit < 0x80) {
            octets[term.length++] = (byte) unit;
        } else if (unit < 0x800) {
            octets[term.length++] = (byte) (0xc0 | (unit >> 6));
            octets[term.length++] = (byte) (0x80 | (unit & 0x3f));
        } else {
            octets[term.length++] = (byte) (0xe0 | (unit >> 12));
            octets[term.length++] = (byte) (0x80 | ((unit >> 6) & 0x3f));
            octets[term.length++] = (byte) (0x80 | (unit & 0x3f));
        }
    }
}
