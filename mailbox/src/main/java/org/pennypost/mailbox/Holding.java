package org.pennypost.mailbox;

import java.time.Instant;
import org.pennypost.store.BlobId;

/**
 * A message whose bytes are in a certain blob.
 *
 * @param mailbox where the message is
 * @param uid its UID there
 * @param received its internal date
 * @param octets its size
 * @param blob the bytes
 */
public record Holding(MailboxName mailbox, Uid uid, Instant received, long octets, BlobId blob) {}
