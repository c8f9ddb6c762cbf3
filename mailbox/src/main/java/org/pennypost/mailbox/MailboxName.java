package org.pennypost.mailbox;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mailbox's full name: parts between {@code /}, Unicode in normal form C (RFC 9051 §5.1, RFC 5198 §2). The first part INBOX is
 * itself in any case.
 *
 * @param parts 1 to {@value #DEPTH_MAX} parts
 */
public record MailboxName(List<String> parts) implements Comparable<MailboxName> {
    /** Between the parts. */
    public static final char SEPARATOR = '/';

    /** The longest part, in octets of UTF-8. */
    public static final int PART_OCTETS_MAX = 255;

    /** The longest name, in octets of UTF-8 with separators. */
    public static final int OCTETS_MAX = 500;

    /** The most parts. */
    public static final int DEPTH_MAX = 30;

    public static final MailboxName INBOX = new MailboxName(List.of("INBOX"));

    public MailboxName {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > DEPTH_MAX) {
            throw new IllegalArgumentException("a mailbox name has 1 to " + DEPTH_MAX + " parts, not " + parts.size());
        }
        for (String part : parts) {
            if (!isPart(part)) {
                throw new IllegalArgumentException("not a part of a mailbox name: " + part);
            }
        }
        if (parts.getFirst().startsWith("#") || octets(parts) > OCTETS_MAX) {
            throw new IllegalArgumentException(
                    "a mailbox name has at most " + OCTETS_MAX + " octets and does not begin with #");
        }
        if (parts.getFirst().equalsIgnoreCase("INBOX") && !parts.getFirst().equals("INBOX")) {
            List<String> folded = new ArrayList<>(parts);
            folded.set(0, "INBOX");
            parts = List.copyOf(folded);
        }
    }

    /**
     * The name that this text is, normalised; empty if it is none: an empty part, a control character or line separator
     * (RFC 9051 §5.1), a first part that begins with {@code #} (a namespace elsewhere, §5.1.2.1), too long or too deep.
     */
    public static Optional<MailboxName> parse(String text) {
        if (text.length() > OCTETS_MAX) {
            return Optional.empty();
        }
        List<String> parts =
                List.of(Normalizer.normalize(text, Normalizer.Form.NFC).split("/", -1));
        boolean good = parts.size() <= DEPTH_MAX
                && parts.stream().allMatch(MailboxName::isPart)
                && !parts.getFirst().startsWith("#")
                && octets(parts) <= OCTETS_MAX;
        return good ? Optional.of(new MailboxName(parts)) : Optional.empty();
    }

    /**
     * As {@link #parse}, for names known to be right.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static MailboxName of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a mailbox name: " + text));
    }

    /** Without the last part; empty at the top. */
    public Optional<MailboxName> parent() {
        return parts.size() == 1 ? Optional.empty() : Optional.of(new MailboxName(parts.subList(0, parts.size() - 1)));
    }

    /** The last part. */
    public String leaf() {
        return parts.getLast();
    }

    public boolean isInbox() {
        return equals(INBOX);
    }

    /** Whether it is {@code above} or lies below it. */
    public boolean isWithin(MailboxName above) {
        return parts.size() >= above.parts.size()
                && parts.subList(0, above.parts.size()).equals(above.parts);
    }

    /** In the order of parts, so that what lies below a mailbox follows it. */
    @Override
    public int compareTo(MailboxName other) {
        for (int i = 0; i < Math.min(parts.size(), other.parts.size()); i++) {
            int order = parts.get(i).compareTo(other.parts.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(parts.size(), other.parts.size());
    }

    @Override
    public String toString() {
        return String.join("/", parts);
    }

    static int octets(List<String> parts) {
        int octets = parts.size() - 1;
        for (String part : parts) {
            octets += part.getBytes(StandardCharsets.UTF_8).length;
        }
        return octets;
    }

    private static boolean isPart(String part) {
        return !part.isEmpty()
                && part.getBytes(StandardCharsets.UTF_8).length <= PART_OCTETS_MAX
                && part.codePoints().noneMatch(MailboxName::isForbidden);
    }

    private static boolean isForbidden(int c) {
        return c == SEPARATOR
                || c < ' '
                || (c >= 0x7f && c <= 0x9f)
                || c == 0x2028
                || c == 0x2029
                || Character.getType(c) == Character.SURROGATE;
    }
}
