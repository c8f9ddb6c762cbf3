package org.pennypost.mailbox.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the fields of a header are in the message, so that BODY[HEADER.FIELDS (...)] is answered with the octets of these fields alone.
 * Names that are asked for often are known by number; of the others only where they are.
 */
public final class HeaderIndex {
    /** The number of a name that is not in the list. */
    static final int OTHER = 0;

    /** The names by number, from 1. A new one goes to the end: the numbers are stored. */
    private static final List<String> NAMES = List.of(
            "",
            "date",
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "message-id",
            "in-reply-to",
            "references",
            "subject",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "content-disposition",
            "content-id",
            "content-description",
            "content-language",
            "content-location",
            "content-md5",
            "return-path",
            "delivered-to",
            "received",
            "authentication-results",
            "dkim-signature",
            "arc-seal",
            "arc-message-signature",
            "arc-authentication-results",
            "received-spf",
            "list-id",
            "list-post",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "list-archive",
            "list-help",
            "list-owner",
            "list-subscribe",
            "mailing-list",
            "precedence",
            "auto-submitted",
            "importance",
            "priority",
            "x-priority",
            "x-mailer",
            "user-agent",
            "organization",
            "newsgroups",
            "followup-to",
            "mail-followup-to",
            "mail-reply-to",
            "disposition-notification-to",
            "return-receipt-to",
            "resent-date",
            "resent-from",
            "resent-sender",
            "resent-to",
            "resent-cc",
            "resent-message-id",
            "keywords",
            "comments",
            "x-spam-flag",
            "x-spam-status",
            "x-spam-score",
            "x-spam-level",
            "x-mozilla-status",
            "x-mozilla-status2",
            "x-mozilla-keys",
            "x-uid",
            "x-status",
            "status",
            "autocrypt",
            "delivery-date",
            "envelope-to",
            "expires",
            "supersedes",
            "thread-topic",
            "thread-index",
            "x-original-to",
            "x-envelope-from",
            "sensitivity",
            "errors-to",
            "x-loop",
            "x-beenthere",
            "archived-at",
            "tls-required",
            "lines",
            "x-label",
            "x-k9mail-identity",
            "chat-version",
            "x-draft-info",
            "x-msmail-priority",
            "x-uniform-type-identifier",
            "x-universally-unique-identifier",
            "content-class",
            "x-forwarded-message-id",
            "x-gmail-labels");

    private static final Map<String, Integer> NUMBERS = numbers();

    private final List<Field> fields;
    private final long end;

    HeaderIndex(List<Field> fields, long end) {
        this.fields = List.copyOf(fields);
        this.end = end;
    }

    /**
     * A field.
     *
     * @param number of its name
     * @param from offset of its first octet
     * @param to offset behind its last
     */
    record Field(int number, long from, long to) {}

    /**
     * Octets of the message.
     *
     * @param from offset of the first
     * @param to offset behind the last
     */
    public record Range(long from, long to) {}

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 1; i < NAMES.size(); i++) {
            numbers.put(NAMES.get(i), i);
        }
        return Map.copyOf(numbers);
    }

    static int number(String name) {
        return NUMBERS.getOrDefault(name.toLowerCase(Locale.ROOT), OTHER);
    }

    /** The name in lower case; empty for {@link #OTHER}. */
    static String name(int number) {
        return NAMES.get(number);
    }

    static boolean isNumber(long number) {
        return number >= 0 && number < NAMES.size();
    }

    List<Field> fields() {
        return fields;
    }

    /**
     * Which names are asked for.
     *
     * @param names in any case
     * @return by number; {@link #OTHER} stands for names that are not in the list
     */
    static boolean[] wanted(Collection<String> names) {
        boolean[] wanted = new boolean[NAMES.size()];
        names.forEach(name -> wanted[number(name)] = true);
        return wanted;
    }

    /** Returns the offset behind the last field. */
    public long end() {
        return end;
    }

    /**
     * Returns where the fields of these names are, in the order of the header, those that follow each other joined.
     *
     * @param names in any case
     * @return empty if the index cannot say, since one of the names is not among those it knows and the header has such fields
     */
    public Optional<List<Range>> ranges(Collection<String> names) {
        boolean[] wanted = wanted(names);
        List<Range> ranges = new ArrayList<>();
        for (Field field : fields) {
            if (wanted[field.number()]) {
                if (field.number() == OTHER) {
                    return Optional.empty();
                }
                if (!ranges.isEmpty() && ranges.getLast().to() == field.from()) {
                    ranges.set(ranges.size() - 1, new Range(ranges.getLast().from(), field.to()));
                } else {
                    ranges.add(new Range(field.from(), field.to()));
                }
            }
        }
        return Optional.of(ranges);
    }
}
