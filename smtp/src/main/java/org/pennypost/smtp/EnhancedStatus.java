package org.pennypost.smtp;

import java.util.Optional;

/**
 * An enhanced mail system status code, {@code class.subject.detail} (RFC 3463 §2; the registry is RFC 5248's).
 *
 * @param kind 2 (success), 4 (persistent transient failure) or 5 (permanent failure)
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int kind, int subject, int detail) {

    public EnhancedStatus {
        if ((kind != 2 && kind != 4 && kind != 5) || subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("not a status code: " + kind + "." + subject + "." + detail);
        }
    }

    /**
     * @param text as {@code 5.1.1}
     * @throws IllegalArgumentException when it is not a status code
     */
    public static EnhancedStatus of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a status code: " + text));
    }

    /** @return the code that is all of {@code text}, or nothing when that is no status code: ABNF {@code status-code} of RFC 3463 §2 */
    public static Optional<EnhancedStatus> parse(String text) {
        int firstDot = text.indexOf('.');
        int secondDot = text.indexOf('.', firstDot + 1);
        if (firstDot != 1 || secondDot < 0) {
            return Optional.empty();
        }
        int kind = number(text, 0, 1);
        int subject = number(text, 2, secondDot);
        int detail = number(text, secondDot + 1, text.length());
        boolean valid = (kind == 2 || kind == 4 || kind == 5) && subject >= 0 && detail >= 0;
        return valid ? Optional.of(new EnhancedStatus(kind, subject, detail)) : Optional.empty();
    }

    /** One to three digits, or -1. */
    private static int number(String text, int from, int to) {
        if (to <= from || to - from > 3) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    /** @return what it means in words, see {@link StatusMeaning} */
    public Optional<String> meaning() {
        return StatusMeaning.of(this);
    }

    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
