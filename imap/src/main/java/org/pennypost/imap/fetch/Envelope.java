package org.pennypost.imap.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mime.parse.Header;
import org.pennypost.mime.parse.HeaderField;

/** ENVELOPE: the header's fields in parts (RFC 9051 §7.5.2), unfolded and not decoded. */
record Envelope() implements FetchItem {
    static final FetchAttribute ENVELOPE = FetchAttribute.named("ENVELOPE", new Envelope());

    @Override
    public void write(SelectedMessage message, ResponseWriter out) throws IOException {
        out.raw("ENVELOPE ");
        Optional<MessageContent> content = message.octets();
        if (content.isEmpty()) {
            out.raw("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
            return;
        }
        try {
            write(message.parsed(content.get()).root().header(), out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** {@code envelope}, of a message inside a message too. Sender and Reply-To are From's where they are missing or empty. */
    static void write(Header header, ResponseWriter out) {
        List<EnvelopeAddress> from = addresses(header, "From");
        List<EnvelopeAddress> sender = addresses(header, "Sender");
        List<EnvelopeAddress> replyTo = addresses(header, "Reply-To");
        out.raw('(')
                .nstring(value(header, "Date"))
                .sp()
                .nstring(value(header, "Subject"))
                .sp();
        write(from, out);
        write(sender.isEmpty() ? from : sender, out);
        write(replyTo.isEmpty() ? from : replyTo, out);
        write(addresses(header, "To"), out);
        write(addresses(header, "Cc"), out);
        write(addresses(header, "Bcc"), out);
        out.nstring(value(header, "In-Reply-To"))
                .sp()
                .nstring(value(header, "Message-ID"))
                .raw(')');
    }

    /** What a string may hold: everything but NUL, and no line ends, which a value has none of unless it is broken. */
    static @Nullable String value(Header header, String name) {
        return header.first(name).map(HeaderField::value).map(Envelope::clean).orElse(null);
    }

    private static String clean(String value) {
        return value.replace('\0', ' ').replace('\r', ' ');
    }

    private static List<EnvelopeAddress> addresses(Header header, String name) {
        String value = value(header, name);
        return value == null ? List.of() : EnvelopeAddress.list(value);
    }

    /** {@code env-from} and its like, and a blank. */
    private static void write(List<EnvelopeAddress> addresses, ResponseWriter out) {
        if (addresses.isEmpty()) {
            out.nil().sp();
            return;
        }
        out.raw('(');
        for (EnvelopeAddress each : addresses) {
            out.raw('(').nstring(each.name()).sp().nstring(each.route()).sp();
            out.nstring(each.mailbox()).sp().nstring(each.host()).raw(')');
        }
        out.raw(") ");
    }
}
