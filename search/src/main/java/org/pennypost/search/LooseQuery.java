package org.pennypost.search;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pennypost.mailbox.TextQuery;

/**
 * What is looked for loosely: words, and where. Of four words three have to be in a message, of fewer all. Immutable.
 *
 * @param byName whether one header field was named, which then counts whole
 */
record LooseQuery(List<LooseWord> words, Set<WordField> fields, boolean byName) {
    /** Words beyond these are not looked for. */
    static final int WORDS_MAX = 16;

    /** What is longer is cut off here. */
    static final int UNITS_MAX = 1_000;

    private static final double ONCE = 0.75;

    LooseQuery {
        words = List.copyOf(words);
        fields = Set.copyOf(fields);
    }

    /** Of a question; empty if it has no words, or is about a header field whose words are not known. */
    static Optional<LooseQuery> of(TextQuery question) {
        String text = question.needle().text();
        Set<String> words = new LinkedHashSet<>();
        Words.of(text.substring(0, Math.min(UNITS_MAX, text.length())), word -> {
            if (words.size() < WORDS_MAX) {
                words.add(word);
            }
        });
        if (words.isEmpty()) {
            return Optional.empty();
        }
        List<LooseWord> loose = words.stream().map(LooseWord::new).toList();
        return switch (question) {
            case TextQuery.Header(String name, var _) ->
                WordField.named(name).map(field -> new LooseQuery(loose, EnumSet.of(field), true));
            case TextQuery.Body _ -> Optional.of(new LooseQuery(loose, EnumSet.of(WordField.BODY), true));
            case TextQuery.Text _ -> Optional.of(new LooseQuery(loose, EnumSet.allOf(WordField.class), false));
        };
    }

    /** How many of the words a message must have. */
    int needed() {
        return words.size() - words.size() / 4;
    }

    /**
     * What one of a message's words counts for a word that is looked for.
     *
     * @param likeness how much it is like it
     * @param times how often it is there
     */
    double counts(WordField field, double likeness, int times) {
        // The second time adds most, the hundredth nothing.
        double often = ONCE + (1 - ONCE) * (times - 1) / times;
        return likeness * often * (byName ? 1 : field.weight());
    }

    /**
     * How much a message is like it.
     *
     * @param weights of the words that are looked for, in their order
     */
    double likeness(WordCounts message, double[] weights) {
        double[] best = new double[words.size()];
        for (Map.Entry<String, WordCounts.Count> each : message.all().entrySet()) {
            WordField field = WordField.of(each.getKey().charAt(0));
            if (fields.contains(field)) {
                String word = each.getKey().substring(1);
                for (int i = 0; i < best.length; i++) {
                    double likeness = words.get(i).likeness(word);
                    if (likeness > 0) {
                        best[i] = Math.max(
                                best[i], counts(field, likeness, each.getValue().times()));
                    }
                }
            }
        }
        double sum = 0;
        double all = 0;
        int found = 0;
        for (int i = 0; i < best.length; i++) {
            sum += weights[i] * best[i];
            all += weights[i];
            found += best[i] > 0 ? 1 : 0;
        }
        return found < needed() ? 0 : sum / all;
    }
}
