package org.pennypost.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.search.SearchIndexes;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.EmbeddedStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees what nobody needs any more: messages whose time in the history is over, blobs without an owner, room in packs. One platform
 * thread, since the store's long work would hold a virtual thread's carrier.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(10);

    /** How long an expunged message can be brought back. */
    private static final Duration HISTORY_KEPT = Duration.ofDays(7);

    private final EmbeddedStore store;
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final Optional<SearchIndexes> search;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closed;

    Housekeeping(
            EmbeddedStore store,
            Directory directory,
            Mailboxes mailboxes,
            Optional<SearchIndexes> search,
            InstantSource clock) {
        this.store = store;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.search = search;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("housekeeping").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, EVERY.toNanos());
            if (!closed) {
                round();
            }
        }
    }

    private void round() {
        try {
            long purged = 0;
            for (AccountEntry account : directory.accounts()) {
                if (closed) {
                    return;
                }
                purged += purge(mailboxes.account(new AccountId(account.number())));
            }
            int swept = store.sweep();
            store.compact();
            LOG.atDebug()
                    .addKeyValue("purged", purged)
                    .addKeyValue("swept", swept)
                    .log("housekeeping");
        } catch (StoreException e) {
            LOG.atError().setCause(e).log("housekeeping stopped in the middle; it tries again at its next time");
        }
    }

    private long purge(Account account) throws StoreException {
        long purged = account.purge(clock.instant().minus(HISTORY_KEPT));
        if (purged > 0 && search.isPresent()) {
            search.get().sweepLater(account);
        }
        return purged;
    }

    /** Ends it; a round that is under way ends first. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
