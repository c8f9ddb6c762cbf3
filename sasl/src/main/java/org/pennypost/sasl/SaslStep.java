package org.pennypost.sasl;

import java.util.Optional;

/** What a server does next in an authentication exchange (RFC 4422 §3). */
public sealed interface SaslStep {
    /** It asks. The bytes may be none. */
    @SuppressWarnings("ArrayRecordComponent") // goes out as it is
    record Challenge(byte[] bytes) implements SaslStep {
        static final Challenge EMPTY = new Challenge(new byte[0]);
    }

    /**
     * The client is who it says.
     *
     * @param data the server's last words where the mechanism has some; absent is not the same as empty (RFC 4422 §3.6)
     */
    record Success(Identity identity, Optional<byte[]> data) implements SaslStep {}

    /**
     * It is over.
     *
     * @param text for a person, a sentence without the dot at its end
     */
    record Failure(Kind kind, String text) implements SaslStep {}

    /** Why an exchange failed, as far as a client may know. */
    enum Kind {
        /** Name, password, proof or token is wrong; which is told to nobody. SMTP 535 5.7.8, IMAP AUTHENTICATIONFAILED, POP3 AUTH. */
        WRONG,
        /** The login is right, and may not act as whom it asks for. SMTP 535 5.7.8, IMAP AUTHORIZATIONFAILED, POP3 AUTH. */
        NOT_AUTHORIZED,
        /** The login is right, and the account blocked until it has another password. SMTP 525 5.7.13, IMAP EXPIRED, POP3 AUTH. */
        BLOCKED,
        /** What came is no message of this mechanism. SMTP 501 5.5.2, IMAP BAD, POP3 -ERR without code. */
        MALFORMED,
        /** It was not checked: the same may be right later. SMTP 454 4.7.0, IMAP UNAVAILABLE, POP3 SYS/TEMP. */
        TEMPORARY
    }
}
