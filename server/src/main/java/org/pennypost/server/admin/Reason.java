package org.pennypost.server.admin;

/** Why an administrative command was not done. */
public enum Reason {
    /** The command or its arguments make no sense. */
    USAGE,
    /** What it names is not there. */
    ABSENT,
    /** What it would make is there already, or something still needs what it would remove. */
    CONFLICT,
    /** The store could not be read or written. */
    STORE,
    /** The check found damage. */
    DAMAGED,
    /** A fault of ours; the server's log has more. */
    FAULT
}
