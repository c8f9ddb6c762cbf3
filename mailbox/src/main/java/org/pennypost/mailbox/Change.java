package org.pennypost.mailbox;

import java.util.List;

/** One thing that happened in an account, as its change log tells it. */
public sealed interface Change {
    /** The change counter's value then. */
    ModSeq modSeq();

    /** The mailbox that it happened in or to. */
    MailboxId mailbox();

    /**
     * Messages came, got other flags, or went.
     *
     * @param runs in the order of UIDs
     */
    record Messages(ModSeq modSeq, MailboxId mailbox, Kind kind, List<Run> runs) implements Change {
        public Messages {
            runs = List.copyOf(runs);
        }

        /** Their UIDs. */
        public UidSet uids() {
            UidSet.Builder uids = new UidSet.Builder();
            runs.forEach(run -> uids.add(run.uid, run.uid + run.count - 1));
            return uids.build();
        }
    }

    /** What happened to messages. */
    enum Kind {
        ADDED,
        FLAGS,
        EXPUNGED
    }

    /** Messages {@code id}, {@code id + 1} ... with UIDs {@code uid}, {@code uid + 1} ..., {@code count} of them. */
    record Run(long uid, long id, int count) {}

    /** A mailbox was made. */
    record MailboxCreated(ModSeq modSeq, MailboxId mailbox) implements Change {}

    /** A mailbox got another name, place, role or subscription. */
    record MailboxChanged(ModSeq modSeq, MailboxId mailbox) implements Change {}

    /** A mailbox and all that was in it went. */
    record MailboxDeleted(ModSeq modSeq, MailboxId mailbox) implements Change {}
}
