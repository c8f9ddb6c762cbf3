package org.pennypost.imap.fetch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.projection.Envelope;
import org.pennypost.mailbox.projection.EnvelopeAddress;
import org.pennypost.mailbox.projection.Projection;

/** ENVELOPE: the header's fields in parts (RFC 9051 §7.5.2), unfolded and not decoded, as they were noted when the message came. */
record EnvelopeItem() implements FetchItem {
    static final FetchAttribute ENVELOPE = FetchAttribute.named("ENVELOPE", new EnvelopeItem());

    @Override
    public void write(SelectedMessage message, ResponseWriter out) throws IOException {
        out.raw("ENVELOPE ");
        Optional<Projection> projection = message.toldProjection();
        if (projection.isEmpty()) {
            // Expunged, and past the time for which the history keeps it.
            out.raw("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
        } else {
            write(projection.get().envelope(), out);
        }
    }

    /** {@code envelope}, of a message inside a message too. */
    static void write(Envelope envelope, ResponseWriter out) {
        out.raw('(').ntext(envelope.date()).sp();
        out.ntext(envelope.subject()).sp();
        write(envelope.from(), out);
        write(envelope.sender(), out);
        write(envelope.replyTo(), out);
        write(envelope.to(), out);
        write(envelope.cc(), out);
        write(envelope.bcc(), out);
        out.ntext(envelope.inReplyTo()).sp();
        out.ntext(envelope.messageId()).raw(')');
    }

    /** {@code env-from} and its like, and a blank. */
    private static void write(List<EnvelopeAddress> addresses, ResponseWriter out) {
        if (addresses.isEmpty()) {
            out.nil().sp();
            return;
        }
        out.raw('(');
        for (EnvelopeAddress each : addresses) {
            switch (each) {
                case EnvelopeAddress.Mailbox mailbox -> {
                    out.raw('(').ntext(mailbox.name().isEmpty() ? null : mailbox.name());
                    // A host of NIL would mean a group.
                    out.raw(" NIL ").text(mailbox.localPart()).sp();
                    out.text(mailbox.domain()).raw(')');
                }
                case EnvelopeAddress.GroupStart group ->
                    out.raw("(NIL NIL ").text(group.name()).raw(" NIL)");
                case EnvelopeAddress.GroupEnd _ -> out.raw("(NIL NIL NIL NIL)");
            }
        }
        out.raw(") ");
    }
}
