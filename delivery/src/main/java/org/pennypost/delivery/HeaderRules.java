package org.pennypost.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.pennypost.dns.DomainName;
import org.pennypost.mime.Address;
import org.pennypost.mime.AddressList;
import org.pennypost.mime.BadField;
import org.pennypost.mime.MessageId;
import org.pennypost.smtp.Reply;

/**
 * What the header of a submitted message must be like, and what is added to it (RFC 6409 §4.2, §5.1, §6.1, §6.3, §8). Values in, values
 * out.
 *
 * @param address the account's own address
 * @param own whether an address is one of the account's
 */
record HeaderRules(String address, Predicate<Address.Mailbox> own) {
    /** Fields with addresses of others; those of From and Sender are looked at more closely. */
    private static final List<String> ADDRESSES = List.of(
            "to", "cc", "bcc", "reply-to", "resent-from", "resent-sender", "resent-to", "resent-cc", "resent-bcc");

    /** Says what is wrong with the header, if it cannot go on. */
    Optional<Reply> objection(SubmittedHeader header) {
        if (header.tooLong()) {
            return refusal("The header is longer than " + SubmittedHeader.OCTETS_MAX + " octets; send a shorter one.");
        }
        Optional<String> strange = header.notUtf8();
        if (strange.isPresent()) {
            return refusal("The field " + Reply.quoted(strange.get())
                    + " holds octets that are neither ASCII nor UTF-8; encode it as RFC 2047 says.");
        }
        if (header.values("tls-required").size() > 1) {
            return refusal("The message has several TLS-Required fields; leave only one (RFC 8689 3).");
        }
        Optional<Reply> objection = author(header, "from").or(() -> author(header, "sender"));
        for (int i = 0; i < ADDRESSES.size() && objection.isEmpty(); i++) {
            objection = addresses(header, ADDRESSES.get(i));
        }
        return objection;
    }

    /** From and Sender: at most one of each (RFC 5322 §3.6), and nobody else's. */
    private Optional<Reply> author(SubmittedHeader header, String name) {
        List<String> values = header.values(name);
        if (values.size() > 1) {
            return refusal(
                    "The message has " + values.size() + " " + shown(name) + " fields; leave only one (RFC 5322 3.6).");
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<Address.Mailbox> mailboxes =
                    AddressList.parse(values.getFirst()).mailboxes();
            if (mailboxes.isEmpty()) {
                return refusal(
                        "The field " + shown(name) + " names nobody; write: " + shown(name) + ": <" + address + ">");
            }
            return mailboxes.stream()
                    .filter(own.negate())
                    .findFirst()
                    .map(
                            other -> Reply.of(
                                    550,
                                    "5.7.1",
                                    "The field " + shown(name) + " says " + Reply.quoted(other.addrSpec())
                                            + ", which is no address of the account " + Reply.quoted(address)
                                            + " that you logged in to. Send it from one of your own addresses, or log in to the other account."));
        } catch (BadField wrong) {
            return refusal(shown(name) + ": " + Reply.quoted(String.valueOf(wrong.getMessage())));
        }
    }

    private static Optional<Reply> addresses(SubmittedHeader header, String name) {
        for (String value : header.values(name)) {
            try {
                for (Address.Mailbox mailbox : AddressList.parse(value).mailboxes()) {
                    if (!qualified(mailbox.domain())) {
                        return refusal("The field " + shown(name) + " says " + Reply.quoted(mailbox.addrSpec())
                                + ", whose domain is not complete; write it in full, like name@example.org.");
                    }
                }
            } catch (BadField wrong) {
                // Lenient: an empty field is what many programs write for nobody.
                if (!value.isEmpty()) {
                    return refusal(shown(name) + ": " + Reply.quoted(String.valueOf(wrong.getMessage())));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a domain is a name of several labels that the DNS could hold, or an address literal. */
    static boolean qualified(String domain) {
        return domain.startsWith("[")
                || DomainName.parse(domain)
                        .map(DomainName::toString)
                        .filter(name -> name.indexOf('.') > 0)
                        .isPresent();
    }

    /**
     * The fields that are missing, each with its CRLF.
     *
     * @param body what the body's octets are
     * @param random for the Message-ID
     */
    String additions(SubmittedHeader header, EightBitScan body, Instant now, RandomGenerator random) {
        List<String> more = new ArrayList<>();
        if (!header.has("date")) {
            more.add("Date: " + TraceFields.dateTime(now));
        }
        if (!header.has("from")) {
            more.add("From: <" + address + ">");
        }
        if (!header.has("message-id")) {
            String domain = address.substring(address.lastIndexOf('@') + 1);
            more.add("Message-ID: " + MessageId.create(random, now, domain));
        }
        if (!header.has("mime-version") && header.hasAny("content-")) {
            more.add("MIME-Version: 1.0");
        } else if (!header.has("mime-version") && body.found()) {
            more.add("MIME-Version: 1.0");
            more.add("Content-Type: text/plain; charset=" + (body.utf8() ? "utf-8" : "unknown-8bit"));
            more.add("Content-Transfer-Encoding: 8bit");
        }
        return more.isEmpty() ? "" : String.join("\r\n", more) + "\r\n";
    }

    private static String shown(String name) {
        StringBuilder words = new StringBuilder();
        for (String word : name.split("-", -1)) {
            words.append(words.isEmpty() ? "" : "-")
                    .append(Character.toUpperCase(word.charAt(0)))
                    .append(word, 1, word.length());
        }
        return words.toString();
    }

    private static Optional<Reply> refusal(String sentence) {
        return Optional.of(Reply.of(554, "5.6.0", sentence));
    }
}
