package org.pennypost.imap.fetch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address as ENVELOPE tells it (RFC 9051 §7.5.2): in parts and without quotes, encoded words as they stand. A group is an address without
 * host that begins it, its members, and one of nothing that ends it.
 *
 * @param name the phrase before it, or null
 * @param route the obsolete source route, or null
 * @param mailbox the local part, or the group's name; null at the end of a group
 * @param host the domain; null at both ends of a group, empty if it has none
 */
record EnvelopeAddress(
        @Nullable String name,
        @Nullable String route,
        @Nullable String mailbox,
        @Nullable String host) {
    /** More of one field are left out. */
    static final int ADDRESSES_MAX = 10_000;

    private static final int COMMENT_DEPTH_MAX = 50;
    private static final EnvelopeAddress GROUP_END = new EnvelopeAddress(null, null, null, null);

    /** Reads a field's value (RFC 5322 §3.4). Never fails: what is no address has an empty host. */
    static List<EnvelopeAddress> list(String value) {
        return new Scanner(value).list();
    }

    private static final class Scanner {
        private final String text;
        private final List<EnvelopeAddress> found = new ArrayList<>();
        private int at;

        /** The words so far with blanks between, as a name has them; and without, as an address has them. */
        private final StringBuilder phrase = new StringBuilder();

        private final StringBuilder spec = new StringBuilder();
        private String comment = "";
        private String angle = "";
        private boolean blank;
        private boolean inAngle;
        private boolean hasAngle;
        private boolean inGroup;

        Scanner(String text) {
            this.text = text;
        }

        List<EnvelopeAddress> list() {
            while (at < text.length() && found.size() < ADDRESSES_MAX) {
                char c = text.charAt(at);
                switch (c) {
                    case '(' -> comment();
                    case '"' -> quoted();
                    case '<' -> {
                        at++;
                        inAngle = true;
                        hasAngle = true;
                        spec.setLength(0);
                    }
                    case '>' -> {
                        at++;
                        angle = spec.toString();
                        inAngle = false;
                    }
                    case ',' -> {
                        at++;
                        if (!inAngle) {
                            flush();
                        } else {
                            add(",", false);
                        }
                    }
                    case ':' -> colon();
                    case ';' -> semicolon();
                    default -> {
                        at++;
                        if (c <= ' ') {
                            blank = true;
                        } else {
                            add(String.valueOf(c), blank);
                        }
                    }
                }
            }
            flush();
            if (inGroup) {
                found.add(GROUP_END);
            }
            return found;
        }

        private void add(String word, boolean behindBlank) {
            if (!inAngle && !hasAngle) {
                if (behindBlank && !phrase.isEmpty()) {
                    phrase.append(' ');
                }
                phrase.append(word);
            }
            spec.append(word);
            blank = false;
        }

        private void quoted() {
            StringBuilder inside = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                inside.append(text.charAt(at++));
            }
            at++;
            add(inside.toString(), blank);
        }

        /** The last comment is a name where there is no other (RFC 5322 §3.4). */
        private void comment() {
            StringBuilder inside = new StringBuilder();
            int depth = 0;
            do {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length()) {
                    inside.append(text.charAt(at++));
                } else if (c == '(' && depth < COMMENT_DEPTH_MAX) {
                    inside.append(depth++ == 0 ? "" : "(");
                } else if (c == ')') {
                    inside.append(--depth == 0 ? "" : ")");
                } else {
                    inside.append(c);
                }
            } while (depth > 0 && at < text.length());
            comment = inside.toString().strip();
            blank = true;
        }

        private void colon() {
            at++;
            if (inAngle || inGroup || hasAngle) {
                add(":", blank);
                return;
            }
            found.add(new EnvelopeAddress(null, null, phrase.toString(), null));
            inGroup = true;
            clear();
        }

        private void semicolon() {
            at++;
            flush();
            if (inGroup) {
                found.add(GROUP_END);
                inGroup = false;
            }
        }

        private void flush() {
            String address = hasAngle && !inAngle ? angle : spec.toString();
            String route = null;
            int routeEnd = address.indexOf(':');
            if (hasAngle && address.startsWith("@") && routeEnd > 0) {
                route = address.substring(0, routeEnd);
                address = address.substring(routeEnd + 1);
            }
            if (!address.isEmpty() || !phrase.isEmpty()) {
                String name = hasAngle ? phrase.toString() : comment;
                int sign = address.lastIndexOf('@');
                found.add(new EnvelopeAddress(
                        name.isEmpty() ? null : name,
                        route,
                        sign < 0 ? address : address.substring(0, sign),
                        sign < 0 ? "" : address.substring(sign + 1)));
            }
            clear();
        }

        private void clear() {
            phrase.setLength(0);
            spec.setLength(0);
            comment = "";
            angle = "";
            blank = false;
            inAngle = false;
            hasAngle = false;
        }
    }
}
