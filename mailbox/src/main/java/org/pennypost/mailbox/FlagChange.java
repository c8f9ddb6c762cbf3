package org.pennypost.mailbox;

import java.util.Set;

/**
 * What STORE does to each message's flags (RFC 9051 §6.4.6).
 *
 * @param how added to, taken from, or instead of those that are there
 */
public record FlagChange(How how, Set<Flag> flags) {
    /** FLAGS, +FLAGS or -FLAGS. */
    public enum How {
        ADD,
        REMOVE,
        REPLACE
    }

    public FlagChange {
        flags = Set.copyOf(flags);
    }

    public static FlagChange add(Flag... flags) {
        return new FlagChange(How.ADD, Set.of(flags));
    }

    public static FlagChange remove(Flag... flags) {
        return new FlagChange(How.REMOVE, Set.of(flags));
    }

    public static FlagChange replace(Flag... flags) {
        return new FlagChange(How.REPLACE, Set.of(flags));
    }

    long apply(long before, long mask) {
        return switch (how) {
            case ADD -> before | mask;
            case REMOVE -> before & ~mask;
            case REPLACE -> mask;
        };
    }
}
