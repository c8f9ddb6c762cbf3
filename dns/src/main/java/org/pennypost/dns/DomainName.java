package org.pennypost.dns;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.pennypost.names.Idna;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;

/**
 * A domain name: absolute, in lower case, its labels in the form that goes over the wire (an internationalised label as its
 * A-label, {@code xn--...}). Two names are equal if the DNS holds them for equal (RFC 1034 §3.1). Immutable.
 *
 * <p>Names that people and peers write come in through {@link #parse}, which takes letters, digits and hyphens (RFC 1034 §3.5,
 * RFC 1123 §2.1). Names that come out of the DNS may hold any octet; those that are not visible ASCII appear in the escaped form
 * of RFC 1035 §5.1, so that a name is always harmless to print.
 */
public final class DomainName {
    /** The longest name in octets on the wire, RFC 1035 §2.3.4: at most {@value #TEXT_MAX} characters of text. */
    public static final int OCTETS_MAX = 255;

    /** The longest label in octets, RFC 1035 §2.3.4. */
    public static final int LABEL_OCTETS_MAX = 63;

    /** The root of the tree, written {@code "."}. */
    public static final DomainName ROOT = new DomainName(".");

    private static final int TEXT_MAX = OCTETS_MAX - 2;

    private final String text;

    private DomainName(String text) {
        this.text = text;
    }

    /**
     * Reads a domain name as it stands in an address, a configuration or a command; a dot at its end changes nothing. Letters of
     * other scripts are mapped to A-labels by {@link Idna}.
     *
     * <p>Lenient: an underscore is taken for a letter, since names like {@code _dmarc.example.org} are asked for.
     *
     * @return empty if this is no domain name: an empty or too long label or name, a hyphen at the beginning or end of a label, or
     *     characters that no label has. The root is none either.
     */
    public static Optional<DomainName> parse(String written) {
        if (written.length() > 4 * TEXT_MAX) {
            return Optional.empty();
        }
        String ascii = written;
        if (!isAscii(written)) {
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
        return isLdh(ascii) ? Optional.of(new DomainName(ascii)) : Optional.empty();
    }

    /**
     * The same for names that a programmer wrote.
     *
     * @throws IllegalArgumentException if {@link #parse} does not take it
     */
    public static DomainName of(String written) {
        return parse(written).orElseThrow(() -> new IllegalArgumentException("not a domain name: " + written));
    }

    /** The name under which the DNS keeps the host name of an address: {@code in-addr.arpa} or {@code ip6.arpa}, RFC 1035 §3.5. */
    public static DomainName reverse(InetAddress address) {
        return fromWire(ReverseMap.fromAddress(address));
    }

    static DomainName fromWire(Name name) {
        return name.equals(Name.root)
                ? ROOT
                : new DomainName(name.canonicalize().toString(true));
    }

    Name toWire() {
        try {
            return this.equals(ROOT) ? Name.root : Name.fromString(text, Name.root);
        } catch (TextParseException impossible) {
            throw new IllegalStateException("a name that was checked: " + text, impossible);
        }
    }

    public boolean isRoot() {
        return this.equals(ROOT);
    }

    /** Whether this is made of letters, digits, hyphens and underscores only, as {@link #parse} asks it. */
    public boolean isHostName() {
        return isLdh(text);
    }

    /** Whether this name is {@code ancestor} or below it. */
    public boolean isWithin(DomainName ancestor) {
        return ancestor.isRoot() || text.equals(ancestor.text) || text.endsWith("." + ancestor.text);
    }

    /** The name for a person to read, A-labels in their own script where that is possible. */
    public String toUnicode() {
        return Idna.toUnicode(text);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isLdh(String text) {
        if (text.length() > TEXT_MAX) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (!isLabel(text, start, i)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static boolean isLabel(String text, int start, int end) {
        if (end == start
                || end - start > LABEL_OCTETS_MAX
                || text.charAt(start) == '-'
                || text.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isLetterDigitHyphen(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterDigitHyphen(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The name in ASCII without a dot at its end, as in an address; the root is {@code "."}. */
    @Override
    public String toString() {
        return text;
    }
}
