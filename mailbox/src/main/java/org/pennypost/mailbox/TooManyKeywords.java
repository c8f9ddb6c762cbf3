package org.pennypost.mailbox;

/**
 * Refused, nothing done: the mailbox knows as many keywords as it can.
 *
 * @param most how many that is
 */
public record TooManyKeywords(int most) implements AppendResult, AppendAllResult, CopyResult, FlagsResult {}
