package org.pennypost.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the addresses of a header field, whatever it holds: RFC 5322 §3.4 and §4.4, groups in any such field (RFC 6854), UTF-8 (RFC 6532), and what is none of
 * that.
 *
 * <p>How it works: as in {@code AddressParser}, words are gathered until a special character says what they were. Here every character has a meaning: an
 * element ends at its comma, and what does not fit inside is skipped. One pass, no recursion; comments are counted.
 *
 * <p>Life cycle: one call of {@link #read}.
 *
 * {@snippet :
 * List<FoundAddress> found = AddressReader.read("Bob at home <bob@example.org>; carol@example.net (Carol), <broken");
 * for (FoundAddress.Mailbox mailbox : AddressReader.mailboxes(found)) {
 *     System.out.println(mailbox.displayName() + " " + mailbox.address());
 * }
 * }
 */
public final class AddressReader {
    /** Mailboxes and groups that are read from one field; the rest is left. */
    public static final int ADDRESSES_MAX = 10_000;

    private static final int ROUTE_MAX = 1_000;

    private final String text;
    private int at;
    private int count;
    private String comment = "";

    private AddressReader(String text) {
        this.text = text;
    }

    /**
     * Reads all addresses. Never fails.
     *
     * <p>Lenient: a name without address ({@code From: root}) is a local part without domain if it is one word, else a display name; {@code a@b@c} has the
     * domain {@code c}; a comment is the display name where there is no other; semicolons separate too; groups in groups are one; what is left open ends with
     * the field; encoded words are decoded in quoted strings and comments too, and may hold commas.
     *
     * @param value the value of a field, unfolded
     */
    public static List<FoundAddress> read(String value) {
        return new AddressReader(value).list();
    }

    /** Returns the mailboxes among addresses, those of groups too, in their order. */
    public static List<FoundAddress.Mailbox> mailboxes(List<FoundAddress> addresses) {
        List<FoundAddress.Mailbox> all = new ArrayList<>();
        for (FoundAddress address : addresses) {
            switch (address) {
                case FoundAddress.Mailbox mailbox -> all.add(mailbox);
                case FoundAddress.Group group -> all.addAll(group.members());
            }
        }
        return all;
    }

    private List<FoundAddress> list() {
        List<FoundAddress> found = new ArrayList<>();
        while (count < ADDRESSES_MAX && next() != 0) {
            char c = next();
            if (c == ',' || c == ';' || c == '>' || c == ')' || c == ']' || c == ':') {
                at++;
                continue;
            }
            comment = "";
            Words words = words();
            if (next() == ':' && !words.isEmpty()) {
                at++;
                if (!words.isWord("mailto")) {
                    found.add(group(words));
                }
            } else {
                addUnlessEmpty(found, mailbox(words));
            }
        }
        return found;
    }

    private FoundAddress.Group group(Words name) {
        count++;
        List<FoundAddress.Mailbox> members = new ArrayList<>();
        while (count < ADDRESSES_MAX && next() != 0 && next() != ';') {
            char c = next();
            if (c == ',' || c == '>' || c == ')' || c == ']' || c == ':') {
                at++;
                continue;
            }
            comment = "";
            Words words = words();
            if (next() != ':') {
                addUnlessEmpty(members, mailbox(words));
            }
        }
        if (next() == ';') {
            at++;
        }
        return new FoundAddress.Group(name.phrase(), members);
    }

    private static void addUnlessEmpty(List<? super FoundAddress.Mailbox> found, FoundAddress.Mailbox mailbox) {
        if (!mailbox.displayName().isEmpty()
                || !mailbox.localPart().isEmpty()
                || !mailbox.domain().isEmpty()) {
            found.add(mailbox);
        }
    }

    private FoundAddress.Mailbox mailbox(Words words) {
        count++;
        FoundAddress.Mailbox found = switch (next()) {
            case '<' -> angle(words.phrase());
            case '@' -> plain(words);
            default -> nameOnly(words);
        };
        skipElement();
        String name = found.displayName().isEmpty() ? comment : found.displayName();
        return new FoundAddress.Mailbox(name, found.route(), found.localPart(), found.domain());
    }

    private static FoundAddress.Mailbox nameOnly(Words words) {
        return words.count() == 1 && !words.phrase().isEmpty()
                ? new FoundAddress.Mailbox("", "", words.phrase(), "")
                : new FoundAddress.Mailbox(words.phrase(), "", "", "");
    }

    /** {@code John Doe john@example.org}: the words before the last one are a name. */
    private FoundAddress.Mailbox plain(Words words) {
        String name = words.beforeLast();
        return addrSpec(name, "", words.last());
    }

    private FoundAddress.Mailbox angle(String displayName) {
        at++;
        String route = route();
        Words words = words();
        FoundAddress.Mailbox found = addrSpec(displayName, route, words.joined());
        while (at < text.length() && text.charAt(at) != '>' && text.charAt(at) != ',') {
            at++;
        }
        if (next() == '>') {
            at++;
        }
        return found;
    }

    private FoundAddress.Mailbox addrSpec(String displayName, String route, String beforeFirstAt) {
        StringBuilder local = new StringBuilder(beforeFirstAt);
        String domain = "";
        boolean first = true;
        while (next() == '@') {
            at++;
            if (!first) {
                local.append('@').append(domain);
            }
            first = false;
            domain = domain();
        }
        return new FoundAddress.Mailbox(displayName, route, local.toString(), domain);
    }

    private String route() {
        if (next() != '@') {
            return "";
        }
        int start = at;
        int end = at;
        int most = Math.min(text.length(), at + ROUTE_MAX);
        while (end < most && ":<>\"".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end == most || text.charAt(end) != ':') {
            return "";
        }
        at = end + 1;
        return text.substring(start, end).replaceAll("[ \t]", "");
    }

    private String domain() {
        if (next() == '[') {
            int end = text.indexOf(']', at);
            int start = at;
            at = end < 0 ? text.length() : end + 1;
            return text.substring(start, at).replaceAll("[ \t]", "");
        }
        StringBuilder domain = new StringBuilder();
        while (next() == '.' || isAtom(next())) {
            int start = at;
            while (at < text.length() && (text.charAt(at) == '.' || isAtom(text.charAt(at)))) {
                at++;
            }
            boolean apart = !domain.isEmpty() && domain.charAt(domain.length() - 1) != '.' && text.charAt(start) != '.';
            if (apart) {
                at = start;
                break;
            }
            domain.append(text, start, at);
        }
        return domain.toString();
    }

    /** Skips what does not belong to an address, up to the comma or semicolon that ends it; the last comment may be a name. */
    private void skipElement() {
        while (next() != 0 && next() != ',' && next() != ';') {
            if (next() == '"') {
                quotedString();
            } else {
                at++;
            }
        }
    }

    private Words words() {
        Words words = new Words();
        while (true) {
            int before = at;
            char c = next();
            boolean apart = at > before;
            if (c == '"') {
                words.add(quotedString(), apart);
            } else if (c == '=' && encodedWordEnd() > 0) {
                int start = at;
                at = encodedWordEnd();
                words.add(text.substring(start, at), apart);
            } else if (c == '.' || isAtom(c)) {
                int start = at;
                while (at < text.length() && (text.charAt(at) == '.' || isAtom(text.charAt(at)))) {
                    at++;
                }
                words.add(text.substring(start, at), apart);
            } else {
                return words;
            }
        }
    }

    /** Behind the encoded word that begins here, or 0. Programs leave commas and parentheses in them (RFC 2047 §5 rule 3 forbids it). */
    private int encodedWordEnd() {
        return WordDecoder.endOfWord(text, at);
    }

    private String quotedString() {
        StringBuilder inside = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            inside.append(c);
        }
        return inside.toString();
    }

    /** Skips white space, control characters and comments; returns the character that follows, or NUL at the end. */
    private char next() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                comment();
            } else if (c <= ' ' || c == 0x7F) {
                at++;
            } else {
                return c;
            }
        }
        return 0;
    }

    private void comment() {
        StringBuilder inside = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                inside.append(text.charAt(at++));
                continue;
            }
            depth += c == '(' ? 1 : 0;
            depth -= c == ')' ? 1 : 0;
            if (depth == 0) {
                break;
            }
            inside.append(c);
        }
        comment = EncodedWords.decode(inside.substring(1).strip());
    }

    private static boolean isAtom(char c) {
        return Ascii.isAtext(c) || (c >= 0x80 && c != 0x85 && c != 0xA0);
    }

    /** Words in a row: atoms with their dots, and the insides of quoted strings. */
    private static final class Words {
        private final List<StringBuilder> words = new ArrayList<>();

        void add(String word, boolean apart) {
            if (apart || words.isEmpty() || isEncoded(word) || isEncoded(words.getLast())) {
                words.add(new StringBuilder(word));
            } else {
                words.getLast().append(word);
            }
        }

        private static boolean isEncoded(CharSequence word) {
            int length = word.length();
            return length > 4
                    && word.charAt(0) == '='
                    && word.charAt(1) == '?'
                    && word.charAt(length - 2) == '?'
                    && word.charAt(length - 1) == '=';
        }

        boolean isEmpty() {
            return words.isEmpty();
        }

        int count() {
            return words.size();
        }

        boolean isWord(String word) {
            return words.size() == 1 && words.getFirst().toString().equalsIgnoreCase(word);
        }

        String phrase() {
            return EncodedWords.decode(String.join(" ", words));
        }

        /** A local part: white space between its words is that of folding (RFC 5322 §4.4, obs-local-part). */
        String joined() {
            return String.join(words.size() > 1 && !dotted() ? " " : "", words);
        }

        private boolean dotted() {
            for (int i = 1; i < words.size(); i++) {
                StringBuilder before = words.get(i - 1);
                boolean dotBefore = before.length() > 0 && before.charAt(before.length() - 1) == '.';
                if (!dotBefore && (words.get(i).isEmpty() || words.get(i).charAt(0) != '.')) {
                    return false;
                }
            }
            return true;
        }

        String last() {
            if (words.isEmpty()) {
                return "";
            }
            return dotted() ? joined() : words.getLast().toString();
        }

        String beforeLast() {
            return words.size() < 2 || dotted()
                    ? ""
                    : EncodedWords.decode(String.join(" ", words.subList(0, words.size() - 1)));
        }
    }
}
