package org.pennypost.imap.grammar;

import java.text.Normalizer;
import java.util.Locale;
import org.pennypost.mailbox.MailboxName;

/**
 * A pattern of LIST (RFC 9051 §6.3.9): {@code *} stands for anything, {@code %} for anything without a separator, all else for itself; INBOX
 * in any case. Text is compared in normal form C, as names are kept (§5.1). Immutable.
 */
public final class MailboxPattern {
    private static final String INBOX = "INBOX";

    private final String pattern;

    /** @param pattern the reference name and the pattern behind it, put together */
    public MailboxPattern(String pattern) {
        this.pattern = withInbox(withoutRuns(Normalizer.normalize(pattern, Normalizer.Form.NFC)));
    }

    /** Wildcards next to each other are the widest of them, so that each that is left waits for a character of its own. */
    private static String withoutRuns(String pattern) {
        StringBuilder out = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            char last = out.isEmpty() ? 0 : out.charAt(out.length() - 1);
            if (!isWildcard(last) || !isWildcard(c)) {
                out.append(c);
            } else if (c == '*') {
                out.setCharAt(out.length() - 1, '*');
            }
        }
        return out.toString();
    }

    private static String withInbox(String pattern) {
        boolean begins = pattern.regionMatches(true, 0, INBOX, 0, INBOX.length());
        boolean ends =
                pattern.length() == INBOX.length() || (begins && "/*%".indexOf(pattern.charAt(INBOX.length())) >= 0);
        return begins && ends
                ? pattern.substring(0, INBOX.length()).toUpperCase(Locale.ROOT) + pattern.substring(INBOX.length())
                : pattern;
    }

    /** What stands before the first wildcard: every name that it is the pattern of begins so. */
    public String prefix() {
        int length = 0;
        while (length < pattern.length() && !isWildcard(pattern.charAt(length))) {
            length++;
        }
        return pattern.substring(0, length);
    }

    /** Whether it is the pattern of this name. Takes time in proportion to the product of the lengths, whatever the pattern. */
    public boolean matches(MailboxName name) {
        String text = name.toString();
        boolean[] reached = start(text);
        for (int i = 0; i < pattern.length() && isSome(reached); i++) {
            reached = step(reached, pattern.charAt(i), text);
        }
        return reached[text.length()];
    }

    /** Whether it may be the pattern of a name below this one. As expensive as {@link #matches}. */
    public boolean reachesBelow(MailboxName name) {
        String text = name.toString() + MailboxName.SEPARATOR;
        boolean[] reached = start(text);
        for (int i = 0; i < pattern.length() && isSome(reached); i++) {
            if (reached[text.length()]) {
                return true;
            }
            reached = step(reached, pattern.charAt(i), text);
        }
        return reached[text.length()] && pattern.endsWith("*");
    }

    /** How far the empty pattern reaches into a text. */
    private static boolean[] start(String text) {
        boolean[] reached = new boolean[text.length() + 1];
        reached[0] = true;
        return reached;
    }

    /** How far a pattern reaches with one character more: {@code next[j]} says that it is the pattern of the first {@code j} characters. */
    private static boolean[] step(boolean[] reached, char c, String text) {
        boolean[] next = new boolean[text.length() + 1];
        if (!isWildcard(c)) {
            for (int j = 1; j <= text.length(); j++) {
                next[j] = reached[j - 1] && text.charAt(j - 1) == c;
            }
            return next;
        }
        next[0] = reached[0];
        for (int j = 1; j <= text.length(); j++) {
            boolean longer = next[j - 1] && (c == '*' || text.charAt(j - 1) != MailboxName.SEPARATOR);
            next[j] = reached[j] || longer;
        }
        return next;
    }

    private static boolean isWildcard(char c) {
        return c == '*' || c == '%';
    }

    private static boolean isSome(boolean[] reached) {
        for (boolean each : reached) {
            if (each) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return pattern;
    }
}
