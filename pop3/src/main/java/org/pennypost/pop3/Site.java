package org.pennypost.pop3;

import java.time.InstantSource;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Mechanisms;

/** What all sessions of a server share. */
record Site(
        Pop3ServerConfig config,
        Authenticator authenticator,
        Mechanisms mechanisms,
        Mailboxes mailboxes,
        Deletion.Policy deletion,
        MaildropLocks locks,
        LoginDelays delays,
        InstantSource clock) {}
