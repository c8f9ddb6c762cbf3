package org.pennypost.smtp.session;

import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.Reply;

/** What the shell is to do after a command. Effects on the connection are values; only the shell performs them. */
public sealed interface Outcome {
    /** @return what to send first */
    Reply reply();

    /** Send the reply and go on. */
    record Answer(Reply reply) implements Outcome {}

    /** Send the 354, then receive a message for {@code envelope} and hand it to {@link SmtpSession#endOfData}. */
    record Receive(Reply reply, Envelope envelope) implements Outcome {}

    /** Send the 220, then negotiate TLS and call {@link SmtpSession#secured}. */
    record StartTls(Reply reply) implements Outcome {}

    /** Send the reply and close. {@code reason} is for the log. */
    record Close(Reply reply, String reason) implements Outcome {}
}
