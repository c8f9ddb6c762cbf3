package org.pennypost.mailbox.projection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.parse.HeaderField;

/**
 * Finds the fields of an envelope in a header, in one walk. Of a field that may be there once the first counts; lists of addresses that come
 * in several fields of a name are joined.
 */
final class EnvelopeFields {
    /** What of a text is kept: no honest one is longer. */
    private static final int CHARACTERS_MAX = 10_000;

    private @Nullable String date;
    private @Nullable String subject;
    private @Nullable String inReplyTo;
    private @Nullable String messageId;
    private @Nullable String references;
    private final List<EnvelopeAddress> from = new ArrayList<>(1);
    private final List<EnvelopeAddress> sender = new ArrayList<>(1);
    private final List<EnvelopeAddress> replyTo = new ArrayList<>(1);
    private final List<EnvelopeAddress> to = new ArrayList<>(2);
    private final List<EnvelopeAddress> cc = new ArrayList<>(0);
    private final List<EnvelopeAddress> bcc = new ArrayList<>(0);

    private EnvelopeFields() {}

    static EnvelopeFields of(List<NumberedField> header) {
        EnvelopeFields fields = new EnvelopeFields();
        for (NumberedField field : header) {
            fields.take(field.name(), field.field());
        }
        return fields;
    }

    private void take(String name, HeaderField field) {
        switch (name) {
            case "date" -> date = first(date, field);
            case "subject" -> subject = first(subject, field);
            case "in-reply-to" -> inReplyTo = first(inReplyTo, field);
            case "message-id" -> messageId = first(messageId, field);
            case "references" -> references = references == null ? field.value() : references;
            case "from" -> add(from, field);
            case "sender" -> add(sender, field);
            case "reply-to" -> add(replyTo, field);
            case "to" -> add(to, field);
            case "cc" -> add(cc, field);
            case "bcc" -> add(bcc, field);
            default -> {}
        }
    }

    private static String first(@Nullable String before, HeaderField field) {
        if (before != null) {
            return before;
        }
        String value = field.value();
        int end = Math.min(value.length(), CHARACTERS_MAX);
        return value.substring(
                0, end < value.length() && Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end);
    }

    private static void add(List<EnvelopeAddress> addresses, HeaderField field) {
        if (addresses.size() < EnvelopeAddresses.COUNT_MAX) {
            addresses.addAll(EnvelopeAddresses.of(field.value()));
        }
    }

    /** The value of References, or nothing. */
    String references() {
        return references == null ? "" : references;
    }

    Envelope envelope() {
        return new Envelope(date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId);
    }
}
