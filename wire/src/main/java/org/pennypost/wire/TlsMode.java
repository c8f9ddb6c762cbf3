package org.pennypost.wire;

/** When a client's connection is encrypted. */
public enum TlsMode {
    /** Never: everything can be read on the way, passwords too. */
    NEVER,
    /** When the server offers STARTTLS or STLS; otherwise in clear. */
    WHEN_OFFERED,
    /** By STARTTLS or STLS, or not at all: a server without it is left before anything is said (RFC 8314 §4.1 prefers {@link #IMPLICIT}). */
    REQUIRED,
    /** From the first byte (RFC 8314 §3). */
    IMPLICIT
}
