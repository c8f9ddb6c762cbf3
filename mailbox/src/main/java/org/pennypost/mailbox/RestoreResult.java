package org.pennypost.mailbox;

import java.util.Set;

/** What became of a restoration. */
public sealed interface RestoreResult permits RestoreResult.Restored, OverQuota {
    /** Those that were in the history and are back in a mailbox. */
    record Restored(Set<MessageId> messages) implements RestoreResult {
        public Restored {
            messages = Set.copyOf(messages);
        }
    }
}
