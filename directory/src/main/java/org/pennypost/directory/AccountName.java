package org.pennypost.directory;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.pennypost.names.Idna;
import org.pennypost.names.Precis;

/**
 * An address in the form under which the directory keeps it. The local part is in the form of the profile UsernameCaseMapped (RFC 8265 §3.3): mail systems
 * may tell {@code Smith} from {@code smith} (RFC 5321 §2.4), and this one does not. The domain is in lower case, its
 * internationalised labels are A-labels.
 */
record AccountName(String localPart, String domain) {
    /** RFC 5321 §4.5.3.1.1. */
    static final int LOCAL_PART_OCTETS_MAX = 64;

    private static final int DOMAIN_CHARACTERS_MAX = 253;
    private static final int LABEL_CHARACTERS_MAX = 63;

    /** The characters besides letters and digits that an atom may have, RFC 5322 §3.2.3. */
    private static final String ATOM_PUNCTUATION = "!#$%&'*+-/=?^_`{|}~";

    String address() {
        return localPart + "@" + domain;
    }

    /** Reads the address of a new account. */
    static AccountName ofNew(String address, String separator) throws Refused {
        int at = address.lastIndexOf('@');
        if (at <= 0 || at == address.length() - 1) {
            throw new Refused("\"" + printable(address) + "\" is not an address: write it as name@domain.");
        }
        String localPart = localPart(address.substring(0, at));
        if (!isDotString(localPart)) {
            throw new Refused("The name \"" + printable(localPart)
                    + "\" cannot be used: take letters, digits, hyphens and single dots between them.");
        }
        if (localPart.getBytes(StandardCharsets.UTF_8).length > LOCAL_PART_OCTETS_MAX) {
            throw new Refused("The name \"" + localPart + "\" is too long: it may have " + LOCAL_PART_OCTETS_MAX
                    + " octets (RFC 5321 section 4.5.3.1.1).");
        }
        if (!separator.isEmpty() && localPart.contains(separator)) {
            throw new Refused("The name \"" + localPart + "\" contains \"" + separator
                    + "\", which begins the part that each person may choose freely; leave it out.");
        }
        return new AccountName(localPart, ofNewDomain(address.substring(at + 1)));
    }

    /** Reads the name of a new domain. */
    static String ofNewDomain(String name) throws Refused {
        return domain(name)
                .orElseThrow(() ->
                        new Refused("\"" + printable(name) + "\" is not a domain name: write it like example.org."));
    }

    /** Reads an address that is to be looked up; empty if no account could have it. */
    static Optional<AccountName> parse(String address) {
        int at = address.lastIndexOf('@');
        return at <= 0
                ? Optional.empty()
                : domain(address.substring(at + 1))
                        .map(domain -> new AccountName(localPart(address.substring(0, at)), domain));
    }

    /** The local part as it is compared. */
    static String localPart(String written) {
        if (isPlain(written)) {
            return written;
        }
        return Precis.caseMapped(written);
    }

    /** The domain as it is compared; empty if this is no domain name. A dot at the end changes nothing. */
    static Optional<String> domain(String written) {
        if (written.length() > 4 * DOMAIN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        String ascii = written;
        if (!written.chars().allMatch(c -> c < 0x80)) {
            Optional<String> labels = Idna.toAscii(written);
            if (labels.isEmpty()) {
                return Optional.empty();
            }
            ascii = labels.get();
        }
        ascii = ascii.toLowerCase(Locale.ROOT);
        if (ascii.endsWith(".")) {
            ascii = ascii.substring(0, ascii.length() - 1);
        }
        if (ascii.length() > DOMAIN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        for (String label : ascii.split("\\.", -1)) {
            if (!isLabel(label)) {
                return Optional.empty();
            }
        }
        return Optional.of(ascii);
    }

    /** Most local parts on the wire are so, and are their own normal form. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LABEL_CHARACTERS_MAX
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(c -> isLowerLetterOrDigit(c) || c == '-');
    }

    /** Dot-string of RFC 5321 §4.1.2 with the letters that RFC 6531 §3.3 adds. */
    private static boolean isDotString(String text) {
        return !text.startsWith(".")
                && !text.endsWith(".")
                && !text.contains("..")
                && text.chars().allMatch(AccountName::isAtomText)
                && Precis.usernameCaseMapped(text).isPresent();
    }

    private static boolean isAtomText(int c) {
        return c >= 0x80 || isLowerLetterOrDigit(c) || c == '.' || ATOM_PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isLowerLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** What somebody typed, harmless to show in a sentence. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(80)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
