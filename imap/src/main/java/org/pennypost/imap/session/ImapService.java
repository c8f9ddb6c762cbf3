package org.pennypost.imap.session;

import java.time.InstantSource;
import org.pennypost.imap.ImapLimits;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.store.BlobStore;

/**
 * What all sessions of a server share.
 *
 * @param hostName what the greeting calls it
 * @param offersTls whether STARTTLS can be had
 * @param mechanisms for AUTHENTICATE
 * @param blobs where messages go that APPEND brings
 * @param recent which messages are {@code \Recent}
 * @param differences what lies between views of mailboxes that many have selected
 * @param counts how many sessions an account has
 */
public record ImapService(
        String hostName,
        boolean offersTls,
        ImapLimits limits,
        Vocabulary vocabulary,
        Authenticator authenticator,
        Mechanisms mechanisms,
        Mailboxes mailboxes,
        BlobStore blobs,
        RecentMessages recent,
        Differences differences,
        SessionCounts counts,
        InstantSource clock) {}
