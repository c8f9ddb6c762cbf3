package org.pennypost.mailbox;

/**
 * What an account holds now, without its history.
 *
 * @param octets the sum of the messages' sizes, copies counted each
 * @param messages their number
 */
public record Usage(long octets, long messages) {}
