package org.pennypost.mailbox.projection;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.EncodedWords;

/**
 * The fields that lists of messages show: IMAP's ENVELOPE (RFC 9051 §7.5.2). Texts are the fields' values as sent, unfolded, in UTF-8 or
 * else Latin-1, encoded words not decoded; null where there is no such field, which IMAP spells NIL.
 *
 * @param date of Date, as written
 * @param subject of Subject; {@link #subjectText} is for persons
 * @param from of From
 * @param sender of Sender; those of From where there is none
 * @param replyTo of Reply-To; those of From where there is none
 * @param to of To
 * @param cc of Cc
 * @param bcc of Bcc
 * @param inReplyTo of In-Reply-To
 * @param messageId of Message-ID
 */
public record Envelope(
        @Nullable String date,
        @Nullable String subject,
        List<EnvelopeAddress> from,
        List<EnvelopeAddress> sender,
        List<EnvelopeAddress> replyTo,
        List<EnvelopeAddress> to,
        List<EnvelopeAddress> cc,
        List<EnvelopeAddress> bcc,
        @Nullable String inReplyTo,
        @Nullable String messageId) {
    public Envelope {
        from = List.copyOf(from);
        sender = sender.isEmpty() ? from : List.copyOf(sender);
        replyTo = replyTo.isEmpty() ? from : List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /** Returns the subject as a person reads it; empty without one. */
    public String subjectText() {
        return subject == null ? "" : EncodedWords.decode(subject);
    }

    /** Returns the first mailbox of a list that is in no group or in one; empty if there is none. */
    public static Optional<EnvelopeAddress.Mailbox> firstMailbox(List<EnvelopeAddress> addresses) {
        for (EnvelopeAddress address : addresses) {
            if (address instanceof EnvelopeAddress.Mailbox mailbox) {
                return Optional.of(mailbox);
            }
        }
        return Optional.empty();
    }
}
