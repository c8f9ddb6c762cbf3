package org.pennypost.mailbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.Projector;
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/** Computes, reads and renews the projections of one account's contents. */
final class Projections {
    /** So many contents are read in one snapshot. */
    private static final int READ_TOGETHER = 500;

    /** Of stored projections that are read ahead, so many are read first, and as many more at once as let expect so many octets by what those had. */
    private static final int STORED_AT_FIRST = 32;

    private static final int STORED_OCTETS = 1 << 20;

    /** So many contents are looked at for one commit of renewed ones, which is cut where it gets long. */
    private static final int RENEWED_TOGETHER = 200;

    private static final int RENEWED_OCTETS = Store.BATCH_BYTES_MAX / 4;

    private final Store store;
    private final Partition partition;

    Projections(Store store, Partition partition) {
        this.store = store;
        this.partition = partition;
    }

    /** Computes that of a message on its way in. */
    static StoredProjection of(BlobDraft draft, byte[] prefix) throws StoreException {
        return project(source(draft.size(), draft::read), prefix);
    }

    private static StoredProjection project(ByteSource source, byte[] prefix) throws StoreException {
        try {
            return Projector.project(source, prefix);
        } catch (IOException failed) {
            throw storeException(failed);
        }
    }

    /** Reads bytes as {@link Blob#read} does. */
    @FunctionalInterface
    interface Reads {
        int read(long position, byte[] into, int offset, int length) throws StoreException;
    }

    /** Bytes of the store as a parser takes them: its failures are IOExceptions on the way through. */
    static ByteSource source(long size, Reads reads) {
        return new ByteSource() {
            @Override
            public long sizeBytes() {
                return size;
            }

            @Override
            public int read(long position, byte[] into, int offset, int length) throws IOException {
                try {
                    return reads.read(position, into, offset, length);
                } catch (StoreException failed) {
                    throw new IOException(failed.getMessage(), failed);
                }
            }
        };
    }

    static StoreException storeException(IOException failed) {
        return failed.getCause() instanceof StoreException cause
                ? cause
                : new StoreException("a message cannot be read: " + failed.getMessage(), failed);
    }

    Optional<Projection> one(long content) throws StoreException {
        Optional<Versioned> there = store.get(partition, Keys.content(content));
        return there.isEmpty()
                ? Optional.empty()
                : whole(ContentFormat.decode(content, there.get().bytes()));
    }

    private Optional<Projection> whole(Content content) throws StoreException {
        return of(store, content);
    }

    /** That of a content: the stored one, or one computed now; empty if the bytes are gone. */
    static Optional<Projection> of(Store store, Content content) throws StoreException {
        Optional<Projection> stored = stored(content);
        if (stored.isPresent()) {
            return stored;
        }
        Optional<Blob> open = store.blobs().open(content.blob());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        try (Blob blob = open.get()) {
            return Optional.of(Projector.whole(source(blob.size(), blob::read), content.prefix()));
        } catch (IOException failed) {
            throw storeException(failed);
        }
    }

    /** See {@link Account#storedProjections}. */
    List<Optional<Projection>> stored(long[] contents) throws StoreException {
        return store.read(partition, now -> {
            List<Optional<Projection>> stored = new ArrayList<>(contents.length);
            long octets = 0;
            int together = STORED_AT_FIRST;
            while (stored.size() < contents.length && octets < STORED_OCTETS) {
                int from = stored.size();
                long[] wanted = Arrays.copyOfRange(contents, from, Math.min(contents.length, from + together));
                Map<Long, Content> found = Contents.read(now, wanted);
                for (long id : wanted) {
                    Content content = found.get(id);
                    Optional<Projection> projection = content == null ? Optional.empty() : stored(content);
                    octets += content == null ? 0 : content.projection().bytes().length;
                    stored.add(projection);
                }
                together = (int) Math.max(STORED_AT_FIRST, (STORED_OCTETS - octets) * stored.size() / (octets + 1));
            }
            return stored;
        });
    }

    /** The stored one, if it is of this version and whole. */
    private static Optional<Projection> stored(Content content) throws StoreException {
        if (!content.projection().isCurrent()) {
            return Optional.empty();
        }
        Projection stored = Projection.of(content.projection().bytes(), content.prefix());
        return stored.isWhole() ? Optional.of(stored) : Optional.empty();
    }

    void each(long[] contents, Account.ProjectionVisitor visitor) throws StoreException {
        for (int from = 0; from < contents.length; from += READ_TOGETHER) {
            int to = Math.min(contents.length, from + READ_TOGETHER);
            long[] wanted = Arrays.copyOfRange(contents, from, to);
            Map<Long, Content> found = store.read(partition, now -> Contents.read(now, wanted));
            for (int i = 0; i < wanted.length; i++) {
                Content content = found.get(wanted[i]);
                Optional<Projection> projection = content == null ? Optional.empty() : whole(content);
                if (projection.isPresent()) {
                    visitor.message(from + i, projection.get());
                }
            }
        }
    }

    /** A content whose projection is to be stored anew. */
    @SuppressWarnings("ArrayRecordComponent") // on its way into the store, read once
    private record Renewal(Key key, long version, byte[] value) {}

    /** Renews those of all contents, where they are of other versions or missing; returns how many. */
    long renew() throws StoreException {
        return renew(Keys.CONTENTS, Keys.CONTENTS.afterPrefix());
    }

    /** The same for the contents from one number to before another. */
    long renew(long from, long to) throws StoreException {
        return renew(Keys.content(from), Keys.content(to));
    }

    private long renew(Key first, Key end) throws StoreException {
        long renewed = 0;
        Key from = first;
        while (true) {
            Key begin = from;
            List<Entry> entries = store.read(partition, now -> now.range(begin, end, RENEWED_TOGETHER, false));
            if (entries.isEmpty()) {
                return renewed;
            }
            renewed += renew(entries);
            from = Keys.content(entries.getLast().key().u64At(1) + 1);
        }
    }

    private long renew(List<Entry> entries) throws StoreException {
        long renewed = 0;
        List<Renewal> step = new ArrayList<>();
        int octets = 0;
        for (Entry entry : entries) {
            long id = entry.key().u64At(1);
            Content content = ContentFormat.decode(id, entry.value().bytes());
            Optional<Blob> open = content.projection().isCurrent()
                    ? Optional.empty()
                    : store.blobs().open(content.blob());
            if (open.isPresent()) {
                byte[] value = renewed(open.get(), content);
                step.add(new Renewal(entry.key(), entry.value().version(), value));
                octets += value.length;
            }
            if (octets > RENEWED_OCTETS) {
                renewed += write(step);
                step.clear();
                octets = 0;
            }
        }
        return renewed + write(step);
    }

    private static byte[] renewed(Blob open, Content content) throws StoreException {
        try (Blob blob = open) {
            StoredProjection computed = project(source(blob.size(), blob::read), content.prefix());
            return ContentFormat.encode(new Content(content.blob(), content.blobOctets(), content.prefix(), computed));
        }
    }

    /** Writes those that nobody changed or removed meanwhile. */
    private int write(List<Renewal> step) throws StoreException {
        if (step.isEmpty()) {
            return 0;
        }
        List<Renewal> all = List.copyOf(step);
        return store.update(partition, (now, batch) -> {
            int count = 0;
            for (Renewal renewal : all) {
                Optional<Versioned> there = now.get(renewal.key());
                if (there.isPresent() && there.get().version() == renewal.version()) {
                    batch.check(renewal.key(), renewal.version());
                    batch.put(renewal.key(), renewal.value());
                    count++;
                }
            }
            return count;
        });
    }

    /**
     * What is stored and not what the bytes say now; empty if all is well.
     *
     * @param most faults to tell of
     */
    List<String> check(int most) throws StoreException {
        List<String> faults = new ArrayList<>();
        Key from = Keys.CONTENTS;
        while (faults.size() < most) {
            Key begin = from;
            List<Entry> entries = store.read(
                    partition, now -> now.range(begin, Keys.CONTENTS.afterPrefix(), RENEWED_TOGETHER, false));
            for (Entry entry : entries) {
                long id = entry.key().u64At(1);
                check(id, ContentFormat.decode(id, entry.value().bytes())).ifPresent(faults::add);
            }
            if (entries.isEmpty()) {
                break;
            }
            from = Keys.content(entries.getLast().key().u64At(1) + 1);
        }
        return faults;
    }

    private Optional<String> check(long id, Content content) throws StoreException {
        if (!content.projection().isCurrent()) {
            return Optional.empty();
        }
        Optional<Blob> open = store.blobs().open(content.blob());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        try (Blob blob = open.get()) {
            StoredProjection computed = project(source(blob.size(), blob::read), content.prefix());
            return Arrays.equals(computed.bytes(), content.projection().bytes())
                    ? Optional.empty()
                    : Optional.of("content " + id + " has another projection than its bytes give");
        } catch (StoreException damaged) {
            // Bytes that cannot be read are the store's to report.
            return Optional.empty();
        }
    }
}
