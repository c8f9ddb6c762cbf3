package org.pennypost.mailbox;

/** What became of an expunge. */
public sealed interface ExpungeResult permits ExpungeResult.Expunged, NoSuchMailbox {
    /**
     * Done.
     *
     * @param uids messages that went by this
     * @param modSeq the last change this made; the account's last one where nothing went
     */
    record Expunged(UidSet uids, ModSeq modSeq) implements ExpungeResult {}
}
