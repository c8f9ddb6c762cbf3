package org.pennypost.smtp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pennypost.names.Idna;

/**
 * A mailbox: {@code Local-part "@" ( Domain / address-literal )} of RFC 5321 §4.1.2, with UTF-8 as RFC 6531 §3.3 allows it.
 *
 * <p>All quoted spellings of a local-part mean the same (RFC 5321 §4.1.2), so it is kept unquoted; {@link #toString} quotes where it must. Two mailboxes are
 * equal when they are spelled alike; which local-parts mean the same person is for the host of the domain to say (RFC 5321 §2.4).
 *
 * @param localPart what stands before the last {@code @}, without quoting; may hold any printable character
 * @param domain a domain name as it was written, or an address literal in its brackets
 */
public record Mailbox(String localPart, String domain) {

    public Mailbox {
        boolean controls = localPart.chars().anyMatch(Character::isISOControl);
        if (controls
                || domain.isEmpty()
                || domain.chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>' || c == 0x7F)) {
            throw new IllegalArgumentException("not a mailbox: " + Reply.quoted(localPart + "@" + domain));
        }
    }

    /**
     * Reads an address as people write it: {@code alice@example.org}, without angle brackets.
     *
     * @throws BadSyntax with a sentence that says what is wrong with it
     */
    public static Mailbox parse(String text) throws BadSyntax {
        SmtpReader reader = new SmtpReader(text.getBytes(StandardCharsets.UTF_8));
        Mailbox mailbox = reader.mailbox();
        reader.end();
        return mailbox;
    }

    /** @return whether the domain is an address literal such as {@code [192.0.2.1]} */
    public boolean literal() {
        return domain.startsWith("[");
    }

    /** @return the address that the domain is, when it is an address literal (RFC 5321 §4.1.3) */
    public Optional<InetAddress> address() {
        return literal() ? AddressLiteral.read(domain.substring(1, domain.length() - 1)) : Optional.empty();
    }

    /** @return the domain in the form in which names are compared and looked up: lower case, A-labels (RFC 5890 §2.3.2.1); a literal as it is */
    public String asciiDomain() {
        return literal() ? domain : Idna.toAscii(domain).orElseThrow();
    }

    /** @return the domain with its A-labels as U-labels (RFC 5890 §2.3.2.1), as it is shown to people and sent with SMTPUTF8; a literal as it is */
    public String unicodeDomain() {
        return literal() ? domain : Idna.toUnicode(domain);
    }

    /** @return whether an SMTP server without SMTPUTF8 can take it */
    public boolean ascii() {
        return localPart.chars().allMatch(c -> c < 0x80) && domain.chars().allMatch(c -> c < 0x80);
    }

    /** @return {@code localPart@domain}, quoted as little as the grammar allows */
    @Override
    public String toString() {
        return (SmtpReader.isDotString(localPart) ? localPart : quoted(localPart)) + "@" + domain;
    }

    private static String quoted(String localPart) {
        return '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
