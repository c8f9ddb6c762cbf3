package org.pennypost.smtp.client;

/** Where in a session something was decided. */
public enum Step {
    /** The server's greeting. */
    GREETING,
    /** EHLO or HELO. */
    HELLO,
    /** STARTTLS. */
    STARTTLS,
    /** AUTH. */
    AUTHENTICATION,
    /** Before anything was sent: the message needs what the server does not offer. */
    NEGOTIATION,
    /** MAIL. */
    SENDER,
    /** RCPT. */
    RECIPIENT,
    /** DATA, before the message. */
    DATA,
    /** The message: the server's last word. */
    MESSAGE
}
