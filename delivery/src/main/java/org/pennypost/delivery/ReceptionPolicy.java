package org.pennypost.delivery;

/**
 * What the machine's owner decides about incoming mail.
 *
 * @param hostname what the Received field calls this server
 * @param forgivesResolver whether a sender is taken when the DNS cannot be asked: for the lab on the loopback address alone
 * @param verifies whether VRFY tells who has a mailbox here (RFC 5321 §3.5.3); whoever collects addresses asks for that, too
 */
public record ReceptionPolicy(String hostname, boolean forgivesResolver, boolean verifies) {
    /** One that tells nobody who is here. */
    public ReceptionPolicy(String hostname, boolean forgivesResolver) {
        this(hostname, forgivesResolver, false);
    }
}
