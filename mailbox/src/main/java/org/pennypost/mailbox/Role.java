package org.pennypost.mailbox;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a mailbox is for: the special-use attributes of RFC 6154 §2, also the roles of RFC 8621 §2. At most one mailbox has each; one
 * mailbox may have several.
 */
public enum Role {
    ALL(1, "\\All"),
    ARCHIVE(2, "\\Archive"),
    DRAFTS(3, "\\Drafts"),
    FLAGGED(4, "\\Flagged"),
    JUNK(5, "\\Junk"),
    SENT(6, "\\Sent"),
    TRASH(7, "\\Trash");

    private final int code;
    private final String attribute;

    Role(int code, String attribute) {
        this.code = code;
        this.attribute = attribute;
    }

    /** What stands for it in a record; from 1, never changed. */
    int code() {
        return code;
    }

    /** The role of this code; empty if there is none. */
    static Optional<Role> ofCode(int code) {
        return Arrays.stream(values()).filter(role -> role.code == code).findFirst();
    }

    /** The role that LIST spells so, in any case of letters; empty if there is none. */
    public static Optional<Role> ofAttribute(String attribute) {
        return Arrays.stream(values())
                .filter(role -> role.attribute.equalsIgnoreCase(attribute))
                .findFirst();
    }

    /** Whether such a mailbox shows messages that lie in others (RFC 6154 §2), as none does here. */
    boolean showsOthers() {
        return this == ALL || this == FLAGGED;
    }

    /** A set of roles as bits: bit n for code n + 1. */
    static int bits(Set<Role> roles) {
        int bits = 0;
        for (Role role : roles) {
            bits |= 1 << (role.code - 1);
        }
        return bits;
    }

    /** The roles of these bits; empty if one of them is no role's. */
    static Optional<Set<Role>> ofBits(int bits) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : values()) {
            if ((bits & 1 << (role.code - 1)) != 0) {
                roles.add(role);
            }
        }
        return bits(roles) == bits ? Optional.of(roles) : Optional.empty();
    }

    /** As LIST spells it, with the backslash. */
    public String attribute() {
        return attribute;
    }
}
