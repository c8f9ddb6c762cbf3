package org.pennypost.mime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads message identifiers out of Message-ID, In-Reply-To and References (RFC 5322 §3.6.4), with the phrases between them that RFC 5322 §4.5.4 calls
 * obsolete, and says which of them a thread is made of (RFC 5256 §3, REFERENCES).
 *
 * {@snippet :
 * List<String> ids = MessageIds.read("<1@example.org> <\"2\"@example.org>"); // 1@example.org, "2"@example.org
 * List<String> thread = MessageIds.thread("", "your message <\"2\"@example.org> of May"); // 2@example.org
 * }
 */
public final class MessageIds {
    /** The most identifiers taken from a field: the first, which began the thread, and the last, which are the nearest. */
    public static final int IDS_MAX = 500;

    /** The longest identifier, in characters; what is longer is not one. */
    public static final int CHARACTERS_MAX = 1_000;

    /** Quotes and parentheses mean nothing then. */
    private static final int UNCLOSED = -2;

    private MessageIds() {}

    /**
     * Reads all identifiers of a field. Never fails; the time is linear.
     *
     * <p>Lenient: what is in angle brackets is one, with an {@code @} or without, since many programs made such ones and replies refer to them as they are. White
     * space inside is left out, as folding puts it there; where there is no {@code @} either, it is a remark and not an identifier. Only where there are no
     * brackets at all, and nothing but words with an {@code @}, these are.
     *
     * @param value the value of the field, unfolded or not
     * @return the identifiers without their brackets, in the order of the field, with repetitions
     */
    public static List<String> read(String value) {
        List<String> ids = new ArrayList<>();
        int at = 0;
        boolean plain = false;
        while (true) {
            int open = plain ? value.indexOf('<', at) : open(value, at);
            if (open == UNCLOSED) {
                plain = true;
                continue;
            }
            int close = open < 0 ? -1 : value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            // A remark may hold '<' itself: the last one before '>' begins the identifier.
            addTo(ids, value.substring(value.lastIndexOf('<', close) + 1, close).strip());
            at = close + 1;
        }
        if (at == 0) {
            bare(value, ids);
        }
        limit(ids, IDS_MAX);
        return ids;
    }

    /** Reads the first identifier of a field: that of Message-ID. */
    public static Optional<String> first(String value) {
        List<String> ids = read(value);
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getFirst());
    }

    /**
     * Returns an identifier in the form in which two are compared: without needless quoting, so that {@code "a"@b} and {@code a@b} are the same (RFC 5256 §3).
     *
     * @param id as {@link #read} gives it
     */
    public static String comparable(String id) {
        if (id.indexOf('"') < 0) {
            return id;
        }
        StringBuilder bare = new StringBuilder(id.length());
        boolean quoted = false;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && i + 1 < id.length()) {
                i++;
                bare.append(id.charAt(i));
            } else {
                bare.append(c);
            }
        }
        return bare.toString();
    }

    /**
     * Returns what a message refers to, as RFC 5256 §3 chooses it: its References, or else the first identifier of In-Reply-To.
     *
     * @param references the value of References, or an empty text
     * @param inReplyTo the value of In-Reply-To, or an empty text
     * @return the {@link #comparable} identifiers, the oldest first
     */
    public static List<String> thread(String references, String inReplyTo) {
        List<String> ids = read(references);
        if (ids.isEmpty()) {
            return first(inReplyTo).map(MessageIds::comparable).map(List::of).orElse(List.of());
        }
        ids.replaceAll(MessageIds::comparable);
        return Collections.unmodifiableList(ids);
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

    private static void bare(String value, List<String> ids) {
        for (String word : value.split("[\\s,;<>]+", IDS_MAX)) {
            if (word.isEmpty()) {
                continue;
            }
            if (word.length() <= 2 || word.indexOf('@') <= 0) {
                ids.clear();
                return;
            }
            addTo(ids, word);
        }
    }

    private static void addTo(List<String> ids, String written) {
        if (written.isEmpty() || written.length() > CHARACTERS_MAX) {
            return;
        }
        String id = withoutSpace(written);
        if (id.length() == written.length() || id.indexOf('@') >= 0) {
            ids.add(id);
            if (ids.size() == 2 * IDS_MAX) {
                limit(ids, IDS_MAX);
            }
        }
    }

    /** Leaves the first and the last ones. */
    private static void limit(List<String> ids, int most) {
        if (ids.size() > most) {
            ids.subList(1, ids.size() - most + 1).clear();
        }
    }

    private static String withoutSpace(String text) {
        int plain = 0;
        while (plain < text.length() && text.charAt(plain) > ' ') {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > ' ') {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }
}
