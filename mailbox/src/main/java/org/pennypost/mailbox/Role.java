package org.pennypost.mailbox;

import java.util.Arrays;
import java.util.Optional;

/** What a mailbox is for: the special-use attributes of RFC 6154 §2, also the roles of RFC 8621 §2. At most one mailbox has each. */
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

    /** As LIST spells it, with the backslash. */
    public String attribute() {
        return attribute;
    }
}
