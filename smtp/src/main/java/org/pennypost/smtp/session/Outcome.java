package org.pennypost.smtp.session;

import java.util.List;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.Reply;

/** What the shell is to do after a command. Effects on the connection are values; only the shell performs them. */
public sealed interface Outcome {
    /** @return what to send: first, or after the octets of a chunk were read; none where the end of the chunk gives it */
    default List<Reply> replies() {
        return switch (this) {
            case Answer(Reply reply) -> List.of(reply);
            case Receive(Reply reply, Envelope _) -> List.of(reply);
            case StartTls(Reply reply) -> List.of(reply);
            case Close(Reply reply, String _) -> List.of(reply);
            case ReceiveChunk _ -> List.of();
            case Discard(List<Reply> replies, long _) -> replies;
        };
    }

    /** Send the reply and go on. */
    record Answer(Reply reply) implements Outcome {}

    /** Send the 354, then receive a message for {@code envelope} and hand it to {@link SmtpSession#endOfData}. */
    record Receive(Reply reply, Envelope envelope) implements Outcome {}

    /** Receive so many octets into {@link SmtpSession#chunkIntake}, then call {@link SmtpSession#endOfChunk} and send its replies. */
    record ReceiveChunk(long octets, boolean last) implements Outcome {}

    /** Receive so many octets and drop them, then send the replies. */
    record Discard(List<Reply> replies, long octets) implements Outcome {}

    /** Send the 220, then negotiate TLS and call {@link SmtpSession#secured}. */
    record StartTls(Reply reply) implements Outcome {}

    /** Send the reply and close. {@code reason} is for the log. */
    record Close(Reply reply, String reason) implements Outcome {}
}
