package org.pennypost.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.MessageSurvey;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.ReversePath;
import org.pennypost.wire.ByteSink;

/**
 * A message to send.
 *
 * @param from the reverse-path
 * @param to the recipients, at least one, with the parameters that RCPT shall have where the server knows them
 * @param content header and body; unless the body is BINARYMIME, line ends that are not CRLF are sent as CRLF
 * @param sizeOctets the content's size as it is sent, without dot-stuffing (RFC 1870 §4)
 * @param body whether octets above 127 stand in it, or anything at all
 * @param utf8Header whether they stand in its header, or in one of its parts', so that only SMTPUTF8 can carry it (RFC 6531 §3.2, §3.4)
 * @param labelled whether it says that it is MIME, if octets above 127 stand in its bodies; for others nobody may be asked for 8BITMIME (RFC 5321 §2.4)
 * @param parameters what MAIL shall have where the server knows it, of {@link EnvelopeParameters}
 */
public record OutgoingMessage(
        ReversePath from,
        List<RcptCommand> to,
        MessageContent content,
        long sizeOctets,
        Body body,
        boolean utf8Header,
        boolean labelled,
        EsmtpParameters parameters) {

    public OutgoingMessage {
        to = List.copyOf(to);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a message needs a recipient");
        }
    }

    /** Reads the content once to learn its size and what it needs. */
    public static OutgoingMessage of(ReversePath from, List<ForwardPath> to, MessageContent content)
            throws IOException {
        List<RcptCommand> recipients = to.stream()
                .map(path -> new RcptCommand(path, EsmtpParameters.NONE))
                .toList();
        return surveyed(from, recipients, content, EsmtpParameters.NONE);
    }

    private static OutgoingMessage surveyed(
            ReversePath from, List<RcptCommand> to, MessageContent content, EsmtpParameters parameters)
            throws IOException {
        MessageSurvey survey = new MessageSurvey();
        copy(content, survey);
        return new OutgoingMessage(
                from,
                to,
                content,
                survey.octets(),
                survey.eightBit() ? Body.EIGHT_BIT_MIME : Body.SEVEN_BIT,
                survey.utf8Header(),
                survey.labelled(),
                parameters);
    }

    /** @return the same message as one whose octets must arrive as they are, whatever they are (RFC 3030 §3); reads the content once for its size */
    public OutgoingMessage binary() throws IOException {
        long octets;
        try (InputStream in = content.open()) {
            octets = in.transferTo(OutputStream.nullOutputStream());
        }
        return new OutgoingMessage(from, to, content, octets, Body.BINARY_MIME, utf8Header, labelled, parameters);
    }

    /** @return the same message with these parameters of MAIL */
    public OutgoingMessage with(EsmtpParameters other) {
        return new OutgoingMessage(from, to, content, sizeOctets, body, utf8Header, labelled, other);
    }

    /** @return the same message to others */
    public OutgoingMessage to(List<RcptCommand> others) {
        return new OutgoingMessage(from, others, content, sizeOctets, body, utf8Header, labelled, parameters);
    }

    /** @return the same message in ASCII, if its content has that form */
    Optional<OutgoingMessage> sevenBit() throws IOException {
        Optional<MessageContent> converted = content.sevenBit();
        return converted.isEmpty() ? Optional.empty() : Optional.of(surveyed(from, to, converted.get(), parameters));
    }

    /** @return the same message with all domains as A-labels, which mean the same and need no SMTPUTF8 (RFC 6531 §3.2, RFC 5890 §2.3.2.1) */
    OutgoingMessage withAsciiDomains() {
        return withMailboxes(
                mailbox -> mailbox.ascii() ? mailbox : new Mailbox(mailbox.localPart(), mailbox.asciiDomain()));
    }

    /** @return the same message with all domains as U-labels: the form that RFC 6531 §3.7 prefers where SMTPUTF8 is used */
    OutgoingMessage withUnicodeDomains() {
        return withMailboxes(
                mailbox -> mailbox.literal() ? mailbox : new Mailbox(mailbox.localPart(), mailbox.unicodeDomain()));
    }

    private OutgoingMessage withMailboxes(UnaryOperator<Mailbox> form) {
        ReversePath sender = from.mailbox()
                .map(mailbox -> ReversePath.of(form.apply(mailbox)))
                .orElse(from);
        List<RcptCommand> recipients = to.stream()
                .map(rcpt -> new RcptCommand(
                        rcpt.to()
                                .mailbox()
                                .map(mailbox -> ForwardPath.of(form.apply(mailbox)))
                                .orElse(rcpt.to()),
                        rcpt.parameters()))
                .toList();
        return new OutgoingMessage(sender, recipients, content, sizeOctets, body, utf8Header, labelled, parameters);
    }

    /** @return whether the envelope or the header can only be sent with SMTPUTF8 */
    boolean needsSmtpUtf8() {
        return utf8Header
                || from.mailbox().map(mailbox -> !mailbox.ascii()).orElse(false)
                || to.stream().flatMap(rcpt -> rcpt.to().mailbox().stream()).anyMatch(mailbox -> !mailbox.ascii());
    }

    /** Passes on the content as it is sent: with CRLF line ends, or as it is when it is binary. */
    void copy(ByteSink into) throws IOException {
        if (body != Body.BINARY_MIME) {
            copy(content, into);
            return;
        }
        try (InputStream in = content.open()) {
            in.transferTo(into.asStream());
        }
    }

    /** Passes on the content with CRLF line ends. */
    private static void copy(MessageContent content, ByteSink into) throws IOException {
        CrlfLines lines = new CrlfLines(into);
        try (InputStream in = content.open()) {
            in.transferTo(lines.asStream());
        }
        lines.finish();
    }
}
