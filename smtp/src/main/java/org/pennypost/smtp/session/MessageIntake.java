package org.pennypost.smtp.session;

import java.io.IOException;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.DotBlock;

/** A message on its way from the framing to the reception: counts, stops passing on what is too large, and judges the whole at its end. Used by one thread. */
public final class MessageIntake implements ByteSink, AutoCloseable {
    private final IncomingMessage message;
    private final long bytesMax;
    private final long overrunBytesMax;
    private long bytes;

    MessageIntake(IncomingMessage message, long bytesMax, long overrunBytesMax) {
        this.message = message;
        this.bytesMax = bytesMax;
        this.overrunBytesMax = overrunBytesMax;
    }

    /** @throws Overrun when so much came that reading on in order to answer politely is not worth it */
    @Override
    public void accept(byte[] chunk, int offset, int length) throws Overrun {
        bytes += length;
        if (bytes <= bytesMax) {
            message.write(chunk, offset, length);
        } else if (bytes - bytesMax > overrunBytesMax) {
            throw new Overrun();
        }
    }

    /** Accepts or refuses the message, which arrived to its end. */
    Reply conclude(DotBlock block) {
        if (bytes > bytesMax) {
            return tooLarge();
        }
        if (block.bareCr() > 0 || block.bareLf() > 0) {
            return bareLineEnds(block);
        }
        if (block.nul() > 0) {
            return Reply.of(
                    554,
                    "5.6.0",
                    "Refused, nothing was stored: the message holds " + count(block.nul(), "NUL octet")
                            + ", which neither 7bit nor 8bit data may (RFC 2045 2.7, 2.8).",
                    "Send such content as a MIME attachment in base64.");
        }
        return message.accept();
    }

    /** RFC 1870 §6.1: 552 for what exceeds the fixed maximum; also sent before closing when an {@link Overrun} ended the reading. */
    public Reply tooLarge() {
        return Reply.of(
                552,
                "5.3.4",
                "Message too large: this server takes at most " + bytesMax
                        + " octets. Nothing was stored; send less, or in several messages.");
    }

    /** RFC 5321 §2.3.8: CR and LF only together, as the end of a line. */
    private static Reply bareLineEnds(DotBlock block) {
        return Reply.of(
                554,
                "5.6.0",
                "Refused, nothing was stored: the message holds " + count(block.bareCr(), "bare CR") + " and "
                        + count(block.bareLf(), "bare LF")
                        + ". In mail every line ends with CR LF together, and neither stands alone (RFC 5321 2.3.8).",
                "Servers that disagree where a line ends can be made to disagree where a message ends: that is how a second message is smuggled inside a first one.",
                "Send it with CR LF at the end of every line, for example through: unix2dos, or nc -C.");
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    @Override
    public void close() {
        message.close();
    }

    /** More came than is worth reading to its end. */
    public static final class Overrun extends IOException {
        private static final long serialVersionUID = 1;

        Overrun() {
            super("the message exceeds the limit by too much");
        }
    }
}
