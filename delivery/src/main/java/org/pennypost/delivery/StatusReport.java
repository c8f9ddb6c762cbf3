package org.pennypost.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.pennypost.mime.Address;
import org.pennypost.mime.AddressList;
import org.pennypost.mime.Content;
import org.pennypost.mime.HeaderText;
import org.pennypost.mime.MessageBuilder;
import org.pennypost.mime.OutgoingMessage;
import org.pennypost.mime.Report;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.OriginalRecipient;

/**
 * A delivery status notification (RFC 3461 §6.2, §6.3; RFC 3464): what its sender is told of a message, in words and in fields. Values in,
 * values out.
 *
 * @param hostname who reports
 * @param sender who is told: the reverse-path of the message
 * @param mail the parameters of MAIL
 * @param arrived when the message came
 * @param recipients those that it is about, at least one
 */
record StatusReport(
        String hostname,
        Mailbox sender,
        EsmtpParameters mail,
        Instant arrived,
        List<StatusReport.Recipient> recipients) {
    StatusReport {
        recipients = List.copyOf(recipients);
    }

    /**
     * Somebody whom the message is for.
     *
     * @param address as RCPT said it
     * @param original ORCPT
     */
    record Recipient(String address, Optional<OriginalRecipient> original) {}

    /** What comes back of the message. */
    record Returned(Content content, Extent extent) {
        boolean headerOnly() {
            return extent != Extent.WHOLE;
        }
    }

    /** How much comes back of a message. */
    enum Extent {
        WHOLE("The message is attached.\n"),
        HEADER("The header of the message is attached.\n"),
        /** The fields alone that were put in front of it here. */
        TRACE(
                "The message itself is damaged on the disk of this server and cannot be given back; what the server wrote in front of it is attached.\n");

        private final String told;

        Extent(String told) {
            this.told = told;
        }
    }

    /** Says that the message lies in the mailboxes of all recipients. */
    OutgoingMessage delivered(String postmasterDomain, Returned returned, InstantSource clock, RandomGenerator random) {
        return new Draft(
                        postmasterDomain,
                        "Your message was delivered",
                        "Your message was delivered to\n\n" + listed() + "\n"
                                + (recipients.size() == 1 ? "It lies in the mailbox" : "It lies in their mailboxes")
                                + " now. Whether it has been read, nobody can say from here.\n\n"
                                + "This report was asked for with the message (NOTIFY=SUCCESS). The header of the message is attached.\n",
                        Report.Action.DELIVERED,
                        "2.0.0")
                .message(returned, clock, random);
    }

    /** Why nobody tries any more to bring a message to a recipient. */
    enum Failure {
        /** No code says it better (RFC 3461 §6.3 (g)). */
        REMOVED(
                "5.0.0",
                "It waited on %s to be sent on, and an administrator has taken it out of the queue. It is not tried again.\n\n"
                        + "Ask the administrator why, by an answer to this report, before you send it again. "),
        NOBODY("5.1.1", "It was held back on %s until its time, and nobody has this name there now. "),
        FULL(
                "5.2.2",
                "It was held back on %s until its time, and since then, for some days, there was no room for it. It is not tried again.\n\n"),
        LATE(
                "5.4.7",
                "It waited on %s, and the time in which it was to be delivered is over. It is not tried again.\n\n"),
        UNREADABLE(
                "5.3.0",
                "It was held back on %s until its time, and could not be read then. It is not tried again.\n\n");

        private final String status;
        private final String told;

        Failure(String status, String told) {
            this.status = status;
            this.told = told;
        }
    }

    /** Says that nobody tries any more to bring the message to the recipients. */
    OutgoingMessage failed(
            Failure failure, String postmasterDomain, Returned returned, InstantSource clock, RandomGenerator random) {
        return new Draft(
                        postmasterDomain,
                        "Your message was not delivered",
                        "Your message was not delivered to\n\n" + listed() + "\n" + failure.told.formatted(hostname)
                                + returned.extent().told,
                        Report.Action.FAILED,
                        failure.status)
                .message(returned, clock, random);
    }

    /** Says that the time is over in which the message was to be delivered (RFC 2852 §4.1.3), and that it waits on. */
    OutgoingMessage late(String postmasterDomain, Returned returned, InstantSource clock, RandomGenerator random) {
        return new Draft(
                        postmasterDomain,
                        "Your message is late",
                        "Your message was not delivered yet to\n\n" + listed()
                                + "\nThe time in which it was to be delivered is over. It waits on " + hostname
                                + " to be sent on; you need not send it again. " + returned.extent().told,
                        Report.Action.DELAYED,
                        "4.4.7")
                .message(returned, clock, random);
    }

    private String listed() {
        return recipients.stream()
                .map(recipient -> "    " + recipient.address() + "\n")
                .collect(Collectors.joining());
    }

    /** The words and codes that differ. */
    private final class Draft {
        private final String postmasterDomain;
        private final String subject;
        private final String text;
        private final Report.Action action;
        private final String status;

        Draft(String postmasterDomain, String subject, String text, Report.Action action, String status) {
            this.postmasterDomain = postmasterDomain;
            this.subject = subject;
            this.text = text;
            this.action = action;
            this.status = status;
        }

        OutgoingMessage message(Returned returned, InstantSource clock, RandomGenerator random) {
            Report report = new Report.Delivery(
                    new HeaderText(hostname),
                    mail.find(EnvelopeParameters.ENVID).map(HeaderText::new),
                    Optional.of(arrived.atOffset(ZoneOffset.UTC)),
                    mail.find(EnvelopeParameters.BY)
                            .map(by -> arrived.plusSeconds(by.seconds()).atOffset(ZoneOffset.UTC)),
                    held("for", EnvelopeParameters.HOLDFOR).or(() -> held("until", EnvelopeParameters.HOLDUNTIL)),
                    recipients.stream().map(this::described).toList());
            return new MessageBuilder(clock, random)
                    .from(new Address.Mailbox("Mail delivery", "postmaster", postmasterDomain))
                    .to(new AddressList(List.of(Address.Mailbox.of(sender.localPart(), sender.domain()))))
                    .subject(new HeaderText(subject))
                    .text(text)
                    .report(report, returned.content(), returned.headerOnly())
                    .build();
        }

        /** RFC 4865 §5.1.2: what MAIL asked for, as it was said. */
        private Optional<HeaderText> held(String type, EsmtpParameter<?> parameter) {
            String written = mail.written(parameter::equals);
            return written.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new HeaderText(type + ";" + written.substring(written.indexOf('=') + 1)));
        }

        private Report.Recipient described(Recipient recipient) {
            return new Report.Recipient(
                    recipient
                            .original()
                            .map(named -> new Report.Original(
                                    new HeaderText(named.addressType()), new HeaderText(named.address()))),
                    new HeaderText(recipient.address()),
                    action,
                    new HeaderText(status),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }
}
