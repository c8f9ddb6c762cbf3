package org.pennypost.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One header field while it is written: words with places to fold between them (RFC 5322 §2.2.3), encoded where they are not ASCII.
 *
 * <p>Lines have at most 76 characters, which RFC 2047 §2 asks for lines with encoded words and RFC 5322 §2.1.1 (78) allows for all; only a single word that is
 * longer makes a longer line.
 */
final class FoldedField {
    /** One less than 76, as a comma or semicolon may follow. */
    private static final int LINE_MAX = 75;
    /** A word longer than this is encoded, which cuts it: no line may be longer than 998 (RFC 5322 §2.1.1). */
    private static final int PLAIN_WORD_MAX = 900;
    /** A parameter longer than this is cut into sections (RFC 2231 §3), a word of a name into encoded words: so lines stay short. */
    private static final int UNCUT_MAX = 60;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final StringBuilder field = new StringBuilder();
    private final boolean international;
    private int column;
    private boolean fresh = true;

    /**
     * @param name the field's name
     * @param international whether UTF-8 is written as it is (RFC 6532)
     */
    FoldedField(String name, boolean international) {
        this.international = international;
        field.append(name).append(':');
        column = name.length() + 1;
    }

    /** Adds a space and a word, on a new line where this one is full. */
    FoldedField word(String word) {
        int width = width(word);
        if (column + 1 + width > LINE_MAX && !(fresh && width > LINE_MAX)) {
            field.append("\r\n");
            column = 0;
        }
        field.append(' ').append(word);
        column += 1 + width;
        fresh = false;
        return this;
    }

    /** Adds to the last word, without a space and without a place to fold. */
    FoldedField glue(String more) {
        field.append(more);
        column += width(more);
        return this;
    }

    /** Adds free text, {@code unstructured} of RFC 5322 §3.2.5. */
    FoldedField text(HeaderText text) {
        String value = text.value();
        if (value.isEmpty()) {
            return this;
        }
        List<String> words = List.of(value.split(" ", -1));
        if (words.stream().anyMatch(FoldedField::hasOddSpace)) {
            return encoded(value);
        }
        List<String> run = new ArrayList<>();
        for (String word : words) {
            if (needsEncoding(word)) {
                run.add(word);
            } else {
                endRun(run);
                word(word);
            }
        }
        endRun(run);
        return this;
    }

    private void endRun(List<String> run) {
        if (!run.isEmpty()) {
            encoded(String.join(" ", run));
            run.clear();
        }
    }

    /** Space that folding and unfolding could change: more than one, at an end, or a tab. */
    private static boolean hasOddSpace(String word) {
        return word.isEmpty() || word.indexOf('\t') >= 0;
    }

    private boolean needsEncoding(String word) {
        boolean plain = international ? word.chars().noneMatch(Character::isISOControl) : Ascii.isPrintable(word);
        // Workaround: JavaMail takes a backslash at the end of a line for a quoted line end.
        return !plain || word.contains("=?") || word.endsWith("\\") || width(word) > PLAIN_WORD_MAX;
    }

    private FoldedField encoded(String text) {
        EncodedWords.encode(text, Math.max(LINE_MAX - column - 1, LINE_MAX / 2), LINE_MAX - 1)
                .forEach(this::word);
        return this;
    }

    /** Adds a display name, {@code phrase} of RFC 5322 §3.2.5. */
    private void phrase(String name) {
        boolean plain = international ? name.chars().noneMatch(Character::isISOControl) : Ascii.isPrintable(name);
        if (!plain || name.contains("=?")) {
            encoded(name);
            return;
        }
        String phrase = AddressList.phrase(name);
        boolean whole =
                name.indexOf('\\') >= 0 || List.of(name.split(" ", -1)).stream().anyMatch(FoldedField::hasOddSpace);
        List<String> words = whole ? List.of(phrase) : List.of(phrase.split(" ", -1));
        if (words.stream().anyMatch(word -> word.length() > UNCUT_MAX)) {
            encoded(name);
        } else {
            words.forEach(this::word);
        }
    }

    /** Adds addresses with commas between them. */
    FoldedField addresses(AddressList list) {
        String separator = "";
        for (Address address : list.addresses()) {
            glue(separator);
            switch (address) {
                case Address.Mailbox mailbox -> mailbox(mailbox);
                case Address.Group group -> group(group);
            }
            separator = ",";
        }
        return this;
    }

    private void group(Address.Group group) {
        phrase(group.name());
        glue(":");
        String separator = "";
        for (Address.Mailbox mailbox : group.mailboxes()) {
            glue(separator);
            mailbox(mailbox);
            separator = ",";
        }
        glue(";");
    }

    private void mailbox(Address.Mailbox mailbox) {
        String address = international
                ? mailbox.addrSpec()
                : Address.Mailbox.of(mailbox.localPart(), mailbox.asciiDomain()).addrSpec();
        if (mailbox.displayName().isEmpty()) {
            word(address);
        } else {
            phrase(mailbox.displayName());
            word("<" + address + ">");
        }
    }

    /**
     * Adds a parameter of a MIME field: as a token, a quoted string, or in the form of RFC 2231 where it is not ASCII, too long for one line, or would be taken
     * for an encoded word, as many readers do though RFC 2047 §5 forbids it.
     */
    FoldedField parameter(String name, String value) {
        if (!isPlain(value) || value.length() > UNCUT_MAX) {
            extended(name, value);
        } else if (!value.isEmpty() && value.chars().allMatch(Ascii::isToken)) {
            glue(";").word(name + "=" + value);
        } else {
            glue(";").word(name + "=" + AddressList.quoted(value));
        }
        return this;
    }

    private static boolean isPlain(String value) {
        return Ascii.isPrintable(value) && !value.contains("=?");
    }

    /** Adds {@code name}, encoded like free text where it is not ASCII, which RFC 2047 §5 forbids and old readers understand. */
    FoldedField nameForOldReaders(String name) {
        if (isPlain(name)) {
            return name.length() > UNCUT_MAX ? this : parameter("name", name);
        }
        List<String> words = EncodedWords.encode(name, LINE_MAX - "name=\"\"".length() - 1, LINE_MAX - 1);
        glue(";").word("name=\"" + words.getFirst());
        words.subList(1, words.size()).forEach(this::word);
        return glue("\"");
    }

    /** RFC 2231 §3 and §4; a section is never cut inside a character, as many readers decode each by itself. */
    private void extended(String name, String value) {
        List<String> sections = new ArrayList<>();
        StringBuilder section = new StringBuilder("utf-8''");
        for (int c : value.codePoints().toArray()) {
            String encoded = percentEncoded(c);
            if (section.length() + encoded.length() > UNCUT_MAX) {
                sections.add(section.toString());
                section.setLength(0);
            }
            section.append(encoded);
        }
        sections.add(section.toString());
        if (sections.size() == 1) {
            glue(";").word(name + "*=" + sections.getFirst());
            return;
        }
        for (int i = 0; i < sections.size(); i++) {
            glue(";").word(name + "*" + i + "*=" + sections.get(i));
        }
    }

    private static String percentEncoded(int c) {
        if (Ascii.isAlphanumeric(c) || c == '.' || c == '-' || c == '_') {
            return Character.toString(c);
        }
        StringBuilder encoded = new StringBuilder();
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append(HEX.toHexDigits(octet));
        }
        return encoded.toString();
    }

    /** Returns the field with its line end. */
    byte[] bytes() {
        return (field + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static int width(String text) {
        return Ascii.isAll(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
