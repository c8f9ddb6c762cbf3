package org.pennypost.delivery;

import org.pennypost.smtp.Reply;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;

/** What a client is told when the store fails: always to try again, since nothing was stored and nothing is wrong with its message. */
final class StoreReplies {
    private static final System.Logger LOG = System.getLogger(StoreReplies.class.getName());
    private static final Reply FULL =
            Reply.of(452, "4.3.1", "There is no room left on this server's disk; nothing was stored, try again later.");
    private static final Reply FAILED = Reply.of(
            451, "4.3.0", "This server could not store the message just now; nothing was stored, try again later.");

    private StoreReplies() {}

    /** The reply; logs the failure, which is ours. */
    static Reply of(StoreException failure) {
        LOG.log(System.Logger.Level.ERROR, "the store failed a delivery", failure);
        return failure instanceof StoreFull ? FULL : FAILED;
    }
}
