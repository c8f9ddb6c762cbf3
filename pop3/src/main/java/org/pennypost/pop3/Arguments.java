package org.pennypost.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The octets behind a command's keyword. Methods take what they are named after, and refuse what is not it with a sentence that shows
 * the right form.
 */
public final class Arguments {
    private static final int NUMBER_DIGITS_MAX = 18;
    private static final int SHOWN_MAX = 40;

    private final Language language;
    private final String keyword;
    private final byte[] line;
    private final int from;

    /**
     * @param language of the sentences that refuse them
     * @param from where in the line they begin
     */
    Arguments(Language language, String keyword, byte[] line, int from) {
        this.language = language;
        this.keyword = keyword;
        this.line = line;
        this.from = from;
    }

    public boolean isEmpty() {
        return text().isBlank();
    }

    private String text() {
        return new String(line, from, line.length - from, StandardCharsets.UTF_8);
    }

    /** Everything behind the one blank, as text. */
    public String all() throws BadSyntax {
        requireSome();
        return text();
    }

    /**
     * Everything behind the one blank as somebody's name.
     *
     * @throws BadSyntax if it is no UTF-8, or holds what no name may hold (RFC 6856 §2.2)
     */
    public String name() throws BadSyntax {
        requireSome();
        return Names.name(Arrays.copyOfRange(line, from, line.length)).orElseThrow(() -> mistake(Phrase.NOT_TEXT));
    }

    /**
     * Everything behind the one blank, blanks among it (RFC 1939 §7), as it was sent. It is taken out of the line, where zeros stay; so
     * there is one copy of it, which the caller wipes.
     */
    public byte[] secret() throws BadSyntax {
        requireSome();
        byte[] secret = Arrays.copyOfRange(line, from, line.length);
        Arrays.fill(line, from, line.length, (byte) 0);
        return secret;
    }

    private void requireSome() throws BadSyntax {
        if (from >= line.length) {
            throw mistake(Phrase.NEEDS_ARGUMENT, keyword);
        }
    }

    /** Nothing. */
    public void none() throws BadSyntax {
        if (!isEmpty()) {
            throw mistake(Phrase.NO_ARGUMENT, keyword, shown(text()));
        }
    }

    /** One word, or two. */
    public List<String> oneOrTwo(String example) throws BadSyntax {
        List<String> words = List.of(text().strip().split(" +"));
        if (words.size() > 2) {
            throw mistake(Phrase.ONE_OR_TWO, keyword, example);
        }
        return words;
    }

    /** What to throw where they are wrong in another way. */
    public BadSyntax mistake(Phrase phrase, Object... arguments) {
        return new BadSyntax(phrase.in(language, arguments));
    }

    /** One word. */
    public String oneWord(String example) throws BadSyntax {
        return words(1, example)[0];
    }

    /** One message-number. */
    public long messageNumber() throws BadSyntax {
        String[] words = words(1, keyword + " 1");
        return number(words[0], Phrase.NOT_A_MESSAGE_NUMBER);
    }

    /** A message-number and a number of lines. */
    public long[] messageNumberAndLines() throws BadSyntax {
        String[] words = words(2, keyword + " 1 10");
        return new long[] {number(words[0], Phrase.NOT_A_MESSAGE_NUMBER), number(words[1], Phrase.NOT_A_LINE_COUNT)};
    }

    private String[] words(int count, String example) throws BadSyntax {
        String[] words = text().strip().split(" +");
        if (isEmpty() || words.length != count) {
            throw mistake(count == 1 ? Phrase.ONE_ARGUMENT : Phrase.TWO_ARGUMENTS, keyword, example);
        }
        return words;
    }

    private long number(String word, Phrase refusal) throws BadSyntax {
        if (!word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw mistake(refusal, shown(word));
        }
        return word.length() > NUMBER_DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(word);
    }

    /** A peer's words, fit to be shown to it. */
    public static String shown(String words) {
        String cut = words.length() > SHOWN_MAX ? words.substring(0, SHOWN_MAX) + "..." : words;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
