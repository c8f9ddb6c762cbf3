package org.pennypost.mailbox;

/** What became of an append. */
public sealed interface AppendResult permits AppendResult.Appended, OverQuota, NoSuchMailbox, TooManyKeywords {
    /** It is there: durable and visible. */
    record Appended(UidValidity uidValidity, Uid uid, MessageId messageId, ModSeq modSeq) implements AppendResult {}
}
