package org.pennypost.imap;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A mailbox as it must be. */
final class ModelMailbox {
    String name;
    long uidNext = 1;
    /** By UID, their flags; the sets are replaced and not changed. */
    final TreeMap<Long, Set<String>> messages = new TreeMap<>();

    ModelMailbox(String name) {
        this.name = name;
    }

    void add(Set<String> flags) {
        messages.put(uidNext++, flags);
    }

    /** What STORE makes of flags: {@code +} adds those named, {@code -} takes them away, else they take the place of all. */
    static Set<String> changed(Set<String> flags, String how, Set<String> named) {
        Set<String> changed = new TreeSet<>(how.isEmpty() ? named : flags);
        switch (how) {
            case "+" -> changed.addAll(named);
            case "-" -> changed.removeAll(named);
            default -> {
                // those named are there
            }
        }
        return changed;
    }
}
