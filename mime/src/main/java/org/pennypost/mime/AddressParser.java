package org.pennypost.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses {@code address-list} (RFC 5322 §3.4 and §4.4).
 *
 * <p>How it works: an address begins with words (atoms, quoted strings, dots) whatever it is; the character after them says what they were:
 * {@code <} a display name, {@code @} a local part, {@code :} the name of a group. So there is no backtracking, and the time is linear.
 */
final class AddressParser {
    private static final int CHARACTERS_MAX = 1_000_000;
    private static final int COMMENT_DEPTH_MAX = 50;

    private final String text;
    private int at;
    private String comment = "";

    AddressParser(String text) throws BadField {
        if (Ascii.breaksField(text)) {
            throw new BadField("a line break or NUL cannot be in an address: " + BadField.show(text));
        }
        if (text.length() > CHARACTERS_MAX) {
            throw new BadField("a list of addresses is longer than " + CHARACTERS_MAX + " characters");
        }
        this.text = text;
    }

    List<Address> list() throws BadField {
        List<Address> addresses = new ArrayList<>();
        while (skipEmptyElements()) {
            addresses.add(address());
            skipSpace();
            if (at < text.length() && text.charAt(at) != ',') {
                throw bad("unexpected '" + text.charAt(at) + "' after an address");
            }
        }
        return addresses;
    }

    /** Obsolete lists have elements with nothing in them (RFC 5322 §4.4). */
    private boolean skipEmptyElements() throws BadField {
        skipSpace();
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            skipSpace();
        }
        return at < text.length();
    }

    private Address address() throws BadField {
        List<Word> words = words();
        if (next() != ':') {
            return mailbox(words);
        }
        at++;
        List<Address.Mailbox> members = new ArrayList<>();
        while (skipEmptyElements() && text.charAt(at) != ';') {
            members.add(mailbox(words()));
            skipSpace();
            if (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ';') {
                throw bad("unexpected '" + text.charAt(at) + "' in a group");
            }
        }
        if (next() != ';') {
            throw bad("a group must end with ';'");
        }
        at++;
        String name = phrase(words);
        if (name.isEmpty()) {
            throw bad("a group needs a name before ':'");
        }
        return new Address.Group(name, members);
    }

    private Address.Mailbox mailbox(List<Word> words) throws BadField {
        return switch (next()) {
            case '<' -> angleAddress(phrase(words));
            case '@' -> plainAddress(words);
            default -> throw bad(words.isEmpty() ? "an address is missing" : "there is no @ and domain");
        };
    }

    private Address.Mailbox angleAddress(String displayName) throws BadField {
        at++;
        skipRoute();
        Address.Mailbox inside = addrSpec(words(), displayName);
        skipSpace();
        if (next() != '>') {
            throw bad("'>' is missing");
        }
        at++;
        return inside;
    }

    private Address.Mailbox plainAddress(List<Word> words) throws BadField {
        Address.Mailbox plain = addrSpec(words, "");
        comment = "";
        skipSpace();
        return comment.isEmpty() ? plain : named(comment, plain.localPart(), plain.domain());
    }

    /** Lenient: the source routes of RFC 822, {@code <@a,@b:user@c>}, are read over (RFC 5322 §4.4, RFC 5321 appendix C). */
    private void skipRoute() throws BadField {
        skipSpace();
        if (next() != '@') {
            return;
        }
        int colon = text.indexOf(':', at);
        int end = text.indexOf('>', at);
        if (colon < 0 || (end >= 0 && end < colon)) {
            throw bad("the local part before '@' is missing");
        }
        at = colon + 1;
    }

    private Address.Mailbox addrSpec(List<Word> words, String displayName) throws BadField {
        if (words.isEmpty() || next() != '@') {
            throw bad(words.isEmpty() ? "the local part before '@' is missing" : "there is no @ and domain");
        }
        at++;
        return named(displayName, localPart(words), domain());
    }

    private Address.Mailbox named(String displayName, String localPart, String domain) throws BadField {
        try {
            return new Address.Mailbox(displayName, localPart, domain);
        } catch (IllegalArgumentException notOne) {
            throw new BadField(String.valueOf(notOne.getMessage()));
        }
    }

    private String localPart(List<Word> words) throws BadField {
        StringBuilder local = new StringBuilder();
        boolean wantsWord = true;
        for (Word word : words) {
            if (word.dot() == wantsWord) {
                throw bad(word.dot() ? "a dot too many before '@'" : "a space before '@' (quote a name with spaces)");
            }
            local.append(word.text());
            wantsWord = word.dot();
        }
        if (wantsWord) {
            throw bad("a dot just before '@'");
        }
        return local.toString();
    }

    private String domain() throws BadField {
        skipSpace();
        if (next() == '[') {
            int end = text.indexOf(']', at);
            if (end < 0) {
                throw bad("']' is missing");
            }
            String literal = text.substring(at, end + 1).replaceAll("[ \t]", "");
            at = end + 1;
            return literal;
        }
        StringBuilder domain = new StringBuilder();
        boolean wantsAtom = true;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && isAtom(text.charAt(at))) {
                at++;
            }
            if (at > start && wantsAtom) {
                domain.append(text, start, at);
                wantsAtom = false;
            } else if (at == start && next() == '.' && !wantsAtom) {
                domain.append('.');
                at++;
                wantsAtom = true;
            } else {
                at = start;
                break;
            }
            int before = at;
            skipSpace();
            if (next() != '.' && !wantsAtom) {
                at = before;
                break;
            }
        }
        if (domain.isEmpty()) {
            throw bad("the domain after '@' is missing");
        }
        if (wantsAtom) {
            throw bad("a domain cannot end with a dot");
        }
        return domain.toString();
    }

    private List<Word> words() throws BadField {
        List<Word> words = new ArrayList<>();
        while (true) {
            int before = at;
            comment = "";
            skipSpace();
            boolean apart = at > before;
            if (at == text.length()) {
                return words;
            }
            char c = text.charAt(at);
            if (c == '"') {
                words.add(new Word(quotedString(), false, apart));
            } else if (c == '.') {
                at++;
                words.add(new Word(".", true, apart));
            } else if (isAtom(c)) {
                int start = at;
                while (at < text.length() && isAtom(text.charAt(at))) {
                    at++;
                }
                words.add(new Word(text.substring(start, at), false, apart));
            } else {
                return words;
            }
        }
    }

    private String quotedString() throws BadField {
        StringBuilder inside = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return inside.toString();
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            inside.append(c);
        }
        throw bad("the closing quote is missing");
    }

    /** Skips white space and comments (CFWS); the last comment is kept, as it may be a name (RFC 5322 §3.4 on older forms). */
    private void skipSpace() throws BadField {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                comment = comment();
            } else if (Ascii.isSpace(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    private String comment() throws BadField {
        StringBuilder inside = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                inside.append(text.charAt(at++));
                continue;
            }
            if (c == '(' && ++depth > COMMENT_DEPTH_MAX) {
                throw bad("comments nested deeper than " + COMMENT_DEPTH_MAX);
            }
            if (c == ')' && --depth == 0) {
                return EncodedWords.decode(inside.substring(1).strip());
            }
            inside.append(c);
        }
        throw bad("the closing parenthesis of a comment is missing");
    }

    private static String phrase(List<Word> words) {
        StringBuilder phrase = new StringBuilder();
        for (Word word : words) {
            if (!phrase.isEmpty() && word.apart()) {
                phrase.append(' ');
            }
            phrase.append(word.text());
        }
        return EncodedWords.decode(phrase.toString());
    }

    private static boolean isAtom(char c) {
        return Ascii.isAtext(c) || c >= 0x80;
    }

    private char next() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private BadField bad(String why) {
        return new BadField("not an address: " + BadField.show(text.strip()) + ": " + why);
    }

    /** An atom, the inside of a quoted string, or a dot; {@code apart} when white space came before it. */
    private record Word(String text, boolean dot, boolean apart) {}
}
