package org.pennypost.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pennypost.mailbox.text.CaseMap;

/**
 * Texts that are sorted by, each kept once: subjects and senders come again and again. Then each has a rank, and nothing but numbers is compared.
 * One owner.
 *
 * <p>Life: {@link #place} for each text; {@link #rank}; then {@link #rankOf}.
 */
final class RankedTexts {
    /** A different text takes its octets in UTF-8 and about so many more. */
    static final int OVERHEAD_OCTETS = 96;

    private final long octetsMax;
    /** Texts that were made to have the same hash are found in a tree, as they have an order. */
    private final Map<Text, Text> known = new HashMap<>();

    private final List<Text> texts = new ArrayList<>();
    private long octets;

    private static final class Text implements Comparable<Text> {
        private final byte[] octets;
        private final int hash;
        /** The place at first, then the rank. */
        private int number;

        Text(byte[] octets, int number) {
            this.octets = octets;
            this.hash = Arrays.hashCode(octets);
            this.number = number;
        }

        /** The order of octets (RFC 5051 §2, step 5). */
        @Override
        public int compareTo(Text other) {
            return Arrays.compareUnsigned(octets, other.octets);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text text && Arrays.equals(octets, text.octets);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** @param octetsMax what all texts may take with their overhead */
    RankedTexts(long octetsMax) {
        this.octetsMax = octetsMax;
    }

    /**
     * The number of a text, the same for equal ones.
     *
     * @param folded by {@link CaseMap#fold}
     * @return -1 if there is no room for it
     */
    int place(String folded) {
        Text text = new Text(folded.getBytes(StandardCharsets.UTF_8), texts.size());
        Text there = known.get(text);
        if (there != null) {
            return there.number;
        }
        octets += text.octets.length + OVERHEAD_OCTETS;
        if (octets > octetsMax) {
            return -1;
        }
        known.put(text, text);
        texts.add(text);
        return text.number;
    }

    /** Decides the ranks; no text can come any more. */
    void rank() {
        known.clear();
        List<Text> sorted = new ArrayList<>(texts);
        sorted.sort(null);
        for (int i = 0; i < sorted.size(); i++) {
            sorted.get(i).number = i;
        }
    }

    /** The rank of the text of this number, once they are decided. */
    int rankOf(int place) {
        return texts.get(place).number;
    }
}
