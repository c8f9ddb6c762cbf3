package org.pennypost.smtp;

/**
 * RCPT, which adds a recipient (RFC 5321 §4.1.1.3).
 *
 * @param to the forward-path
 * @param parameters what the extensions added
 */
public record RcptCommand(ForwardPath to, EsmtpParameters parameters) {}
