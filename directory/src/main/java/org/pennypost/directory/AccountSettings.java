package org.pennypost.directory;

/**
 * What is chosen for one account, and known of its password.
 *
 * @param legacyLogin whether its password is kept readable, so that CRAM-MD5 and APOP work: they compute with the password itself. Whoever
 *     reads the store then reads the password
 * @param popDeletion what becomes of what POP3 clients delete
 * @param wellKnownPassword whether its password is one of those that guessers try first: then nobody can log in outside the lab
 *     (RFC 9051 §11.7). False as long as nobody has logged in with a password that an older program has set
 */
public record AccountSettings(boolean legacyLogin, PopDeletion popDeletion, boolean wellKnownPassword) {
    public static final AccountSettings DEFAULT = new AccountSettings(false, PopDeletion.DELETE, false);

    AccountSettings with(PopDeletion other) {
        return new AccountSettings(legacyLogin, other, wellKnownPassword);
    }

    AccountSettings withLegacyLogin(boolean chosen) {
        return new AccountSettings(chosen, popDeletion, wellKnownPassword);
    }

    AccountSettings withWellKnownPassword(boolean known) {
        return new AccountSettings(legacyLogin, popDeletion, known);
    }
}
