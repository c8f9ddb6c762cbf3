package org.pennypost.pop3;

/** Where a session is (RFC 1939 §3). The UPDATE state is the work of QUIT and has no commands of its own. */
public enum Pop3State {
    AUTHORIZATION,
    TRANSACTION
}
