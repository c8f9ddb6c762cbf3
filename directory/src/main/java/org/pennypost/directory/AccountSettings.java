package org.pennypost.directory;

/**
 * What is chosen for one account.
 *
 * @param legacyLogin whether its password is kept readable, so that CRAM-MD5 and APOP work: they compute with the password itself. Whoever
 *     reads the store then reads the password
 * @param popDeletion what becomes of what POP3 clients delete
 */
public record AccountSettings(boolean legacyLogin, PopDeletion popDeletion) {
    public static final AccountSettings DEFAULT = new AccountSettings(false, PopDeletion.DELETE);

    AccountSettings with(PopDeletion other) {
        return new AccountSettings(legacyLogin, other);
    }

    AccountSettings withLegacyLogin(boolean chosen) {
        return new AccountSettings(chosen, popDeletion);
    }
}
