package org.pennypost.queue;

import org.pennypost.smtp.Mailbox;

/**
 * Somebody whom a message in the queue is still to reach.
 *
 * @param to who
 * @param parameters what RCPT said besides, as it is said: {@code NOTIFY=NEVER}; empty where nothing was
 */
public record HeldRecipient(Mailbox to, String parameters) {}
