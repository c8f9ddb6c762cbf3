package org.pennypost.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.pennypost.mime.MailDate;
import org.pennypost.names.Idna;
import org.pennypost.smtp.AddressLiteral;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.SmtpPeer;

/**
 * The fields that final delivery writes in front of a message, whose own bytes stay as they came (RFC 5321 §4.4): Return-Path,
 * Delivered-To and Received. Only the second differs between recipients.
 *
 * <pre>{@code
 * Return-Path: <root@yahoo.com>
 * Delivered-To: alice@example.test
 * Received: from client.example.org ([192.0.2.7])
 *  by mail.example.org with ESMTPS (TLSv1.3 TLS_AES_256_GCM_SHA384) id c1f;
 *  Mon, 23 Nov 2026 12:00:00 +0000
 * }</pre>
 */
final class TraceFields {
    private static final int HELO_CHARACTERS_MAX = 255;
    private static final Pattern DOMAIN_OR_LITERAL =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
                    + "|\\[[0-9.]+]|\\[IPv6:[0-9A-Fa-f:.]+]");

    private final Envelope envelope;
    private final String hostname;
    private final Instant received;
    private final String more;
    private final List<String> added;
    private final String before;
    private final String after;

    /**
     * @param hostname who says it: ours
     * @param received when the message was taken
     * @param more what stands between these fields and the message: other fields, each with its CRLF; an empty line where the message
     *     has no header and does not begin with one
     * @param added the names of those fields, noted as RFC 5321 §6.4 asks
     */
    TraceFields(Envelope envelope, String hostname, Instant received, String more, List<String> added) {
        this.envelope = envelope;
        this.hostname = hostname;
        this.received = received;
        this.more = more;
        this.added = List.copyOf(added);
        this.before = "Return-Path: " + envelope.from() + "\r\nDelivered-To: ";
        this.after = "\r\n" + received(envelope.mail().smtpUtf8()) + more;
    }

    /** @param unicode whether names are U-labels, as RFC 6531 §3.7.3 asks for where SMTPUTF8 was said or will be */
    private String received(boolean unicode) {
        SmtpPeer peer = envelope.peer();
        return "Received: from " + from(peer, unicode) + "\r\n by " + (unicode ? Idna.toUnicode(hostname) : hostname)
                + " with "
                + envelope.withProtocol()
                + peer.tls()
                        .map(tls -> " (" + tls.protocol() + " " + tls.cipherSuite() + ")")
                        .orElse("") + " id "
                + peer.connection() + priority(envelope)
                + (added.isEmpty() ? "" : "\r\n (added: " + String.join(", ", added) + ")") + ";\r\n "
                + dateTime(received) + "\r\n";
    }

    /** The clause PRIORITY (RFC 6710 §7). */
    private static String priority(Envelope envelope) {
        return envelope.mail()
                .parameters()
                .find(EnvelopeParameters.MT_PRIORITY)
                .map(priority -> "\r\n priority " + priority)
                .orElse("");
    }

    /** A date-time of RFC 5322 §3.3. */
    static String dateTime(Instant time) {
        return MailDate.write(time.atOffset(ZoneOffset.UTC));
    }

    /** The fields for one recipient, in UTF-8 (RFC 6532 §3.2 where addresses are not ASCII). */
    byte[] forRecipient(String address) {
        return (before + address + after).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The fields of a message that goes on to another server: Return-Path and Delivered-To are for the last one to write.
     *
     * @param unicode whether it will go with SMTPUTF8; names are ASCII otherwise (RFC 6531 §3.7.3)
     */
    byte[] forRelay(boolean unicode) {
        return (received(unicode) + more).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * From-domain and TCP-info of RFC 5321 §4.4. What the client called itself is worth keeping even when it is no domain (the tutorial's
     * {@code HELO .}): then its address stands for it, and its word in a comment.
     */
    private static String from(SmtpPeer peer, boolean unicode) {
        String address = AddressLiteral.of(peer.remote().getAddress());
        return isDomainOrLiteral(peer.helo())
                ? (unicode ? Idna.toUnicode(peer.helo()) : peer.helo()) + " (" + address + ")"
                : address + " (HELO " + comment(peer.helo()) + ")";
    }

    private static boolean isDomainOrLiteral(String helo) {
        return helo.length() <= HELO_CHARACTERS_MAX
                && DOMAIN_OR_LITERAL.matcher(helo).matches();
    }

    /** Whatever it was, as ctext of RFC 5322 §3.2.2. */
    private static String comment(String helo) {
        String cut = helo.length() > HELO_CHARACTERS_MAX ? helo.substring(0, HELO_CHARACTERS_MAX) : helo;
        return cut.replaceAll("[^\\x21-\\x7e ]|[()\\\\]", "?");
    }
}
