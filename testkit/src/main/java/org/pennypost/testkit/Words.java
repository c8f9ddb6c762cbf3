package org.pennypost.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a line such as {@code given account alice "pass word"  # comment} into words. */
final class Words {
    /** A quoted word, a plain word, or the comment at the end. */
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"(?=\\s|$)|(#.*)|([^\\s\"#]\\S*))");

    private Words() {}

    /**
     * The words without quotes and without the comment.
     *
     * @throws IllegalArgumentException when a word begins with a quote and does not end with one
     */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        String text = line.strip();
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!token.region(at, text.length()).lookingAt()) {
                throw new IllegalArgumentException(
                        "a quoted word does not end: write \"two words\", and \\\" for a quote inside");
            }
            if (token.group(2) != null) {
                break;
            }
            words.add(token.group(1) != null ? token.group(1).replaceAll("\\\\(.)", "$1") : token.group(3));
            at = token.end();
        }
        return List.copyOf(words);
    }
}
