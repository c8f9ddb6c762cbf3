package org.pennypost.store;

/** The store takes no more writes: it was closed, or a sync failed and nobody can say any more what the disk holds. */
public final class StoreStopped extends StoreException {
    private static final long serialVersionUID = 1L;

    public StoreStopped(String message) {
        super(message);
    }

    public StoreStopped(String message, Throwable cause) {
        super(message, cause);
    }
}
