package org.pennypost.mailbox.projection;

/**
 * A projection as it stands in the store beside the content: that of the blob alone, so that all recipients of a message share it.
 *
 * @param version {@link Projection#VERSION} of the program that computed it; 0 without one
 * @param bytes not changed afterwards
 * @param plain whether it is known that the blob has no NUL, and no octet above 127 in a header, so that it can be told to every program (see
 *     {@link org.pennypost.mime.convert.Surrogate}); known only while the message comes, and not stored
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record StoredProjection(int version, byte[] bytes, boolean plain) {
    /** Nothing was computed: it is done when somebody asks. */
    public static final StoredProjection NONE = new StoredProjection(0, new byte[0], false);

    /** One that was stored. */
    public StoredProjection(int version, byte[] bytes) {
        this(version, bytes, false);
    }

    /** The same, where something else is known of the blob. */
    public StoredProjection withPlain(boolean known) {
        return new StoredProjection(version, bytes, known);
    }

    /** Whether this program need not compute it anew. */
    public boolean isCurrent() {
        return version == Projection.VERSION;
    }
}
