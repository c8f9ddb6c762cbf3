package org.pennypost.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.ReversePath;
import org.pennypost.wire.ByteSink;

/**
 * A message to send.
 *
 * @param from the reverse-path
 * @param to the recipients, at least one
 * @param content header and body; line ends that are not CRLF are sent as CRLF
 * @param sizeOctets the content's size as it is sent, without dot-stuffing (RFC 1870 §4)
 * @param body whether octets above 127 stand in it
 * @param utf8Header whether they stand in its header, so that only SMTPUTF8 can carry it (RFC 6531 §3.4)
 */
public record OutgoingMessage(
        ReversePath from,
        List<ForwardPath> to,
        MessageContent content,
        long sizeOctets,
        Body body,
        boolean utf8Header) {
    private static final int CHUNK_BYTES = 65_536;

    public OutgoingMessage {
        to = List.copyOf(to);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a message needs a recipient");
        }
    }

    /** Reads the content once to learn its size and what it needs. */
    public static OutgoingMessage of(ReversePath from, List<ForwardPath> to, MessageContent content)
            throws IOException {
        Survey survey = new Survey();
        copy(content, survey);
        return new OutgoingMessage(
                from,
                to,
                content,
                survey.octets,
                survey.eightBit ? Body.EIGHT_BIT_MIME : Body.SEVEN_BIT,
                survey.utf8Header);
    }

    /** @return whether the envelope or the header can only be sent with SMTPUTF8 */
    boolean needsSmtpUtf8() {
        return utf8Header
                || from.mailbox().map(mailbox -> !mailbox.ascii()).orElse(false)
                || to.stream().flatMap(path -> path.mailbox().stream()).anyMatch(mailbox -> !mailbox.ascii());
    }

    /** Passes on the content with CRLF line ends. */
    static void copy(MessageContent content, ByteSink into) throws IOException {
        CrlfLines lines = new CrlfLines(into);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = content.open()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                lines.accept(chunk, 0, n);
            }
        }
        lines.finish();
    }

    /** What there is to know of a content before it is sent. */
    private static final class Survey implements ByteSink {
        private long octets;
        private boolean eightBit;
        private boolean utf8Header;
        private boolean header = true;
        private int lineOctets;

        @Override
        public void accept(byte[] bytes, int offset, int length) {
            octets += length;
            for (int i = offset; i < offset + length; i++) {
                eightBit |= bytes[i] < 0;
                if (header) {
                    inHeader(bytes[i]);
                }
            }
        }

        /** The first empty line ends the header (RFC 5322 §2.1). */
        private void inHeader(byte b) {
            utf8Header |= b < 0;
            if (b == '\n') {
                header = lineOctets > 0;
                lineOctets = 0;
            } else if (b != '\r') {
                lineOctets++;
            }
        }
    }
}
