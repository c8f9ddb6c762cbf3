package org.pennypost.imap.client;

import java.util.Locale;
import java.util.Set;

/**
 * A mailbox as LIST and LSUB tell it (RFC 9051 §7.3.1).
 *
 * @param name its name, decoded; where it is no modified UTF-7 although it had to be, as it came
 * @param delimiter what divides levels of the hierarchy; empty for a flat one
 * @param attributes {@code \Noselect}, {@code \HasChildren}, {@code \Sent} and their like, as they came
 */
public record ListedMailbox(String name, String delimiter, Set<String> attributes) {
    public ListedMailbox {
        attributes = Set.copyOf(attributes);
    }

    /** Whether it has an attribute, in any case. */
    public boolean has(String attribute) {
        String wanted = attribute.toLowerCase(Locale.ROOT);
        return attributes.stream()
                .anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(wanted));
    }

    /** Whether it can be selected. */
    public boolean isSelectable() {
        return !has("\\Noselect") && !has("\\NonExistent");
    }
}
