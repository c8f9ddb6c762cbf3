package org.pennypost.pop3;

import org.pennypost.sasl.Identity;

/** What becomes at QUIT of the messages that a session has marked as deleted. */
public enum Deletion {
    /** They are expunged. */
    EXPUNGE,
    /** They go to the mailbox with the special use Trash (RFC 6154 §2), which is made if there is none. */
    TRASH,
    /** They stay in INBOX: for people whose POP3 program cannot be told to leave them. */
    KEEP;

    /** Who decides it for each account. Thread-safe. */
    @FunctionalInterface
    public interface Policy {
        Deletion of(Identity account);
    }
}
