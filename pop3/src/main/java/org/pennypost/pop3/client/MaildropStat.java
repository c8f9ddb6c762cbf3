package org.pennypost.pop3.client;

/** What STAT tells. */
public record MaildropStat(int messages, long octets) {}
