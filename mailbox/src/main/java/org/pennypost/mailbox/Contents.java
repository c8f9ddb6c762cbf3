package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.store.Blob;
import org.pennypost.store.Entry;
import org.pennypost.store.Partition;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreStopped;
import org.pennypost.store.Versioned;

/** Walks one account's contents by their numbers. */
final class Contents {
    /** So many are read in one snapshot at most; each may bring a projection of 70,000 octets. */
    static final int TOGETHER_MAX = 500;

    /** Where contents lie at most so much thinner than they are asked for, they are read as a range. */
    private static final int RANGE_FACTOR = 3;

    private static final int FEW = 16;

    /** Contents are opened together until they have so many octets. */
    private static final long OPEN_OCTETS = 256 << 10;

    private final Store store;
    private final Partition partition;

    Contents(Store store, Partition partition) {
        this.store = store;
        this.partition = partition;
    }

    /** See {@link Account#contentsAfter}. */
    long after(long number, int limit, Account.ContentVisitor visitor) throws StoreException {
        List<Numbered> all = new ArrayList<>();
        for (Entry entry : entries(number, limit)) {
            long each = entry.key().u64At(1);
            all.add(new Numbered(each, ContentFormat.decode(each, entry.value().bytes())));
        }
        for (int done = 0; done < all.size(); ) {
            done += visit(all.subList(done, all.size()), visitor);
        }
        return all.isEmpty() ? number : all.getLast().number;
    }

    private record Numbered(long number, Content content) {}

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

    /** See {@link Account#openContents}. */
    List<Optional<MessageContent>> open(long[] contents) throws StoreException {
        Map<Long, Content> found = store.read(partition, now -> read(now, contents));
        List<Optional<Content>> wanted = new ArrayList<>(contents.length);
        long octets = 0;
        for (int i = 0; i < contents.length && octets < OPEN_OCTETS; i++) {
            Optional<Content> content = Optional.ofNullable(found.get(contents[i]));
            octets += content.map(Content::blobOctets).orElse(0L);
            wanted.add(content);
        }
        Iterator<Optional<Blob>> each = blobs(wanted).iterator();
        List<Optional<MessageContent>> opened = new ArrayList<>(wanted.size());
        for (Optional<Content> content : wanted) {
            if (content.isEmpty()) {
                opened.add(Optional.empty());
            } else if (each.hasNext()) {
                byte[] prefix = content.get().prefix();
                opened.add(each.next().map(blob -> new MessageContent(prefix, blob)));
            } else {
                break;
            }
        }
        return opened;
    }

    private List<Optional<Blob>> blobs(List<Optional<Content>> wanted) throws StoreException {
        try {
            return store.blobs()
                    .open(wanted.stream()
                            .flatMap(Optional::stream)
                            .map(Content::blob)
                            .toList());
        } catch (StoreException failed) {
            if (wanted.getFirst().isPresent()) {
                throw failed;
            }
            return List.of();
        }
    }

    /** Those that are there, by their numbers. */
    static Map<Long, Content> read(Snapshot now, long[] wanted) throws StoreException {
        Map<Long, Content> found = HashMap.newHashMap(wanted.length);
        long first = Arrays.stream(wanted).min().orElse(0);
        long last = Arrays.stream(wanted).max().orElse(0);
        if (last - first < (long) RANGE_FACTOR * wanted.length) {
            int most = (int) (last - first + 1);
            // Of few the rows around them are likely to be asked for soon.
            List<Entry> entries = most > FEW
                    ? now.walk(Keys.content(first), Keys.content(last + 1), most)
                    : now.range(Keys.content(first), Keys.content(last + 1), most, false);
            for (Entry entry : entries) {
                long id = entry.key().u64At(1);
                found.put(id, ContentFormat.decode(id, entry.value().bytes()));
            }
            return found;
        }
        for (long id : wanted) {
            Optional<Versioned> value = now.get(Keys.content(id));
            if (value.isPresent()) {
                found.put(id, ContentFormat.decode(id, value.get().bytes()));
            }
        }
        return found;
    }

    private List<Entry> entries(long after, int limit) throws StoreException {
        if (limit < 1 || limit > TOGETHER_MAX) {
            throw new IllegalArgumentException(limit + " contents are not read together");
        }
        return store.read(partition, now -> now.walk(Keys.content(after + 1), Keys.CONTENTS.afterPrefix(), limit));
    }

    /** Visits the first of them, which are opened together; how many. Damage to one message is told of it; it must not hide the others. */
    private int visit(List<Numbered> contents, Account.ContentVisitor visitor) throws StoreException {
        int together = 0;
        for (long octets = 0; together < contents.size() && octets < OPEN_OCTETS; together++) {
            octets += contents.get(together).content.blobOctets();
        }
        List<Numbered> first = contents.subList(0, together);
        List<Optional<Blob>> opened;
        try {
            opened = store.blobs()
                    .open(first.stream().map(each -> each.content.blob()).toList());
        } catch (StoreStopped stopped) {
            throw stopped;
        } catch (StoreException damaged) {
            visitor.unreadable(first.getFirst().number);
            return 1;
        }
        try {
            for (int i = 0; i < opened.size(); i++) {
                visit(first.get(i), opened.get(i), visitor);
            }
        } finally {
            opened.forEach(each -> each.ifPresent(Blob::close));
        }
        return opened.size();
    }

    private void visit(Numbered each, Optional<Blob> open, Account.ContentVisitor visitor) throws StoreException {
        Optional<Projection> projection = Optional.empty();
        try {
            projection = open.isEmpty() ? Optional.empty() : Projections.of(store, each.content);
        } catch (StoreStopped stopped) {
            throw stopped;
        } catch (StoreException damaged) {
            // It cannot be read.
        }
        if (projection.isEmpty() || open.isEmpty()) {
            visitor.unreadable(each.number);
            return;
        }
        try (MessageContent octets = new MessageContent(each.content.prefix(), open.get())) {
            visitor.content(each.number, new MessageText(projection.get(), octets));
        }
    }
}
