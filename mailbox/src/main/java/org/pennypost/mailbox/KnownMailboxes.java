package org.pennypost.mailbox;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * The mailboxes of all accounts that were asked for by name of late, as they were then; given again while nothing was committed to their
 * account. A client that keeps a dozen folders in sight asks for each of them again and again, and mostly nothing has changed. Thread-safe.
 */
final class KnownMailboxes {
    private static final int KNOWN_MAX = 4_096;

    private record Name(long account, MailboxName mailbox) {}

    private record Known(Mailbox mailbox, long mark) {}

    /** Looks in the store. */
    @FunctionalInterface
    interface Look {
        Optional<Mailbox> take() throws StoreException;
    }

    private final Store store;
    private final int knownMax;
    private final ReentrantLock lock = new ReentrantLock();
    /** The longest unused first. Guarded by {@code lock}. */
    private final LinkedHashMap<Name, Known> all = new LinkedHashMap<>(16, 0.75f, true);

    KnownMailboxes(Store store) {
        this(store, KNOWN_MAX);
    }

    KnownMailboxes(Store store, int knownMax) {
        this.store = store;
        this.knownMax = knownMax;
    }

    /** The mailbox as it is now; empty if it is not there, or nobody knows. */
    Optional<Mailbox> find(AccountId account, MailboxName name) {
        Known known;
        lock.lock();
        try {
            known = all.get(new Name(account.number(), name));
        } finally {
            lock.unlock();
        }
        return known != null && store.isUnchanged(account.partition(), known.mark)
                ? Optional.of(known.mailbox)
                : Optional.empty();
    }

    /** Looks, and remembers what was seen. */
    Optional<Mailbox> look(AccountId account, MailboxName name, Look look) throws StoreException {
        long mark = store.mark(account.partition());
        Optional<Mailbox> seen = look.take();
        lock.lock();
        try {
            if (seen.isPresent()) {
                all.put(new Name(account.number(), name), new Known(seen.get(), mark));
            } else {
                all.remove(new Name(account.number(), name));
            }
            if (all.size() > knownMax) {
                all.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
        return seen;
    }
}
