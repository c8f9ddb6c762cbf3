package org.pennypost.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pennypost.smtp.ReversePath;
import org.pennypost.store.BlobDraft;

/**
 * A message that is to leave.
 *
 * @param account the number of the account that sends it, or {@link #OURS}
 * @param from whom to tell what becomes of it
 * @param parameters see {@link HeldMessage#parameters}; at most {@value #PARAMETER_OCTETS_MAX} octets, as those of a recipient
 * @param form what it takes to carry it
 * @param prefix see {@link HeldMessage#prefix}; at most {@value #PREFIX_OCTETS_MAX} octets, each line ended by CRLF; not changed afterwards
 * @param content finished; stays the caller's, who closes it when the message is held
 * @param recipients those elsewhere; at least one where nothing is held back
 * @param heldBack until when, and whom else it is for then; empty where it may leave at once
 */
@SuppressWarnings("ArrayRecordComponent") // octets on their way into the store, read once
public record OutboundMessage(
        long account,
        ReversePath from,
        String parameters,
        HeldMessage.Form form,
        byte[] prefix,
        BlobDraft content,
        List<HeldRecipient> recipients,
        Optional<HeldBack> heldBack) {
    /**
     * That a message waits here until its time (RFC 4865), for people here too.
     *
     * @param until when it is released
     * @param here those here: no account's limit counts them
     */
    public record HeldBack(Instant until, List<HeldRecipient> here) {
        public HeldBack {
            here = List.copyOf(here);
        }
    }

    /** In the place of an account: this server sends it, which no limit counts. */
    public static final long OURS = 0;

    /** The longest prefix. */
    public static final int PREFIX_OCTETS_MAX = 16_000;

    /** The longest parameters: more than a command line may have. */
    public static final int PARAMETER_OCTETS_MAX = 8_000;

    /** What all recipients with their parameters may take together, since a message is held in one commit. */
    public static final int RECIPIENT_OCTETS_MAX = 800_000;

    /** What a row takes besides what is in it. */
    private static final int ROW_OCTETS = 40;

    public OutboundMessage {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()
                && heldBack.filter(some -> !some.here().isEmpty()).isEmpty()) {
            throw new IllegalArgumentException("a message that is to leave has a recipient");
        }
        if (prefix.length > PREFIX_OCTETS_MAX) {
            throw new IllegalArgumentException("a prefix has at most " + PREFIX_OCTETS_MAX + " octets");
        }
    }

    /** A message that may leave at once. */
    public OutboundMessage(
            long account,
            ReversePath from,
            String parameters,
            HeldMessage.Form form,
            byte[] prefix,
            BlobDraft content,
            List<HeldRecipient> recipients) {
        this(account, from, parameters, form, prefix, content, recipients, Optional.empty());
    }

    /** All whom it is for, here and elsewhere. */
    List<HeldRecipient> everybody() {
        return heldBack.isEmpty()
                ? recipients
                : Stream.concat(heldBack.get().here().stream(), recipients.stream())
                        .toList();
    }

    /** Whether so many recipients, with what was said of them, can be held at once; the rest must come in a message of its own. */
    public static boolean holds(List<HeldRecipient> recipients) {
        long octets = 0;
        for (HeldRecipient recipient : recipients) {
            octets += ROW_OCTETS + QueueFormat.octets(recipient);
        }
        return octets <= RECIPIENT_OCTETS_MAX;
    }
}
