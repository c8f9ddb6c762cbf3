package org.pennypost.mailbox;

import java.util.List;
import java.util.Optional;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.store.Blob;
import org.pennypost.store.Entry;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreStopped;

/** Walks one account's contents by their numbers. */
final class Contents {
    /** So many are read in one snapshot at most; each may bring a projection of 70,000 octets. */
    static final int TOGETHER_MAX = 500;

    private final Store store;
    private final Partition partition;

    Contents(Store store, Partition partition) {
        this.store = store;
        this.partition = partition;
    }

    /** See {@link Account#contentsAfter}. */
    long after(long number, int limit, Account.ContentVisitor visitor) throws StoreException {
        long last = number;
        for (Entry entry : entries(number, limit)) {
            last = entry.key().u64At(1);
            visit(last, ContentFormat.decode(last, entry.value().bytes()), visitor);
        }
        return last;
    }

    /** See {@link Account#contentNumbers}. */
    long[] numbers(long after, int limit) throws StoreException {
        return entries(after, limit).stream()
                .mapToLong(entry -> entry.key().u64At(1))
                .toArray();
    }

    /** See {@link Account#lastContent}. */
    long last() throws StoreException {
        List<Entry> last = store.read(partition, now -> now.range(Keys.CONTENTS, Keys.CONTENTS.afterPrefix(), 1, true));
        return last.isEmpty() ? 0 : last.getFirst().key().u64At(1);
    }

    private List<Entry> entries(long after, int limit) throws StoreException {
        if (limit < 1 || limit > TOGETHER_MAX) {
            throw new IllegalArgumentException(limit + " contents are not read together");
        }
        return store.read(
                partition, now -> now.range(Keys.content(after + 1), Keys.CONTENTS.afterPrefix(), limit, false));
    }

    /** Damage to one message is told of it; it must not hide the others. */
    private void visit(long number, Content content, Account.ContentVisitor visitor) throws StoreException {
        Optional<Blob> open = Optional.empty();
        Optional<Projection> projection = Optional.empty();
        try {
            projection = Projections.of(store, content);
            open = projection.isEmpty() ? Optional.empty() : store.blobs().open(content.blob());
        } catch (StoreStopped stopped) {
            throw stopped;
        } catch (StoreException damaged) {
            projection = Optional.empty();
        }
        if (projection.isEmpty() || open.isEmpty()) {
            visitor.unreadable(number);
            return;
        }
        try (MessageContent octets = new MessageContent(content.prefix(), open.get())) {
            visitor.content(number, new MessageText(projection.get(), octets));
        }
    }
}
