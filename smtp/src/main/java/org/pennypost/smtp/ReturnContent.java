package org.pennypost.smtp;

/** How much of a message comes back with the news that it could not be delivered (RFC 3461 §4.3). */
public enum ReturnContent {
    /** All of it. */
    FULL,
    /** Its header alone. */
    HDRS
}
