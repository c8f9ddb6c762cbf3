package org.pennypost.mailbox;

import java.time.Instant;

/**
 * A message in the history: expunged, but still restorable.
 *
 * @param mailbox that it was in, perhaps gone itself
 * @param message as it was there
 */
public record Removed(Instant expunged, MailboxId mailbox, Message message) {}
