package org.pennypost.mailbox;

/** What became of an append of several messages: all are there, or none. */
public sealed interface AppendAllResult permits AppendAllResult.Appended, OverQuota, NoSuchMailbox, TooManyKeywords {
    /**
     * They are there: durable, and visible together.
     *
     * @param uids in the order in which they were given
     */
    record Appended(UidValidity uidValidity, UidSet uids, ModSeq modSeq) implements AppendAllResult {}
}
