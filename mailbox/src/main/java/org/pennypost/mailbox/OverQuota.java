package org.pennypost.mailbox;

/** Refused, nothing done: the account would hold more than it may (RFC 5530 §3 OVERQUOTA). */
public record OverQuota(Quota quota, Usage usage) implements AppendResult, AppendAllResult, CopyResult, RestoreResult {}
