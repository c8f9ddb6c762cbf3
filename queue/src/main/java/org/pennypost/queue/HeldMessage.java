package org.pennypost.queue;

import java.time.Instant;
import java.util.Optional;
import org.pennypost.smtp.DeliverBy;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.ReversePath;
import org.pennypost.store.BlobId;

/**
 * A message in the queue. Its octets are the prefix, then the blob.
 *
 * @param id see there
 * @param account the number of the account that sent it, or {@link OutboundMessage#OURS}
 * @param accepted when we became responsible for it, to the millisecond
 * @param from whom to tell what becomes of it
 * @param parameters what MAIL said besides, as it is said: {@code BODY=8BITMIME RET=HDRS}; empty where nothing was. What it said of holding
 *     back stays there for reports (RFC 4865 §5.1.2) and is for nobody else (§3 (7))
 * @param form what it takes to carry it
 * @param prefix fields that were put in front of what the client sent
 * @param content what the client sent
 * @param contentOctets how much that is
 * @param recipients how many there are: {@link Queue#recipients}
 * @param release when it is looked at next, to the millisecond: until then it is held back (RFC 4865); empty where it may go
 * @param deadline when something happens if it is still there, to the millisecond: it is given back or told as late (RFC 2852 §4.1.3); empty where no time was asked
 *     for, or that has happened
 */
@SuppressWarnings("ArrayRecordComponent") // octets on their way from the store to a peer, read once
public record HeldMessage(
        QueueId id,
        long account,
        Instant accepted,
        ReversePath from,
        String parameters,
        Form form,
        byte[] prefix,
        BlobId content,
        long contentOctets,
        int recipients,
        Optional<Instant> release,
        Optional<Instant> deadline) {
    /** Small messages that are held back count as so large, since their rows take room too. */
    static final long CHARGE_MIN = 500_000;

    /**
     * What a way out must be able to do.
     *
     * @param eightBit octets above 127 are in it, whatever was declared: it needs 8BITMIME (RFC 6152)
     * @param utf8Header some of them are in its header or in those of its parts: it needs SMTPUTF8 (RFC 6531 §3.2), as an address beyond ASCII does
     * @param tlsOptional its sender wants it to go even where TLS cannot be had as the recipient's policy asks (RFC 8689 §3)
     */
    public record Form(boolean eightBit, boolean utf8Header, boolean tlsOptional) {}

    public HeldMessage {
        if (account < 0 || contentOctets < 0 || recipients < 1) {
            throw new IllegalArgumentException(
                    "no message can be so: " + account + " " + contentOctets + " " + recipients);
        }
    }

    /** Which messages go first, from -9 to 9: what MAIL said as MT-PRIORITY (RFC 6710 §4.1), else 0. */
    public int priority() {
        return EnvelopeParameters.find(EnvelopeParameters.MT_PRIORITY, parameters)
                .orElse(0);
    }

    /** Whether it is given back at its deadline, and not only told as late. */
    public boolean returned() {
        return EnvelopeParameters.find(EnvelopeParameters.BY, parameters)
                .filter(by -> by.mode() == DeliverBy.Mode.RETURN)
                .isPresent();
    }

    /** Whether it is in the order of those of a priority. */
    boolean ranked() {
        return priority() != 0 && release.isEmpty();
    }

    /** What it counts for while it is held back, in octets. */
    long charge() {
        return Math.max(octets(), CHARGE_MIN);
    }

    /** Until when it was to be held back at first, whatever was tried since; when it came where it was not. */
    public Instant firstRelease() {
        return EnvelopeParameters.find(EnvelopeParameters.HOLDUNTIL, parameters)
                .or(() -> EnvelopeParameters.find(EnvelopeParameters.HOLDFOR, parameters)
                        .map(accepted::plus))
                .orElse(accepted);
    }

    HeldMessage with(QueueId other, int howMany, Optional<Instant> time) {
        return new HeldMessage(
                other,
                account,
                accepted,
                from,
                parameters,
                form,
                prefix,
                content,
                contentOctets,
                howMany,
                time,
                deadline);
    }

    HeldMessage told() {
        return new HeldMessage(
                id,
                account,
                accepted,
                from,
                parameters,
                form,
                prefix,
                content,
                contentOctets,
                recipients,
                release,
                Optional.empty());
    }

    /** Its size in octets. */
    public long octets() {
        return prefix.length + contentOctets;
    }
}
