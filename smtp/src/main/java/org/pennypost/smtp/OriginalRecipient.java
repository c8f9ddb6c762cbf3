package org.pennypost.smtp;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address that the sender wrote, before anybody forwarded it (RFC 3461 §4.2).
 *
 * @param addressType as it was written, for example {@code rfc822} or {@code utf-8}
 * @param address decoded; printable, and ASCII unless the type is {@code utf-8} (RFC 6533 §3)
 */
public record OriginalRecipient(String addressType, String address) {
    private static final String UTF_8 = "utf-8";

    /** RFC 3461 §4.2: the entire parameter may have 500 characters. */
    private static final int CHARACTERS_MAX = 500;

    /** {@code addr-type = atom} (RFC 822 §3.3), of what can stand in a parameter. */
    private static final Pattern ATOM = Pattern.compile("[A-Za-z0-9!#$%&'*+/?^_`{|}~-]+");

    /** {@code EmbeddedUnicodeChar} of RFC 6533 §3, whose digits may be of any case, as all letters of ABNF. */
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})}");

    /** @return the original recipient that a mailbox is, where nobody forwarded anything yet */
    public static OriginalRecipient of(Mailbox mailbox) {
        return new OriginalRecipient(mailbox.ascii() ? "rfc822" : UTF_8, mailbox.toString());
    }

    /** {@code addr-type ";" xtext} (RFC 3461 §4.2), or {@code "utf-8;" utf-8-enc-addr} (RFC 6533 §3). */
    static OriginalRecipient parse(String text) throws BadSyntax {
        int semicolon = text.indexOf(';');
        boolean typed =
                semicolon > 0 && ATOM.matcher(text.substring(0, semicolon)).matches();
        if (!typed || text.length() > CHARACTERS_MAX) {
            throw bad("ORCPT names an address and its type, as in ORCPT=rfc822;bob@example.org");
        }
        String type = text.substring(0, semicolon);
        String encoded = text.substring(semicolon + 1);
        boolean utf8 = type.toLowerCase(Locale.ROOT).equals(UTF_8);
        String address = utf8 ? unembedded(encoded) : Xtext.decode(encoded);
        boolean allowed = !address.isEmpty()
                && address.chars().noneMatch(Character::isISOControl)
                && (utf8 || address.chars().allMatch(c -> c < 0x80));
        if (!allowed) {
            throw bad("The address in ORCPT must be of printable characters, and of ASCII unless its type is utf-8.");
        }
        return new OriginalRecipient(type, address);
    }

    private static String unembedded(String text) throws BadSyntax {
        StringBuilder address = new StringBuilder(text.length());
        Matcher embedded = EMBEDDED.matcher(text);
        int at = 0;
        while (embedded.find()) {
            address.append(plain(text.substring(at, embedded.start())));
            int codePoint = Integer.parseInt(embedded.group(1), 16);
            if (!Character.isValidCodePoint(codePoint) || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) {
                throw bad("ORCPT holds a number that is no character of Unicode.");
            }
            address.appendCodePoint(codePoint);
            at = embedded.end();
        }
        return address.append(plain(text.substring(at))).toString();
    }

    private static String plain(String text) throws BadSyntax {
        if (text.indexOf('\\') >= 0 || text.indexOf('+') >= 0) {
            throw bad("In an address of type utf-8, backslash and plus are written \\x{5C} and \\x{2B} (RFC 6533 3).");
        }
        return text;
    }

    private static BadSyntax bad(String sentence) {
        return new BadSyntax(SmtpReader.BAD_ARGUMENTS, sentence);
    }

    /** @return the value of the parameter, in ASCII alone, so that any server can take it */
    @Override
    public String toString() {
        if (!addressType.toLowerCase(Locale.ROOT).equals(UTF_8)) {
            return addressType + ";" + Xtext.encode(address);
        }
        StringBuilder encoded = new StringBuilder(address.length() + 8);
        address.codePoints().forEach(c -> {
            boolean itself = c > ' ' && c < 0x7F && c != '\\' && c != '+' && c != '=';
            if (itself) {
                encoded.appendCodePoint(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "\\x{%02X}", c));
            }
        });
        return addressType + ";" + encoded;
    }
}
