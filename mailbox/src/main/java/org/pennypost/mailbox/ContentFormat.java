package org.pennypost.mailbox;

import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.BlobId;
import org.pennypost.store.StoreException;

/**
 * A content, under {@link Keys#content}; that key owns the link to the blob. It goes when the last message that shares it is
 * purged: {@link Keys#shares} counts the messages beyond the first.
 *
 * <pre>
 * version 1 (u8), SHA-256 of the blob (32 bytes), its octets (number), prefix (string),
 * projection's version (number, 0 without one), projection (string)
 * </pre>
 */
final class ContentFormat {
    private static final int VERSION = 1;

    private ContentFormat() {}

    static byte[] encode(Content content) {
        return new Packer(64 + content.prefix().length + content.projection().bytes().length)
                .u8(VERSION)
                .raw(content.blob().toBytes())
                .number(content.blobOctets())
                .string(content.prefix())
                .number(content.projection().version())
                .string(content.projection().bytes())
                .toBytes();
    }

    static Content decode(long id, byte[] value) throws StoreException {
        Unpacker in = new Unpacker("content " + id, value).version(VERSION);
        BlobId blob = BlobId.of(in.raw(BlobId.BYTES));
        return new Content(blob, in.number(), in.string(), new StoredProjection((int) in.number(), in.string()));
    }
}
