package org.pennypost.smtp;

/** What a service is for; it decides how clients greet and whether they must log in. */
public enum ServiceKind {
    /** Takes mail from the world for the mailboxes here (RFC 5321). */
    INBOUND,
    /** Takes mail from our own users for the world (RFC 6409): nothing happens before a login. */
    SUBMISSION,
    /** Takes mail from a queue for the mailboxes here, and answers for each recipient after the message (RFC 2033). */
    LMTP
}
