package org.pennypost.mailbox;

import java.time.Instant;
import java.util.Set;

/**
 * A message in a mailbox, as a view knows it.
 *
 * @param content what it shares with its copies: equal for equal contents, the EMAILID of RFC 8474 §5.1
 * @param sizeOctets prefix and bytes as received: RFC822.SIZE, the octets of POP3; {@code surrogate} says what that is for programs to which the message
 *     is told otherwise
 * @param received the internal date (RFC 9051 §2.3.3)
 * @param saved when it came into this mailbox: SAVEDATE (RFC 8514 §3)
 */
public record Message(
        Uid uid,
        MessageId id,
        MessageId content,
        ModSeq modSeq,
        Set<Flag> flags,
        long sizeOctets,
        Instant received,
        Instant saved,
        SurrogateNote surrogate) {
    public Message {
        flags = Set.copyOf(flags);
    }
}
