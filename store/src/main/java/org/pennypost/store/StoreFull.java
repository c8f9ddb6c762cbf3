package org.pennypost.store;

/** There is no room on the disk. The store goes on, and takes writes again when there is. */
public final class StoreFull extends StoreException {
    private static final long serialVersionUID = 1L;

    public StoreFull(String message) {
        super(message);
    }

    public StoreFull(String message, Throwable cause) {
        super(message, cause);
    }
}
