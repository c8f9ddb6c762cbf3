package org.pennypost.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.StoreException;

/**
 * Goes through the names subscribed to, of mailboxes or not (RFC 9051 §6.3.7), that begin with the same text, in the order of their octets: all names
 * below one come in a row. Reads those and no others, a page at a time. Belongs to one thread.
 */
public final class SubscriptionWalk {
    /** So many names are read at a time. */
    static final int PAGE_NAMES = 1_000;

    private final Account account;
    private final String prefix;
    private @Nullable MailboxName reached;
    private boolean ended;

    SubscriptionWalk(Account account, String prefix) {
        this.account = account;
        this.prefix = prefix;
        this.ended = prefix.getBytes(StandardCharsets.UTF_8).length > MailboxName.OCTETS_MAX;
    }

    /** The next names, at most {@value #PAGE_NAMES}; empty when there are no more. */
    public List<MailboxName> next() throws StoreException {
        if (ended) {
            return List.of();
        }
        List<MailboxName> page =
                account.live(List.of(), now -> MailboxTree.subscriptions(now, prefix, reached, PAGE_NAMES));
        ended = page.size() < PAGE_NAMES;
        reached = page.isEmpty() ? reached : page.getLast();
        return page;
    }
}
