package org.pennypost.mailbox;

import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The glances of all accounts that were asked for: those of the last million messages or so, 36 octets each. Contents have numbers in the order in which they came, so they
 * lie in pages by these; the page unused for longest goes first. Contents that are gone cost nothing but their place until then: numbers are not given out twice.
 * Thread-safe.
 */
final class Glances {
    /** Contents in a page. */
    static final int PAGE = 256;

    private static final int PAGES_MAX = 4_096;

    private record Name(long account, long page) {}

    private final int pagesMax;
    private final ReentrantLock lock = new ReentrantLock();
    /** The longest unused first. Guarded by {@code lock}; what is in a page is not. */
    private final LinkedHashMap<Name, AtomicReferenceArray<@Nullable Glance>> pages =
            new LinkedHashMap<>(16, 0.75f, true);

    Glances() {
        this(PAGES_MAX);
    }

    Glances(int pagesMax) {
        this.pagesMax = pagesMax;
    }

    /** That of a content; null if it is not known. */
    @Nullable
    Glance find(AccountId account, long content) {
        AtomicReferenceArray<@Nullable Glance> page;
        lock.lock();
        try {
            page = pages.get(name(account, content));
        } finally {
            lock.unlock();
        }
        return page == null ? null : page.get(place(content));
    }

    void keep(AccountId account, long content, Glance glance) {
        AtomicReferenceArray<@Nullable Glance> page;
        lock.lock();
        try {
            page = pages.computeIfAbsent(name(account, content), _ -> new AtomicReferenceArray<>(PAGE));
            if (pages.size() > pagesMax) {
                pages.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
        page.set(place(content), glance);
    }

    void forget(AccountId account) {
        lock.lock();
        try {
            pages.keySet().removeIf(name -> name.account == account.number());
        } finally {
            lock.unlock();
        }
    }

    private static Name name(AccountId account, long content) {
        return new Name(account.number(), content / PAGE);
    }

    private static int place(long content) {
        return (int) (content % PAGE);
    }
}
