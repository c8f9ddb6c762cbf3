package org.pennypost.directory;

/** What becomes of the messages that a POP3 client deletes. */
public enum PopDeletion {
    /** They are expunged. */
    DELETE,
    /** They go to the mailbox for what was thrown away. */
    TRASH,
    /** They stay where they are: for somebody who reads by IMAP, too, and whose POP3 client cannot be told to leave them. */
    KEEP
}
