package org.pennypost.smtp;

/**
 * Who decides about messages and takes them: the port that a server session asks. One reception serves all sessions, each on a thread of its own.
 *
 * <p>Every answer is a {@link Reply}; a positive one goes on, any other is told to the client as it is. A method that throws ends the session as a bug of ours.
 */
public interface Reception {
    /** May {@code mail.from()} send a message? Asked once for every MAIL. */
    Reply sender(SmtpPeer peer, MailCommand mail);

    /** May the message have this recipient too? Asked once for every RCPT; {@code soFar} holds those that were accepted before. */
    Reply recipient(Envelope soFar, RcptCommand recipient);

    /** The message itself is about to come. The session closes what is returned, whatever happens. */
    IncomingMessage message(Envelope envelope);

    /**
     * What VRFY is told about {@code argument} (RFC 5321 §3.5), a name or an address as typed. The answer of a server that keeps its users to itself is
     * {@link #CANNOT_VERIFY}.
     */
    default Reply verify(SmtpPeer peer, String argument) {
        return CANNOT_VERIFY;
    }

    /** RFC 5321 §3.5.3: 252 where a site does not tell who is there. */
    Reply CANNOT_VERIFY = Reply.of(
            252,
            "2.0.0",
            "This server does not tell who has a mailbox here; send the message, and RCPT will say whether it can be delivered.");
}
