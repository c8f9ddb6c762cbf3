package org.pennypost.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.StoreException;

/**
 * Goes through the names subscribed to, of mailboxes or not (RFC 9051 §6.3.7), that begin with the same text, in the order of their octets: all names
 * below one come in a row. Reads those and few others, a page at a time. Belongs to one thread.
 */
public final class SubscriptionWalk {
    /** So many names are read at a time, where many are. */
    static final int PAGE_NAMES_MAX = 1_000;

    /** So many at first, and where others were passed over. */
    private static final int PAGE_NAMES_MIN = 16;

    private final Account account;
    private final Key end;
    private Key from;
    private @Nullable MailboxName last;
    private List<Entry> page = List.of();
    private int at;
    private int together = PAGE_NAMES_MIN;
    private boolean more;

    SubscriptionWalk(Account account, String prefix) {
        this.account = account;
        this.from = Keys.SUBSCRIPTIONS.text(prefix);
        this.end = from.afterPrefix();
        this.more = prefix.getBytes(StandardCharsets.UTF_8).length <= MailboxName.OCTETS_MAX;
    }

    /** The next name; empty when there are no more. */
    public Optional<MailboxName> next() throws StoreException {
        if (at == page.size() && more) {
            page = account.live(List.of(), now -> now.range(from, end, together, false));
            at = 0;
            goOnBehind(
                    page.size() < together ? end : RowTable.after(page.getLast().key()));
            together = Math.min(2 * together, PAGE_NAMES_MAX);
        }
        last = at < page.size() ? MailboxName.of(page.get(at++).key().textAt(1)) : null;
        return Optional.ofNullable(last);
    }

    /**
     * Names below this one do not come any more.
     *
     * @param above one above the name that came last: between that and what is below it others may come, as {@code a b} between {@code a} and
     *     {@code a/b}
     */
    public void passOver(MailboxName above) {
        if (last == null || last.equals(above) || !last.isWithin(above)) {
            throw new IllegalArgumentException(last + " is not below " + above);
        }
        Key behind = Keys.SUBSCRIPTIONS
                .text(above.toString() + MailboxName.SEPARATOR)
                .afterPrefix();
        while (at < page.size() && page.get(at).key().compareTo(behind) < 0) {
            at++;
        }
        if (at == page.size() && from.compareTo(behind) < 0) {
            goOnBehind(behind);
            together = PAGE_NAMES_MIN;
        }
    }

    private void goOnBehind(Key place) {
        from = place;
        more = from.compareTo(end) < 0;
    }
}
