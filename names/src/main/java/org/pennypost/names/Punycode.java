package org.pennypost.names;

import java.util.Optional;

/** Letters of all scripts as letters, digits and hyphens (RFC 3492), with the parameters of §5. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int BIAS_AT_FIRST = 72;
    private static final int FIRST = 0x80;

    /** No label of the DNS has more characters, so no more are encoded or decoded. */
    private static final int CHARACTERS_MAX = 255;

    private Punycode() {}

    /** RFC 3492 §6.3; empty if it is too long for a label. */
    static Optional<String> encode(String label) {
        int[] points = label.codePoints().toArray();
        if (points.length > CHARACTERS_MAX) {
            return Optional.empty();
        }
        StringBuilder encoded = new StringBuilder();
        for (int c : points) {
            if (c < FIRST) {
                encoded.append((char) c);
            }
        }
        int basic = encoded.length();
        int handled = basic;
        if (basic > 0) {
            encoded.append('-');
        }
        int n = FIRST;
        int delta = 0;
        int bias = BIAS_AT_FIRST;
        while (handled < points.length) {
            int next = Integer.MAX_VALUE;
            for (int c : points) {
                if (c >= n && c < next) {
                    next = c;
                }
            }
            delta += (next - n) * (handled + 1);
            n = next;
            for (int c : points) {
                if (c < n) {
                    delta++;
                } else if (c == n) {
                    append(encoded, delta, bias);
                    bias = adapted(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return Optional.of(encoded.toString());
    }

    private static void append(StringBuilder encoded, int delta, int bias) {
        int q = delta;
        for (int k = BASE; ; k += BASE) {
            int t = threshold(k, bias);
            if (q < t) {
                encoded.append(digit(q));
                return;
            }
            encoded.append(digit(t + (q - t) % (BASE - t)));
            q = (q - t) / (BASE - t);
        }
    }

    /** RFC 3492 §6.2; empty if it is no Punycode. */
    static Optional<String> decode(String encoded) {
        if (encoded.length() > CHARACTERS_MAX || encoded.chars().anyMatch(c -> c >= FIRST)) {
            return Optional.empty();
        }
        int hyphen = Math.max(encoded.lastIndexOf('-'), 0);
        StringBuilder decoded = new StringBuilder(encoded.substring(0, hyphen));
        int length = hyphen;
        long n = FIRST;
        long i = 0;
        int bias = BIAS_AT_FIRST;
        int at = hyphen > 0 ? hyphen + 1 : 0;
        while (at < encoded.length()) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < encoded.length() ? value(encoded.charAt(at++)) : -1;
                if (digit < 0) {
                    return Optional.empty();
                }
                i += digit * weight;
                int t = threshold(k, bias);
                if (i > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                if (digit < t) {
                    break;
                }
                weight *= BASE - t;
            }
            length++;
            bias = adapted((int) (i - before), length, before == 0);
            n += i / length;
            i %= length;
            if (n > Character.MAX_CODE_POINT || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
                return Optional.empty();
            }
            decoded.insert(decoded.offsetByCodePoints(0, (int) i), Character.toString((int) n));
            i++;
        }
        return Optional.of(decoded.toString());
    }

    private static int threshold(int k, int bias) {
        return Math.clamp(k - bias, T_MIN, T_MAX);
    }

    /** RFC 3492 §6.1. */
    private static int adapted(int delta, int length, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int value(char digit) {
        if (digit >= 'a' && digit <= 'z') {
            return digit - 'a';
        }
        if (digit >= 'A' && digit <= 'Z') {
            return digit - 'A';
        }
        return digit >= '0' && digit <= '9' ? digit - '0' + 26 : -1;
    }
}
