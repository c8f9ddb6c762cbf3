package org.pennypost.mime.parse;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What a report tells programs (RFC 6522), as it was found, good or not: texts that are missing are empty, and nothing in them is to be trusted; anybody can
 * send a report. {@link org.pennypost.mime.Report} is for writing.
 *
 * {@snippet :
 * if (FoundReport.in(message.root()).orElse(null) instanceof FoundReport.Delivery delivery) {
 *     delivery.recipients().forEach(recipient -> System.out.println(recipient.finalRecipient() + " " + recipient.status()));
 * }
 * }
 */
public sealed interface FoundReport {
    /** How much of a report is read. */
    int BYTES_MAX = 4 << 20;

    /**
     * What became of a message (RFC 3464 §2.2).
     *
     * @param reportingMta the name of the host that reports
     * @param envelopeId what the sender called the message
     * @param arrived when the message came to that host
     * @param recipients at least one in a good report
     */
    record Delivery(
            String reportingMta, String envelopeId, Optional<OffsetDateTime> arrived, List<Recipient> recipients)
            implements FoundReport {
        /** Copies the lists. */
        public Delivery {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * What became of it for one recipient (RFC 3464 §2.3).
     *
     * @param originalRecipient the address that the sender gave
     * @param finalRecipient the address that it was sent to in the end
     * @param action in small letters: {@code failed}, {@code delayed}, {@code delivered}, {@code relayed} or {@code expanded}
     * @param status such as {@code 5.1.1} (RFC 3463), without the comment that some write behind it
     * @param remoteMta the name of the host that said so
     * @param diagnostic what it said, such as an SMTP reply
     * @param lastAttempt when that was
     * @param willRetryUntil when it will be given up
     */
    record Recipient(
            String originalRecipient,
            String finalRecipient,
            String action,
            String status,
            String remoteMta,
            String diagnostic,
            Optional<OffsetDateTime> lastAttempt,
            Optional<OffsetDateTime> willRetryUntil) {}

    /**
     * That a message was read, or what else became of it with its reader (RFC 8098 §3).
     *
     * @param reportingUa the program that reports
     * @param originalRecipient the address that the sender gave
     * @param finalRecipient who reports
     * @param originalMessageId the identifier of the message, without angle brackets
     * @param automaticAction whether a program decided, not a person (RFC 8098 §3.2.6.1)
     * @param automaticallySent whether the person did not agree to this one report
     * @param type in small letters: {@code displayed}, {@code deleted}, {@code dispatched} or {@code processed}
     * @param modifiers of the type, in small letters
     * @param errors what went wrong
     */
    record Disposition(
            String reportingUa,
            String originalRecipient,
            String finalRecipient,
            String originalMessageId,
            boolean automaticAction,
            boolean automaticallySent,
            String type,
            List<String> modifiers,
            List<String> errors)
            implements FoundReport {
        /** Copies the lists. */
        public Disposition {
            modifiers = List.copyOf(modifiers);
            errors = List.copyOf(errors);
        }
    }

    /**
     * A complaint about a message, from who got it (RFC 5965 §3).
     *
     * @param type in small letters, such as {@code abuse}, {@code fraud}, {@code not-spam}
     * @param userAgent the program that reports
     * @param mailFrom the sender of the envelope, without angle brackets
     * @param recipients of the envelope, without angle brackets
     * @param arrived when the message came
     * @param sourceIp from where, as written
     * @param incidents how many messages it stands for, 1 where it does not say
     * @param domains to which the reporter thinks it is owed
     * @param uris likewise
     * @param authenticationResults the values of the fields (RFC 8601)
     */
    record Feedback(
            String type,
            String userAgent,
            String mailFrom,
            List<String> recipients,
            Optional<OffsetDateTime> arrived,
            String sourceIp,
            int incidents,
            List<String> domains,
            List<String> uris,
            List<String> authenticationResults)
            implements FoundReport {
        /** Copies the lists. */
        public Feedback {
            recipients = List.copyOf(recipients);
            domains = List.copyOf(domains);
            uris = List.copyOf(uris);
            authenticationResults = List.copyOf(authenticationResults);
        }
    }

    /**
     * Finds the report in a message: the second part of a {@code multipart/report}. Lenient: in a multipart of another kind, or alone, too.
     *
     * @return empty where there is none
     * @throws IOException when the source cannot be read
     */
    static Optional<FoundReport> in(Part message) throws IOException {
        return ReportReader.read(message);
    }

    /** Finds the message that a report is about: its last part, the message or only the header of it ({@code text/rfc822-headers}). */
    static Optional<Part> returned(Part report) {
        return report.children().stream()
                .filter(part -> {
                    String type = part.contentType().type().toString();
                    return part instanceof Part.Message
                            || type.equals("text/rfc822-headers")
                            || type.equals("message/global-headers");
                })
                .findFirst();
    }
}
