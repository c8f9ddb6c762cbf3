package org.pennypost.mailbox;

import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.store.BlobId;

/**
 * What never changes of a message, and what its copies share.
 *
 * @param blob the bytes as received
 * @param blobOctets how many
 * @param prefix the trace fields before them
 * @param projection what clients list (envelope, body structure ...), computed at delivery
 */
@SuppressWarnings("ArrayRecordComponent") // octets of one record, handed through; never compared
record Content(BlobId blob, long blobOctets, byte[] prefix, StoredProjection projection) {}
