package org.pennypost.imap.session;

/** Where a session is (RFC 9051 §3). The logout state is the shell's: no command is read any more. */
public enum ImapState {
    NOT_AUTHENTICATED,
    AUTHENTICATED,
    SELECTED
}
