package org.pennypost.directory;

import java.time.Instant;

/**
 * An account as the directory knows it.
 *
 * @param address its own address, normalised: {@code alice@example.org}
 * @param number the number of the account, and of the store's partition with its mail; never given to another account
 * @param quotaBytes how much mail it may keep; 0 for any amount
 * @param created when it was added, to the millisecond
 * @param passwordVersion grows with each change of the password
 */
public record AccountEntry(String address, long number, long quotaBytes, Instant created, long passwordVersion) {}
