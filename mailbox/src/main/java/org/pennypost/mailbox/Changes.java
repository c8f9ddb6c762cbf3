package org.pennypost.mailbox;

import java.util.List;

/** What the change log says since some point. */
public sealed interface Changes {
    /**
     * The changes in order.
     *
     * @param upTo ask from here next: the last change that is told of, or the account's counter if there are no more
     * @param more whether there are more
     */
    record Page(List<Change> changes, ModSeq upTo, boolean more) implements Changes {
        public Page {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The log no longer reaches back so far: whoever asks must compare everything.
     *
     * @param floor the oldest point that it does reach back to
     */
    record Pruned(ModSeq floor) implements Changes {}
}
