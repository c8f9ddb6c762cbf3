package org.pennypost.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.pennypost.wire.TlsMode;

/** The ways to reach a server: what it speaks, on which port, and when it encrypts, by the names of URL schemes. */
public enum Protocol {
    /** Mail between servers (RFC 5321). */
    SMTP(25, TlsMode.WHEN_OFFERED),
    /** Mail from people, encrypted by STARTTLS (RFC 6409). */
    SUBMISSION(587, TlsMode.REQUIRED),
    /** Mail from people, encrypted from the start (RFC 8314 §3.3). */
    SUBMISSIONS(465, TlsMode.IMPLICIT),
    /** The same under its old name. */
    SMTPS(465, TlsMode.IMPLICIT),
    /** Mail to people (RFC 1939). */
    POP3(110, TlsMode.WHEN_OFFERED),
    /** The same, as RFC 2384 names it. */
    POP(110, TlsMode.WHEN_OFFERED),
    /** Mail to people, encrypted from the start (RFC 8314 §3.3). */
    POP3S(995, TlsMode.IMPLICIT),
    /** Mailboxes on the server (RFC 9051). */
    IMAP(143, TlsMode.WHEN_OFFERED),
    /** The same, encrypted from the start (RFC 8314 §3.2). */
    IMAPS(993, TlsMode.IMPLICIT);

    /** In the lab every port is the standard one plus this. */
    private static final int LAB_OFFSET = 2000;

    private final int port;
    private final TlsMode tls;

    Protocol(int port, TlsMode tls) {
        this.port = port;
        this.tls = tls;
    }

    /** Returns the port where nothing else is said. */
    public int port() {
        return port;
    }

    /** Returns when it encrypts where nothing else is said. */
    public TlsMode tls() {
        return tls;
    }

    static Optional<Protocol> ofScheme(String scheme) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.name().toLowerCase(Locale.ROOT).equals(scheme.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns whether a port, of a real server or of the lab, is one where encryption starts with the first byte. */
    static boolean isImplicitTlsPort(int port) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.tls == TlsMode.IMPLICIT)
                .anyMatch(protocol -> port == protocol.port || port == protocol.port + LAB_OFFSET);
    }
}
