package org.pennypost.smtp.session;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.DotBlock;

/** A message on its way from the framing to the reception: counts, stops passing on what is too large, and judges the whole at its end. Used by one thread. */
public final class MessageIntake implements ByteSink, AutoCloseable {
    /** RFC 5321 §6.3: at least 100, so that no message that is on its way is taken for one that goes in circles. */
    private static final int HOPS_MAX = 100;

    private final IncomingMessage message;
    private final Form form;
    private final int recipients;
    private final boolean replyForEach;
    private final long bytesMax;
    private final long overrunBytesMax;
    private final HopCount hops = new HopCount();
    private final LineCensus census = new LineCensus();
    private long bytes;

    /** How the octets come. */
    enum Form {
        /** As a dot block, whose framing counts what must not stand in it. */
        DOTTED,
        /** In chunks, of lines. */
        CHUNKED_LINES,
        /** In chunks, of anything (RFC 3030 §3). */
        CHUNKED_BINARY
    }

    /**
     * @param recipients how many were accepted
     * @param replyForEach whether each of them gets a reply (RFC 2033 §4.2)
     */
    MessageIntake(
            IncomingMessage message,
            Form form,
            int recipients,
            boolean replyForEach,
            long bytesMax,
            long overrunBytesMax) {
        this.message = message;
        this.form = form;
        this.recipients = recipients;
        this.replyForEach = replyForEach;
        this.bytesMax = bytesMax;
        this.overrunBytesMax = overrunBytesMax;
    }

    /** @throws Overrun when so much came that reading on in order to answer politely is not worth it */
    @Override
    public void accept(byte[] chunk, int offset, int length) throws Overrun {
        bytes += length;
        if (bytes <= bytesMax) {
            if (form == Form.CHUNKED_LINES) {
                census.count(chunk, offset, length);
            }
            hops.count(chunk, offset, length);
            message.write(chunk, offset, length);
        } else if (bytes - bytesMax > overrunBytesMax) {
            throw new Overrun();
        }
    }

    /** @return whether more came than a message may have */
    boolean overfull() {
        return bytes > bytesMax;
    }

    /** @return the octets that came so far */
    long bytes() {
        return bytes;
    }

    /** Accepts or refuses the message, which arrived to its end as a dot block. */
    List<Reply> conclude(DotBlock block) {
        return conclude(block.bareCr(), block.bareLf(), block.nul());
    }

    /** Accepts or refuses the message, whose last chunk has come. */
    List<Reply> conclude() {
        census.finish();
        return conclude(census.bareCr(), census.bareLf(), census.nul());
    }

    private List<Reply> conclude(long bareCr, long bareLf, long nul) {
        if (overfull()) {
            return forEach(tooLarge());
        }
        if (bareCr > 0 || bareLf > 0) {
            return forEach(bareLineEnds(bareCr, bareLf));
        }
        if (nul > 0) {
            return forEach(Reply.of(
                    554,
                    "5.6.0",
                    "Refused, nothing was stored: the message holds " + count(nul, "NUL octet")
                            + ", which neither 7bit nor 8bit data may (RFC 2045 2.7, 2.8).",
                    "Send such content as a MIME attachment in base64."));
        }
        if (hops.hops() > HOPS_MAX) {
            return forEach(
                    Reply.of(
                            554,
                            "5.4.6",
                            "Refused, nothing was stored: the message has gone through " + hops.hops()
                                    + " servers already, so it goes round in a loop. Look at its Received fields to see where."));
        }
        if (!replyForEach) {
            return List.of(message.accept());
        }
        List<Reply> replies = message.acceptForEach(recipients);
        if (replies.size() != recipients) {
            throw new IllegalStateException(replies.size() + " replies for " + recipients + " recipients");
        }
        return replies;
    }

    private List<Reply> forEach(Reply reply) {
        return replyForEach ? Collections.nCopies(recipients, reply) : List.of(reply);
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
    private static Reply bareLineEnds(long bareCr, long bareLf) {
        return Reply.of(
                554,
                "5.6.0",
                "Refused, nothing was stored: the message holds " + count(bareCr, "bare CR") + " and "
                        + count(bareLf, "bare LF")
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
