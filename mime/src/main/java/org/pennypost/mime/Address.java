package org.pennypost.mime;

import java.util.List;
import org.pennypost.names.Idna;

/** An address of a header field, {@code address} of RFC 5322 §3.4: one mailbox, or a named group of them. */
public sealed interface Address {
    /** Returns the mailboxes that this stands for. */
    List<Mailbox> mailboxes();

    /**
     * One mailbox: {@code Display Name <local-part@domain>}.
     *
     * @param displayName the name as a person reads it, decoded; empty where there is none
     * @param localPart the local part without quotes
     * @param domain the domain, or a domain literal with its brackets
     */
    record Mailbox(String displayName, String localPart, String domain) implements Address {
        /** @throws IllegalArgumentException when a part is empty or holds what an address cannot hold */
        public Mailbox {
            if (Ascii.breaksField(displayName)
                    || localPart.isEmpty()
                    || localPart.chars().anyMatch(Character::isISOControl)
                    || Ascii.breaksField(localPart)
                    || !isDomain(domain)) {
                throw new IllegalArgumentException("not an address: " + BadField.show(localPart + "@" + domain));
            }
        }

        /** Returns a mailbox without display name. */
        public static Mailbox of(String localPart, String domain) {
            return new Mailbox("", localPart, domain);
        }

        /** Returns {@code addr-spec}: the local part, quoted where it must be, and the domain. */
        public String addrSpec() {
            String local = Ascii.isDotAtom(localPart, true) ? localPart : AddressList.quoted(localPart);
            return local + "@" + domain;
        }

        /** Returns the domain in its ASCII form (A-labels), as DNS and messages of 7 bits need it. */
        public String asciiDomain() {
            return Ascii.isAll(domain) ? domain : Idna.toAscii(domain).orElseThrow();
        }

        /** Returns whether only a server with SMTPUTF8 can carry it: the local part has no ASCII form (RFC 6531 §1.2). */
        public boolean international() {
            return !Ascii.isAll(localPart);
        }

        @Override
        public List<Mailbox> mailboxes() {
            return List.of(this);
        }

        @Override
        public String toString() {
            return displayName.isEmpty() ? addrSpec() : AddressList.phrase(displayName) + " <" + addrSpec() + ">";
        }

        private static boolean isDomain(String domain) {
            if (domain.startsWith("[") && domain.endsWith("]") && domain.length() > 2) {
                return domain.substring(1, domain.length() - 1)
                        .chars()
                        .allMatch(c -> c > ' ' && c < 0x7F && "[]\\".indexOf(c) < 0);
            }
            return Ascii.isDotAtom(domain, true) && hasAsciiForm(domain);
        }

        private static boolean hasAsciiForm(String domain) {
            if (Ascii.isAll(domain)) {
                return true;
            }
            return Idna.toAscii(domain)
                    .filter(ascii -> Ascii.isDotAtom(ascii, false))
                    .isPresent();
        }
    }

    /**
     * A named group, {@code Friends: a@example.org, b@example.org;}, perhaps with nobody in it (RFC 5322 §3.4, RFC 6854).
     *
     * @param name the name as a person reads it
     * @param mailboxes who is in it
     */
    record Group(String name, List<Mailbox> mailboxes) implements Address {
        /** @throws IllegalArgumentException when the name is empty or would break a field */
        public Group {
            if (name.isEmpty() || Ascii.breaksField(name)) {
                throw new IllegalArgumentException("not a group name: " + BadField.show(name));
            }
            mailboxes = List.copyOf(mailboxes);
        }

        @Override
        public String toString() {
            String members =
                    String.join(", ", mailboxes.stream().map(Mailbox::toString).toList());
            return AddressList.phrase(name) + ":" + (members.isEmpty() ? "" : " ") + members + ";";
        }
    }
}
