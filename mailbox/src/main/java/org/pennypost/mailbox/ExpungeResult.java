package org.pennypost.mailbox;

/** What became of an expunge. */
public sealed interface ExpungeResult permits ExpungeResult.Expunged, NoSuchMailbox {
    /**
     * Done.
     *
     * @param uids messages that went by this
     * @param modSeq what the messages changed last bear now; where none was, the account's last change
     */
    record Expunged(UidSet uids, ModSeq modSeq) implements ExpungeResult {}
}
