package org.pennypost.delivery;

/**
 * What the machine's owner decides about incoming mail.
 *
 * @param hostname what the Received field calls this server
 * @param forgivesResolver whether a sender is taken when the DNS cannot be asked: for the lab on the loopback address alone
 */
public record ReceptionPolicy(String hostname, boolean forgivesResolver) {}
