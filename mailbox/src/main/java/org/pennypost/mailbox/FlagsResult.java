package org.pennypost.mailbox;

/** What became of a change of flags. */
public sealed interface FlagsResult permits FlagsResult.Changed, NoSuchMailbox, TooManyKeywords {
    /**
     * Done.
     *
     * @param changed messages that now have other flags than before
     * @param modified messages left alone because they had changed since (RFC 7162 §3.1.3)
     * @param modSeq the last change this made; the account's last one where it changed nothing
     */
    record Changed(UidSet changed, UidSet modified, ModSeq modSeq) implements FlagsResult {}
}
