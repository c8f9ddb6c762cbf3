package org.pennypost.mime;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a report tells programs: the second part of a {@code multipart/report} (RFC 6522). The first part, for people, is the text of the
 * message; the third is the message that the report is about, or its header.
 *
 * <p>Texts in it are as safe as everywhere: {@link HeaderText} cannot start another field.
 *
 * {@snippet :
 * Report receipt = new Report.Disposition(
 *         HeaderText.of("example.org; Pennypost"),
 *         Optional.empty(),
 *         HeaderText.of("alice@example.org"),
 *         Optional.of(new MessageId("1", "example.net")),
 *         Report.Disposition.DISPLAYED);
 * OutgoingMessage message = new MessageBuilder(InstantSource.system(), new SecureRandom())
 *         .from(AddressList.parseMailbox("alice@example.org"))
 *         .to(AddressList.parse("bob@example.net"))
 *         .text("I have read it.")
 *         .report(receipt)
 *         .build();
 * }
 */
public sealed interface Report {
    /** Returns the value of {@code report-type}. */
    String type();

    /** Returns the media type of the second part. */
    MediaType mediaType();

    /** Returns its fields, in groups with empty lines between them. */
    List<List<Field>> groups();

    /** One field; a name is made of letters and hyphens. */
    record Field(String name, HeaderText value) {
        /** @throws IllegalArgumentException when the name is none of a field (RFC 5322 §3.6.8) */
        public Field {
            if (name.isEmpty() || !name.chars().allMatch(Ascii::isFieldName)) {
                throw new IllegalArgumentException("not a field name: " + BadField.show(name));
            }
        }
    }

    /** What became of a message for a recipient (RFC 3464 §2.3.3). */
    enum Action {
        /** It could not be delivered, and nobody tries any more. */
        FAILED,
        /** It could not be delivered or relayed so far, and is tried again. */
        DELAYED,
        /** It is in the recipient's mailbox. */
        DELIVERED,
        /** It was given to a server that reports no deliveries. */
        RELAYED,
        /** It was delivered and sent on to several others. */
        EXPANDED;

        /** Returns the word of the field. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What became of a message (RFC 3464).
     *
     * @param reportingMta the host that reports: a domain, or a name that only its own network knows (RFC 3461 §6.3)
     * @param envelopeId what the sender called the message (ENVID, RFC 3461 §4.4)
     * @param arrived when the message came to it
     * @param deliverBy by when it was to be delivered (RFC 2852 §5)
     * @param futureRelease that it was to be held back (RFC 4865 §5.1.2): {@code for;3600}, {@code until;2027-01-31T08:00:00Z}
     * @param recipients one entry for each
     */
    record Delivery(
            HeaderText reportingMta,
            Optional<HeaderText> envelopeId,
            Optional<OffsetDateTime> arrived,
            Optional<OffsetDateTime> deliverBy,
            Optional<HeaderText> futureRelease,
            List<Recipient> recipients)
            implements Report {
        /** Of a message that was not to be held back, nor to be delivered by a time. */
        public Delivery(
                HeaderText reportingMta,
                Optional<HeaderText> envelopeId,
                Optional<OffsetDateTime> arrived,
                List<Recipient> recipients) {
            this(reportingMta, envelopeId, arrived, Optional.empty(), Optional.empty(), recipients);
        }

        /** @throws IllegalArgumentException without a recipient (RFC 3464 §2.1) */
        public Delivery {
            recipients = List.copyOf(recipients);
            if (recipients.isEmpty()) {
                throw new IllegalArgumentException("a delivery report is about at least one recipient");
            }
        }

        @Override
        public String type() {
            return "delivery-status";
        }

        @Override
        public MediaType mediaType() {
            return new MediaType("message", "delivery-status");
        }

        @Override
        public List<List<Field>> groups() {
            List<Field> message = new ArrayList<>();
            envelopeId.ifPresent(id -> message.add(new Field("Original-Envelope-Id", id)));
            message.add(new Field("Reporting-MTA", typed(typeOf(reportingMta.value()), reportingMta.value())));
            arrived.ifPresent(when -> message.add(new Field("Arrival-Date", new HeaderText(MailDate.write(when)))));
            deliverBy.ifPresent(
                    when -> message.add(new Field("Deliver-By-Date", new HeaderText(MailDate.write(when)))));
            futureRelease.ifPresent(said -> message.add(new Field("Future-Release-Request", said)));
            List<List<Field>> groups = new ArrayList<>();
            groups.add(message);
            recipients.forEach(recipient -> groups.add(recipient.fields()));
            return groups;
        }

        /** A name of one label is none of the DNS. */
        private static String typeOf(String mta) {
            return mta.indexOf('.') > 0 || mta.startsWith("[") ? "dns" : "x-local-hostname";
        }
    }

    /**
     * A recipient as the sender named it (ORCPT, RFC 3461 §4.2).
     *
     * @param type of the address, as it was written: {@code rfc822}, {@code utf-8} (RFC 6533 §3) or another that is registered
     * @param address decoded
     */
    record Original(HeaderText type, HeaderText address) {}

    /**
     * What became of a message for one recipient (RFC 3464 §2.3).
     *
     * @param original the recipient as the sender named it
     * @param last the recipient to which it was last sent
     * @param action what happened
     * @param status the status code such as {@code 5.1.1} (RFC 3463)
     * @param remoteMta the host that said so, if it was another
     * @param diagnostic what it said: an SMTP reply
     * @param lastAttempt when that was
     * @param willRetryUntil when it will be given up, for a delayed message
     */
    record Recipient(
            Optional<Original> original,
            HeaderText last,
            Action action,
            HeaderText status,
            Optional<HeaderText> remoteMta,
            Optional<HeaderText> diagnostic,
            Optional<OffsetDateTime> lastAttempt,
            Optional<OffsetDateTime> willRetryUntil) {
        List<Field> fields() {
            List<Field> fields = new ArrayList<>();
            original.ifPresent(named -> fields.add(new Field("Original-Recipient", written(named))));
            fields.add(new Field("Final-Recipient", address(last.value())));
            fields.add(new Field("Action", new HeaderText(action.word())));
            fields.add(new Field("Status", status));
            remoteMta.ifPresent(host -> fields.add(new Field("Remote-MTA", typed("dns", host.value()))));
            diagnostic.ifPresent(reply -> fields.add(new Field("Diagnostic-Code", typed("smtp", reply.value()))));
            lastAttempt.ifPresent(
                    when -> fields.add(new Field("Last-Attempt-Date", new HeaderText(MailDate.write(when)))));
            willRetryUntil.ifPresent(
                    when -> fields.add(new Field("Will-Retry-Until", new HeaderText(MailDate.write(when)))));
            return fields;
        }
    }

    /**
     * That a message was read, or deleted, or why neither (RFC 8098).
     *
     * @param reportingUa the program that reports
     * @param originalRecipient the recipient as the sender named it
     * @param finalRecipient who reports
     * @param messageId of the message it is about
     * @param disposition such as {@code manual-action/MDN-sent-manually; displayed} (RFC 8098 §3.2.6)
     */
    record Disposition(
            HeaderText reportingUa,
            Optional<HeaderText> originalRecipient,
            HeaderText finalRecipient,
            Optional<MessageId> messageId,
            HeaderText disposition)
            implements Report {
        /** The person read the message, and agreed to say so. */
        public static final HeaderText DISPLAYED = new HeaderText("manual-action/MDN-sent-manually; displayed");

        @Override
        public String type() {
            return "disposition-notification";
        }

        @Override
        public MediaType mediaType() {
            return new MediaType("message", "disposition-notification");
        }

        @Override
        public List<List<Field>> groups() {
            List<Field> fields = new ArrayList<>();
            fields.add(new Field("Reporting-UA", reportingUa));
            originalRecipient.ifPresent(
                    address -> fields.add(new Field("Original-Recipient", address(address.value()))));
            fields.add(new Field("Final-Recipient", address(finalRecipient.value())));
            messageId.ifPresent(id -> fields.add(new Field("Original-Message-ID", new HeaderText(id.toString()))));
            fields.add(new Field("Disposition", disposition));
            return List.of(fields);
        }
    }

    private static HeaderText typed(String type, String value) {
        return new HeaderText(type + "; " + value);
    }

    /** An address in ASCII: where it is not, in the spelling of RFC 6533 §3. */
    private static HeaderText address(String address) {
        return Ascii.isPrintable(address) ? typed("rfc822", address) : typed("utf-8", spelled(address));
    }

    /** In the type that the sender gave. */
    private static HeaderText written(Original named) {
        String type = named.type().value();
        String address = named.address().value();
        return typed(type, type.equalsIgnoreCase("utf-8") ? spelled(address) : address);
    }

    private static String spelled(String address) {
        StringBuilder spelled = new StringBuilder();
        address.codePoints().forEach(c -> {
            if (c > ' ' && c < 0x7F && c != '\\' && c != '+' && c != '=') {
                spelled.append((char) c);
            } else {
                spelled.append("\\x{")
                        .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                        .append('}');
            }
        });
        return spelled.toString();
    }
}
