package org.pennypost.mailbox;

/** What became of a copy or move. */
public sealed interface CopyResult permits CopyResult.Copied, OverQuota, NoSuchMailbox, TooManyKeywords {
    /**
     * Done, as COPYUID tells it (RFC 9051 §7.1): the n-th of {@code from} is now the n-th of {@code to}. Messages that were no longer
     * there are in neither.
     *
     * @param modSeq what the messages changed last bear now; where none was, the account's last change
     */
    record Copied(UidValidity uidValidity, UidSet from, UidSet to, ModSeq modSeq) implements CopyResult {}
}
