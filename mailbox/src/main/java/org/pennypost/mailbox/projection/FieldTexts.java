package org.pennypost.mailbox.projection;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;

/**
 * Octets of the fields that clients list folders by. They stand in the projection themselves, so that such a list is answered without opening
 * the messages. Which they are follows from the header index, so nothing is noted beside them.
 */
final class FieldTexts {
    /** A field of more octets is left in the message. */
    private static final int FIELD_OCTETS_MAX = 1_000;

    /** Together they have at most so many. */
    private static final int OCTETS_MAX = 4_000;

    /** Most have no more. */
    private static final int OCTETS_AT_FIRST = 1_200;

    private static final BitSet KEPT = kept(
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
            "content-type",
            "list-id",
            "list-post",
            "mailing-list",
            "precedence",
            "auto-submitted",
            "importance",
            "priority",
            "x-priority",
            "newsgroups",
            "x-spam-flag",
            "x-label",
            "chat-version",
            "disposition-notification-to");

    private int left = OCTETS_MAX;

    /** For one header, whose fields are then asked about in their order. */
    private FieldTexts() {}

    private static BitSet kept(String... names) {
        BitSet numbers = new BitSet();
        for (String name : names) {
            numbers.set(HeaderIndex.number(name));
        }
        return numbers;
    }

    private boolean keep(HeaderIndex.Field field) {
        long octets = field.to() - field.from();
        if (!KEPT.get(field.number()) || octets > Math.min(left, FIELD_OCTETS_MAX)) {
            return false;
        }
        left -= (int) octets;
        return true;
    }

    /** Reads octets of the message. */
    @FunctionalInterface
    interface Octets<X extends Exception> {
        byte[] read(long from, long to) throws X;
    }

    /** The texts of a header without a prefix, by reading them from the message. */
    static <X extends Exception> byte[] of(HeaderIndex index, Octets<X> message) throws X {
        FieldTexts texts = new FieldTexts();
        ByteArrayOutputStream out = new ByteArrayOutputStream(OCTETS_AT_FIRST);
        long from = 0;
        long to = 0;
        for (HeaderIndex.Field field : index.fields()) {
            if (!texts.keep(field)) {
                continue;
            }
            if (field.from() != to) {
                out.writeBytes(message.read(from, to));
                from = field.from();
            }
            to = field.to();
        }
        out.writeBytes(message.read(from, to));
        return out.toByteArray();
    }

    /**
     * The octets of the fields of these names, in the order of the header.
     *
     * @param names in any case
     * @param prefix what stands before the blob, and has the first fields of the index
     * @param stored the texts of the blob's fields
     * @return empty where one of them has to be read from the message
     */
    static Optional<byte[]> find(HeaderIndex index, Collection<String> names, byte[] prefix, byte[] stored) {
        boolean[] wanted = HeaderIndex.wanted(names);
        FieldTexts texts = new FieldTexts();
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        int at = 0;
        for (HeaderIndex.Field field : index.fields()) {
            int octets = (int) (field.to() - field.from());
            boolean isWanted = wanted[field.number()];
            if (isWanted && field.number() == HeaderIndex.OTHER) {
                return Optional.empty();
            }
            if (field.to() <= prefix.length) {
                if (isWanted) {
                    out.write(prefix, (int) field.from(), octets);
                }
            } else if (texts.keep(field)) {
                if (octets > stored.length - at) {
                    return Optional.empty();
                }
                if (isWanted) {
                    out.write(stored, at, octets);
                }
                at += octets;
            } else if (isWanted) {
                return Optional.empty();
            }
        }
        return Optional.of(out.toByteArray());
    }
}
