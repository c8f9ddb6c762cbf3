package org.pennypost.search;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.MessageText;

/**
 * The different words of one message, each as the term of the index (the letter of its {@link WordField}, then the word), and how often it is there; up to a limit,
 * those that come first. One owner, who clears it between messages.
 */
final class WordCounts implements MessageText.Texts {
    /** A message with more different words than this is found by those that come first. */
    static final int WORDS_MAX = 20_000;

    /** The room for more is not kept for the next message: to clear it takes time. */
    private static final int WORDS_KEPT = 1_000;

    private Map<String, Count> counts = new HashMap<>();

    /** The same by words, of the field that words were added to last: most are there already, and their terms need not be made. */
    private Map<String, Count> ofField = new HashMap<>();

    private @Nullable WordField last;

    /** How often a word is there. */
    static final class Count {
        private int times;

        int times() {
            return times;
        }
    }

    /** The words, as terms. */
    Map<String, Count> all() {
        return counts;
    }

    void clear() {
        if (counts.size() > WORDS_KEPT) {
            counts = new HashMap<>();
            ofField = new HashMap<>();
        }
        counts.clear();
        ofField.clear();
    }

    @Override
    public void field(String text) {
        int colon = text.indexOf(':');
        Optional<WordField> field = colon < 0 ? Optional.empty() : WordField.named(text.substring(0, colon));
        field.ifPresent(each -> add(each, text.substring(colon + 1)));
    }

    @Override
    public void body(String text) {
        add(WordField.BODY, text);
    }

    @Override
    public void markup(String text) {
        // What a person sees of it is told too.
    }

    @Override
    public void tooLong() {
        // Nobody wrote a text of such a length for others to find its words.
    }

    private void add(WordField field, String text) {
        if (field != last) {
            ofField.clear();
            last = field;
        }
        Words.of(text, word -> {
            Count known = ofField.get(word);
            if (known == null) {
                known = first(field, word);
            }
            if (known != null) {
                known.times++;
            }
        });
    }

    /** Null if there are too many. */
    private @Nullable Count first(WordField field, String word) {
        String term = field.letter() + word;
        Count known = counts.get(term);
        if (known == null && counts.size() < WORDS_MAX) {
            known = new Count();
            counts.put(term, known);
        }
        if (known != null) {
            ofField.put(word, known);
        }
        return known;
    }
}
