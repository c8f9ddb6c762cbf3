package org.pennypost.mailbox.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The message identifiers of Message-ID, References and In-Reply-To in the one form that threading compares: without angle brackets,
 * comments, white space and needless quoting, so that {@code <"a"@b>} and {@code <a@b>} are the same (RFC 5256 §3, REFERENCES).
 *
 * <p>Lenient: an identifier needs no {@code @}, since many programs made such ones and replies refer to them as they are; one with white
 * space inside is a remark between angle brackets and not an identifier.
 */
public final class MessageIds {
    /** The most identifiers taken from a field: the first, which began the thread, and the last, which are the nearest. */
    public static final int COUNT_MAX = 500;

    /** The longest identifier; what is longer is not one. */
    public static final int CHARACTERS_MAX = 1_000;

    private MessageIds() {}

    /**
     * Returns the identifiers of a field's value in their order, unfolded or not. Whatever stands between them is skipped. The time is
     * linear.
     */
    public static List<String> in(String field) {
        List<String> ids = new ArrayList<>();
        int at = field.indexOf('<');
        while (at >= 0) {
            int end = field.indexOf('>', at + 1);
            if (end < 0) {
                break;
            }
            // A remark may hold '<' itself: the last one before '>' begins the identifier.
            int begin = field.lastIndexOf('<', end);
            normalized(field, begin + 1, end).ifPresent(ids::add);
            at = field.indexOf('<', end + 1);
        }
        if (ids.size() > COUNT_MAX) {
            ids.subList(1, ids.size() - COUNT_MAX + 1).clear();
        }
        return ids;
    }

    /** Returns the first identifier of a field's value; empty if it has none. */
    public static Optional<String> first(String field) {
        List<String> ids = in(field);
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getFirst());
    }

    /** Returns the references of a message as RFC 5256 §3 chooses them: References, or else one of In-Reply-To. */
    public static List<String> references(String references, String inReplyTo) {
        List<String> ids = in(references);
        return ids.isEmpty() ? first(inReplyTo).map(List::of).orElse(List.of()) : List.copyOf(ids);
    }

    private static Optional<String> normalized(String field, int from, int to) {
        if (to - from > CHARACTERS_MAX) {
            return Optional.empty();
        }
        StringBuilder id = new StringBuilder(to - from);
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            char c = field.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && i + 1 < to) {
                i++;
                id.append(field.charAt(i));
            } else if (c == ' ' || c == '\t') {
                if (!isAtEdge(field, from, to, i)) {
                    return Optional.empty();
                }
            } else if (c != '\r' && c != '\n') {
                id.append(c);
            }
        }
        return id.isEmpty() ? Optional.empty() : Optional.of(id.toString());
    }

    /** White space is allowed around the identifier, around its {@code @}, and where a line was folded (RFC 5322 §4.5.4). */
    private static boolean isAtEdge(String field, int from, int to, int at) {
        int before = at - 1;
        while (before >= from && isSpace(field.charAt(before))) {
            before--;
        }
        int after = at + 1;
        while (after < to && isSpace(field.charAt(after))) {
            after++;
        }
        return before < from
                || after == to
                || field.charAt(before) == '@'
                || field.charAt(after) == '@'
                || field.substring(before, after).indexOf('\n') >= 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
