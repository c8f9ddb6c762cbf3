package org.pennypost.directory;

import java.time.Instant;

/**
 * An account that is no longer in the directory, and whose mail is perhaps still in the store.
 *
 * @param number never given to another account
 * @param address what it was called
 * @param removed when, to the millisecond
 */
public record RemovedAccount(long number, String address, Instant removed) {}
