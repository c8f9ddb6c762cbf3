package org.pennypost.imap.session;

import java.time.InstantSource;
import org.pennypost.imap.ImapLimits;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.sasl.Authenticator;
import org.pennypost.store.BlobStore;

/**
 * What all sessions of a server share.
 *
 * @param hostName what the greeting calls it
 * @param offersTls whether STARTTLS can be had
 * @param plaintextPasswords whether passwords are taken without TLS
 * @param blobs where messages go that APPEND brings
 * @param recent which messages are {@code \Recent}
 * @param counts how many sessions an account has
 */
public record ImapService(
        String hostName,
        boolean offersTls,
        boolean plaintextPasswords,
        ImapLimits limits,
        Vocabulary vocabulary,
        Authenticator authenticator,
        Mailboxes mailboxes,
        BlobStore blobs,
        RecentMessages recent,
        SessionCounts counts,
        InstantSource clock) {}
