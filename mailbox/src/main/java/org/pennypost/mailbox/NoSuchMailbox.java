package org.pennypost.mailbox;

/** Refused, nothing done: the mailbox does not exist, or no longer does. */
public record NoSuchMailbox(MailboxId mailbox)
        implements AppendResult, AppendAllResult, CopyResult, FlagsResult, ExpungeResult {}
