package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.Blob;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * Looks into many contents for a text, without parsing or decoding anything: what it says no to surely does not hold it. {@link MessageText} says what does. Most mail that is
 * plain text, and of the rest most headers, are decided here at a fifth of what it costs to look. Thread-safe.
 */
final class Screen {
    /** A longer message is looked into where its texts are. */
    private static final int OCTETS_MAX = 64 << 10;

    private final Store store;
    private final Partition partition;
    private final TextQuery query;

    Screen(Store store, Partition partition, TextQuery query) {
        this.store = store;
        this.partition = partition;
        this.query = query;
    }

    /** A message whose octets have to be looked at. */
    @SuppressWarnings("ArrayRecordComponent") // handed through
    private record Octets(int index, Content content, int from) {}

    /** Which of these contents may hold the text. */
    boolean[] mayHold(long[] contents) throws StoreException {
        boolean[] may = new boolean[contents.length];
        Map<Long, Content> found = store.read(partition, now -> Contents.read(now, contents));
        List<Octets> unsure = new ArrayList<>();
        for (int i = 0; i < contents.length; i++) {
            Content content = found.get(contents[i]);
            may[i] = content == null || mayHold(i, content, unsure);
        }
        look(unsure, may);
        return may;
    }

    /** By what is stored beside the octets; says no of one whose octets have to be looked at, and adds it to those. */
    private boolean mayHold(int index, Content content, List<Octets> unsure) throws StoreException {
        Optional<Projection> projection = whole(content);
        if (projection.isEmpty()) {
            return true;
        }
        return switch (query) {
            case TextQuery.Header(String name, Needle needle) -> mayHold(projection.get(), name, needle);
            case TextQuery.Body(Needle needle) -> {
                long body = plainBodyStart(projection.get(), needle);
                yield !add(unsure, new Octets(index, content, (int) body), body);
            }
            case TextQuery.Text(Needle needle) ->
                !add(unsure, new Octets(index, content, 0), plainBodyStart(projection.get(), needle));
        };
    }

    private static Optional<Projection> whole(Content content) throws StoreException {
        StoredProjection stored = content.projection();
        if (!stored.isCurrent()) {
            return Optional.empty();
        }
        Projection projection = Projection.of(stored.bytes(), content.prefix());
        return projection.isWhole() ? Optional.of(projection) : Optional.empty();
    }

    private static boolean mayHold(Projection projection, String name, Needle needle) throws StoreException {
        Optional<byte[]> noted = projection.fields(List.of(name));
        return noted.isEmpty() || (noted.get().length > 0 && !needle.isSurelyNotIn(noted.get()));
    }

    private static long plainBodyStart(Projection projection, Needle needle) throws StoreException {
        return needle.isEmpty() ? -1 : projection.plainBodyStart(!needle.mayBeMarkedUp());
    }

    private static boolean add(List<Octets> unsure, Octets octets, long plainBodyStart) {
        boolean isWorthIt = plainBodyStart >= 0 && octets.content.blobOctets() <= OCTETS_MAX;
        return isWorthIt && unsure.add(octets);
    }

    private void look(List<Octets> unsure, boolean[] may) throws StoreException {
        byte[] buffer = new byte[OCTETS_MAX];
        for (int done = 0; done < unsure.size(); ) {
            List<Octets> left = unsure.subList(done, unsure.size());
            List<Optional<Blob>> blobs = store.blobs()
                    .open(left.stream().map(each -> each.content.blob()).toList());
            try {
                for (int i = 0; i < blobs.size(); i++) {
                    Octets octets = left.get(i);
                    may[octets.index] = blobs.get(i).isEmpty()
                            || mayHold(octets, blobs.get(i).get(), buffer);
                }
            } finally {
                blobs.forEach(each -> each.ifPresent(Blob::close));
            }
            done += blobs.size();
        }
    }

    private boolean mayHold(Octets octets, Blob blob, byte[] buffer) throws StoreException {
        byte[] prefix = octets.content.prefix();
        if (octets.from < prefix.length && !query.needle().isSurelyNotIn(prefix, octets.from, prefix.length)) {
            return true;
        }
        int from = Math.max(0, octets.from - prefix.length);
        int size = (int) blob.size();
        for (int at = from; at < size; ) {
            int count = blob.read(at, buffer, at, size - at);
            if (count < 0) {
                return true;
            }
            at += count;
        }
        return !query.needle().isSurelyNotIn(buffer, from, size);
    }
}
