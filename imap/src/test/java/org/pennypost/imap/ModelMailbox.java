package org.pennypost.imap;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A mailbox as it must be. */
final class ModelMailbox {
    String name;
    long uidNext = 1;
    final TreeMap<Long, Set<String>> messages = new TreeMap<>();

    ModelMailbox(String name) {
        this.name = name;
    }

    void add(Set<String> flags) {
        messages.put(uidNext++, new TreeSet<>(flags));
    }
}
