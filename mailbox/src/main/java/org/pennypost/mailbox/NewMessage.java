package org.pennypost.mailbox;

import java.time.Instant;
import java.util.Set;
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.StoreException;

/**
 * A message to append: the prefix (trace fields of the delivery, or nothing) and then the bytes as received.
 *
 * @param content finished; stays the caller's, who closes it when the append is done; several appends may share it
 * @param prefix at most {@value #PREFIX_OCTETS_MAX} octets, each line ended by CRLF; not changed afterwards
 * @param projection {@link #project} of the content: who gives it to several accounts computes it once
 * @param received the internal date (RFC 9051 §2.3.3); kept to the second
 * @param flags those it begins with
 */
@SuppressWarnings("ArrayRecordComponent") // octets on their way into the store, read once
public record NewMessage(
        BlobDraft content, byte[] prefix, StoredProjection projection, Instant received, Set<Flag> flags) {
    /** The longest prefix. */
    public static final int PREFIX_OCTETS_MAX = 16_000;

    public NewMessage {
        if (prefix.length > PREFIX_OCTETS_MAX) {
            throw new IllegalArgumentException("a prefix has at most " + PREFIX_OCTETS_MAX + " octets");
        }
        flags = Set.copyOf(flags);
    }

    /** A message whose projection {@link Account#append} computes. */
    public NewMessage(BlobDraft content, byte[] prefix, Instant received, Set<Flag> flags) {
        this(content, prefix, StoredProjection.NONE, received, flags);
    }

    /**
     * Computes what clients will list of a message; a few microseconds for each kilobyte. All prefixes that end in the same way, with a field
     * or with the empty line behind the header, have the same.
     *
     * @param content finished
     * @param prefix one of those that it will have
     */
    public static StoredProjection project(BlobDraft content, byte[] prefix) throws StoreException {
        return Projections.of(content, prefix);
    }

    long octets() {
        return prefix.length + content.size();
    }
}
