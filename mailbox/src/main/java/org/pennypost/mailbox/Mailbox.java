package org.pennypost.mailbox;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A mailbox and its counters, as STATUS tells them (RFC 9051 §6.3.11).
 *
 * @param roles what it is for, in the order of {@link Role}
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
        Set<Role> roles,
        boolean subscribed,
        UidValidity uidValidity,
        long uidNext,
        long messages,
        long unseen,
        long deleted,
        long octets,
        ModSeq highestModSeq) {

    public Mailbox {
        Set<Role> inOrder = EnumSet.noneOf(Role.class);
        inOrder.addAll(roles);
        roles = Collections.unmodifiableSet(inOrder);
    }
}
