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
 * @param settings what is chosen for it, and known of its password
 */
public record AccountEntry(
        String address, long number, long quotaBytes, Instant created, long passwordVersion, AccountSettings settings) {
    /** With the usual settings. */
    AccountEntry(String address, long number, long quotaBytes, Instant created, long passwordVersion) {
        this(address, number, quotaBytes, created, passwordVersion, AccountSettings.DEFAULT);
    }

    AccountEntry with(AccountSettings other) {
        return new AccountEntry(address, number, quotaBytes, created, passwordVersion, other);
    }

    AccountEntry withNewPassword() {
        return new AccountEntry(address, number, quotaBytes, created, passwordVersion + 1, settings);
    }
}
