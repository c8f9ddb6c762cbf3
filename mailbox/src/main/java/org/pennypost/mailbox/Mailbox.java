package org.pennypost.mailbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox and its counters, as STATUS tells them (RFC 9051 §6.3.11).
 *
 * @param specialUse what it is for, or null
 * @param uidNext what the next message gets at least; 2^32 when the UIDs are used up
 * @param messages how many are there
 * @param unseen those without {@code \Seen}
 * @param deleted those with {@code \Deleted}
 * @param octets the sum of their sizes
 * @param highestModSeq of any change in it (RFC 7162 §3.1.2.1)
 */
public record Mailbox(
        MailboxId id,
        MailboxName name,
        @Nullable Role specialUse,
        boolean subscribed,
        UidValidity uidValidity,
        long uidNext,
        long messages,
        long unseen,
        long deleted,
        long octets,
        ModSeq highestModSeq) {

    /** What it is for. */
    public Optional<Role> role() {
        return Optional.ofNullable(specialUse);
    }
}
