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
            if ((last != '*' && last != '%') || (c != '*' && c != '%')) {
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

    /** Whether it is the pattern of this name. Takes time in proportion to the product of the lengths, whatever the pattern. */
    public boolean matches(MailboxName name) {
        String text = name.toString();
        boolean[] reached = new boolean[text.length() + 1];
        reached[0] = true;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean[] next = new boolean[text.length() + 1];
            if (c == '*' || c == '%') {
                next[0] = reached[0];
                for (int j = 1; j <= text.length(); j++) {
                    boolean longer = next[j - 1] && (c == '*' || text.charAt(j - 1) != MailboxName.SEPARATOR);
                    next[j] = reached[j] || longer;
                }
            } else {
                for (int j = 1; j <= text.length(); j++) {
                    next[j] = reached[j - 1] && text.charAt(j - 1) == c;
                }
            }
            boolean some = false;
            for (boolean each : next) {
                some |= each;
            }
            if (!some) {
                return false;
            }
            reached = next;
        }
        return reached[text.length()];
    }

    @Override
    public String toString() {
        return pattern;
    }
}
