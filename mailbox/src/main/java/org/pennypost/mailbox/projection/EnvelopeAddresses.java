package org.pennypost.mailbox.projection;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a field of addresses as ENVELOPE wants it: names as they stand there, groups flat, whatever the field holds. {@code
 * mime.AddressList} is for who wants to write to these people; this is for who wants to see the field. It never fails, does not go back,
 * and takes linear time.
 *
 * <p>How it works: words (atoms, quoted strings, dots) are gathered until a character tells what they were: {@code <} a name, {@code @} a
 * local part, {@code :} a group's name, {@code ,} or the end the whole address.
 */
final class EnvelopeAddresses {
    /** More of one field are not listed. */
    static final int COUNT_MAX = 5_000;

    private final String text;
    private final List<EnvelopeAddress> addresses = new ArrayList<>(2);
    private int at;
    private boolean inGroup;
    /** The last comment, which is a name where there is no other (RFC 5322 §3.4). */
    private String comment = "";

    private EnvelopeAddresses(String text) {
        this.text = text;
    }

    /** Returns the addresses of an unfolded field's value. */
    static List<EnvelopeAddress> of(String value) {
        EnvelopeAddresses reading = new EnvelopeAddresses(value);
        while (reading.at < value.length() && reading.addresses.size() < COUNT_MAX) {
            reading.element();
        }
        if (reading.inGroup) {
            reading.addresses.add(new EnvelopeAddress.GroupEnd());
        }
        return reading.addresses;
    }

    /** One address, or the beginning or the end of a group, and what separates it from the next. */
    private void element() {
        comment = "";
        String words = words();
        char c = next();
        switch (c) {
            case '<' -> {
                at++;
                angle(words);
            }
            case '@' -> {
                at++;
                String domain = domain();
                skipSpace();
                // Lenient: a@b <c@d>, where the name is an address without quotes.
                if (next() == '<') {
                    at++;
                    angle(words + "@" + domain);
                } else {
                    add(comment, withoutSpaces(words), domain);
                }
            }
            case ':' -> {
                at++;
                if (inGroup) {
                    addresses.add(new EnvelopeAddress.GroupEnd());
                }
                inGroup = true;
                addresses.add(new EnvelopeAddress.GroupStart(words));
            }
            case ';' -> {
                at++;
                if (!words.isEmpty()) {
                    add("", words, "");
                }
                if (inGroup) {
                    inGroup = false;
                    addresses.add(new EnvelopeAddress.GroupEnd());
                }
            }
            default -> {
                if (!words.isEmpty()) {
                    add("", words, "");
                }
                if (at < text.length()) {
                    at++;
                }
            }
        }
    }

    /** What is behind {@code <}: an optional route, which is dropped, a local part and a domain. */
    private void angle(String name) {
        String local = words();
        String domain = "";
        while (next() == '@') {
            at++;
            domain = domain();
            skipSpace();
            boolean route = local.isEmpty() && (next() == ',' || next() == ':');
            if (!route) {
                break;
            }
            at++;
            local = words();
        }
        skipSpace();
        while (at < text.length() && next() != '>' && next() != ',' && next() != ';') {
            at++;
        }
        if (next() == '>') {
            at++;
            skipSpace();
        }
        add(name.isEmpty() ? comment : name, withoutSpaces(local), domain);
    }

    private void add(String name, String local, String domain) {
        if (!name.isEmpty() || !local.isEmpty() || !domain.isEmpty()) {
            addresses.add(new EnvelopeAddress.Mailbox(name, local, domain));
        }
    }

    /** Atoms, quoted strings and dots, with one space where white space stood between them. */
    private String words() {
        skipSpace();
        if (endsWords(next())) {
            return "";
        }
        StringBuilder words = new StringBuilder();
        while (true) {
            int before = at;
            skipSpace();
            boolean apart = at > before && !words.isEmpty();
            char c = next();
            if (endsWords(c)) {
                return words.toString();
            }
            if (apart) {
                words.append(' ');
            }
            if (c == '"') {
                quotedString(words);
            } else {
                int start = at;
                while (at < text.length() && isWord(text.charAt(at))) {
                    at++;
                }
                if (at == start) {
                    at++;
                } else {
                    words.append(text, start, at);
                }
            }
        }
    }

    private static boolean endsWords(char c) {
        return c == 0 || c == '<' || c == '@' || c == ',' || c == ':' || c == ';' || c == '>';
    }

    private static boolean isWord(char c) {
        return c > ' ' && c != '<' && c != '>' && c != '@' && c != ',' && c != ':' && c != ';' && c != '"' && c != '('
                && c != ')';
    }

    private void quotedString(StringBuilder words) {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            words.append(c);
        }
    }

    private String domain() {
        skipSpace();
        if (next() == '[') {
            int end = text.indexOf(']', at);
            int stop = end < 0 ? text.length() : end + 1;
            String literal = text.substring(at, stop);
            at = stop;
            return literal;
        }
        StringBuilder domain = new StringBuilder();
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        domain.append(text, start, at);
        // Obsolete: white space and comments around the dots.
        int before = at;
        skipSpace();
        while (next() == '.' || (!domain.isEmpty() && domain.charAt(domain.length() - 1) == '.' && isWord(next()))) {
            start = at;
            while (at < text.length() && isWord(text.charAt(at))) {
                at++;
            }
            domain.append(text, start, at);
            before = at;
            skipSpace();
        }
        at = before;
        return domain.toString();
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                comment();
            } else if (c <= ' ' && c != 0) {
                at++;
            } else {
                return;
            }
        }
    }

    private void comment() {
        StringBuilder inside = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                inside.append(text.charAt(at++));
            } else if (c == ')' && --depth == 0) {
                break;
            } else if (c != '(' || ++depth > 1) {
                inside.append(c);
            }
        }
        comment = inside.toString().strip();
    }

    private static String withoutSpaces(String local) {
        return local.indexOf(' ') < 0 ? local : local.replace(" .", ".").replace(". ", ".");
    }

    /** The next character; 0 at the end, and for a NUL, which separates like a comma. */
    private char next() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
