package org.pennypost.mailbox.projection;

/**
 * A projection as it stands in the store beside the content: that of the blob alone, so that all recipients of a message share it.
 *
 * @param version {@link Projection#VERSION} of the program that computed it; 0 without one
 * @param bytes not changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record StoredProjection(int version, byte[] bytes) {
    /** Nothing was computed: it is done when somebody asks. */
    public static final StoredProjection NONE = new StoredProjection(0, new byte[0]);

    /** Whether this program need not compute it anew. */
    public boolean isCurrent() {
        return version == Projection.VERSION;
    }
}
