package org.pennypost.mailbox;

/** What became of a change of flags. */
public sealed interface FlagsResult permits FlagsResult.Changed, NoSuchMailbox, TooManyKeywords {
    /**
     * Done.
     *
     * @param changed messages that now have other flags than before
     * @param modified messages left alone because they had changed since (RFC 7162 §3.1.3)
     * @param modSeq what the messages changed last bear now; where none was, the account's last change
     */
    record Changed(UidSet changed, UidSet modified, ModSeq modSeq) implements FlagsResult {}
}
