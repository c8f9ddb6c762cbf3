package org.pennypost.imap.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Uid;

/**
 * Which messages no session has been told of yet, and so are {@code \Recent} to the first one that is (RFC 3501 §2.3.2). Thread-safe.
 *
 * <p>It is kept in memory, so that selecting a mailbox writes nothing. Of what came before the server started nobody knows whether it was
 * told of; Lenient: it is not recent, where RFC 3501 says that it should be, since a restart would else make all mail look new.
 */
public final class RecentMessages {
    /** Mailboxes that are remembered; the longest unused are forgotten, and what is in them is then not recent. */
    static final int MAILBOXES_MAX = 100_000;

    private record Place(AccountId account, MailboxId mailbox) {}

    private final long sinceSeconds;

    /** The first UID that nobody was told of. Guarded by itself. */
    private final Map<Place, Long> untold = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Long> eldest) {
            return size() > MAILBOXES_MAX;
        }
    };

    /** @param sinceSeconds when the server started, in seconds since 1970 */
    public RecentMessages(long sinceSeconds) {
        this.sinceSeconds = sinceSeconds;
    }

    /** The first UID of this mailbox that is recent to who asks now; all above it are too. */
    public long first(AccountId account, MailboxView view) {
        synchronized (untold) {
            Long known = untold.get(new Place(account, view.mailbox()));
            return known != null ? known : unknown(view);
        }
    }

    /** The same; from now on they are told of, and recent to nobody else. */
    public long claim(AccountId account, MailboxView view) {
        synchronized (untold) {
            Place place = new Place(account, view.mailbox());
            Long known = untold.get(place);
            long first = known != null ? known : unknown(view);
            untold.put(place, Math.max(first, view.uidNext()));
            return first;
        }
    }

    /** The first message that came since the server started. Messages are saved in the order of their UIDs. */
    private long unknown(MailboxView view) {
        int low = 0;
        int high = view.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (view.at(middle).saved().getEpochSecond() < sinceSeconds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < view.size() ? view.at(low).uid().number() : Math.min(view.uidNext(), Uid.MAX + 1);
    }
}
