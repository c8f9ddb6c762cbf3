package org.pennypost.imap.client;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A mailbox as LIST and LSUB tell it (RFC 9051 §7.3.1).
 *
 * @param name its name, decoded; where it is no modified UTF-7 although it had to be, as it came
 * @param delimiter what divides levels of the hierarchy; empty for a flat one
 * @param attributes {@code \Noselect}, {@code \HasChildren}, {@code \Sent} and their like, as they came
 */
public record ListedMailbox(String name, String delimiter, Set<String> attributes) {
    /** What means an attribute too: what is not there cannot be selected, what can have no children has none. */
    private static final Map<String, String> STRONGER =
            Map.of("\\noselect", "\\nonexistent", "\\hasnochildren", "\\noinferiors");

    public ListedMailbox {
        attributes = Set.copyOf(attributes);
    }

    /** Whether it has an attribute, in any case, or one that means it too (RFC 9051 §6.3.9.4). */
    public boolean has(String attribute) {
        String wanted = attribute.toLowerCase(Locale.ROOT);
        String stronger = STRONGER.getOrDefault(wanted, wanted);
        return attributes.stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .anyMatch(each -> each.equals(wanted) || each.equals(stronger));
    }

    /** Whether it can be selected. */
    public boolean isSelectable() {
        return !has("\\Noselect");
    }
}
