package org.pennypost.queue;

import java.time.Instant;
import java.util.Optional;
import org.pennypost.smtp.BadSyntax;
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
 * @param parameters what MAIL said besides, as it is said: {@code BODY=8BITMIME RET=HDRS}; empty where nothing was
 * @param form what it takes to carry it
 * @param prefix fields that were put in front of what the client sent
 * @param content what the client sent
 * @param contentOctets how much that is
 * @param recipients how many there are: {@link Queue#recipients}
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
        int recipients) {

    /**
     * What a way out must be able to do.
     *
     * @param eightBit octets above 127 are in it, whatever was declared: it needs 8BITMIME (RFC 6152)
     * @param utf8Header some of them are in its header or in those of its parts: it needs SMTPUTF8 (RFC 6531 §3.2), as an address beyond ASCII does
     * @param tlsOptional its sender wants it to go even where TLS cannot be had as the recipient's policy asks (RFC 8689 §3)
     */
    public record Form(boolean eightBit, boolean utf8Header, boolean tlsOptional) {}

    private static final String PRIORITY = EnvelopeParameters.MT_PRIORITY.keyword() + "=";

    public HeldMessage {
        if (account < 0 || contentOctets < 0 || recipients < 1) {
            throw new IllegalArgumentException(
                    "no message can be so: " + account + " " + contentOctets + " " + recipients);
        }
    }

    /** Which messages go first, from -9 to 9: what MAIL said as MT-PRIORITY (RFC 6710 §4.1), else 0. */
    public int priority() {
        for (String parameter : parameters.split(" ", -1)) {
            if (parameter.startsWith(PRIORITY)) {
                try {
                    return EnvelopeParameters.MT_PRIORITY.read(Optional.of(parameter.substring(PRIORITY.length())));
                } catch (BadSyntax _) {
                    return 0;
                }
            }
        }
        return 0;
    }

    /** Its size in octets. */
    public long octets() {
        return prefix.length + contentOctets;
    }
}
