package org.pennypost.store;

/** How much a check reads. */
public enum CheckDepth {
    /** Every key, every link and the place of every blob. */
    KEYS,
    /** The bytes of every blob as well, against their checksum and their name. */
    BYTES
}
