package org.pennypost.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads message identifiers out of Message-ID, In-Reply-To and References (RFC 5322 §3.6.4), with the phrases between them that RFC 5322 §4.5.4 calls
 * obsolete.
 */
public final class MessageIds {
    /** More identifiers in one field than this are not read; the longest honest threads have some hundreds. */
    public static final int IDS_MAX = 10_000;

    private static final int CHARACTERS_MAX = 2_000;
    /** Quotes and parentheses mean nothing then. */
    private static final int UNCLOSED = -2;

    private MessageIds() {}

    /**
     * Reads all identifiers of a field. Never fails.
     *
     * <p>Lenient: what is in angle brackets is one, whatever it looks like, without white space; only where there are no brackets at all, words with an
     * {@code @} are.
     *
     * @param value the value of the field
     * @return the identifiers without their brackets, in the order of the field, with repetitions
     */
    public static List<String> read(String value) {
        List<String> ids = new ArrayList<>();
        int at = 0;
        boolean plain = false;
        while (ids.size() < IDS_MAX) {
            int open = plain ? value.indexOf('<', at) : open(value, at);
            if (open == UNCLOSED) {
                plain = true;
                continue;
            }
            int close = open < 0 ? -1 : value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            String id = withoutSpace(value.substring(value.lastIndexOf('<', close) + 1, close));
            if (!id.isEmpty() && id.length() <= CHARACTERS_MAX) {
                ids.add(id);
            }
            at = close + 1;
        }
        return at == 0 ? bare(value) : ids;
    }

    /** Reads the first identifier of a field: that of Message-ID. */
    public static Optional<String> first(String value) {
        List<String> ids = read(value);
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getFirst());
    }

    /** The next opening bracket that is not inside a quoted string or comment; {@link #UNCLOSED} where one of those is never closed. */
    private static int open(String value, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && (quoted || depth > 0)) {
                i++;
            } else if (c == '"' && depth == 0) {
                quoted = !quoted;
            } else if (c == '(' && !quoted) {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '<' && !quoted && depth == 0) {
                return i;
            }
        }
        return quoted || depth > 0 ? UNCLOSED : -1;
    }

    private static List<String> bare(String value) {
        List<String> ids = new ArrayList<>();
        for (String word : value.split("[\\s,;<>]+", IDS_MAX)) {
            if (word.length() > 2 && word.indexOf('@') > 0 && word.length() <= CHARACTERS_MAX) {
                ids.add(word);
            }
        }
        return ids;
    }

    private static String withoutSpace(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > ' ') {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }
}
