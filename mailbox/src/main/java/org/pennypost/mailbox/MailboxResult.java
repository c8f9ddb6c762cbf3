package org.pennypost.mailbox;

/** What became of a change to the mailboxes themselves. Where it is not {@link Done}, nothing changed. */
public sealed interface MailboxResult {
    record Done(MailboxId mailbox) implements MailboxResult {}

    /** A mailbox of that name is there already (RFC 5530 §3 ALREADYEXISTS). */
    record AlreadyExists(MailboxId mailbox) implements MailboxResult {}

    /** There is no mailbox of that name (RFC 5530 §3 NONEXISTENT). */
    record Missing(MailboxName name) implements MailboxResult {}

    /** It has mailboxes below it, which are to be deleted first (RFC 9051 §6.3.5 HASCHILDREN). */
    record HasChildren(MailboxId mailbox) implements MailboxResult {}

    /** No mailbox here can be for that (RFC 6154 §5.3 USEATTR). */
    record UnfitRole(Role role) implements MailboxResult {}

    /** The account has as many as it may have (RFC 5530 §3 LIMIT). */
    record TooMany(int most) implements MailboxResult {}

    /**
     * It cannot be done to this mailbox (RFC 5530 §3 CANNOT).
     *
     * @param why a sentence for a person
     */
    record Refused(String why) implements MailboxResult {}
}
