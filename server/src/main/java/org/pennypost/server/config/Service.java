package org.pennypost.server.config;

/** A protocol as a port offers it. */
public enum Service {
    SMTP("smtp", 25, false),
    SUBMISSION("submission", 587, false),
    SUBMISSIONS("submissions", 465, true),
    LMTP("lmtp", 24, false),
    POP3("pop3", 110, false),
    POP3S("pop3s", 995, true),
    IMAP("imap", 143, false),
    IMAPS("imaps", 993, true);

    /** What is added to every standard port in the lab, so that no privilege is needed. */
    public static final int LAB_PORT_OFFSET = 2000;

    private final String word;
    private final int standardPort;
    private final boolean implicitTls;

    Service(String word, int standardPort, boolean implicitTls) {
        this.word = word;
        this.standardPort = standardPort;
        this.implicitTls = implicitTls;
    }

    /** The name in the configuration and in messages: {@code smtp}. */
    public String word() {
        return word;
    }

    /** The port that IANA has registered; LMTP has none (RFC 2033 §5), and what is usual is the one for any private mail system. */
    public int standardPort() {
        return standardPort;
    }

    /** Whether it listens where nothing is said. LMTP does where somebody wants it, as its peer is another mail server of the same owner. */
    public boolean usual() {
        return this != LMTP;
    }

    /** Whether TLS begins before the first byte of the protocol (RFC 8314 §3). */
    public boolean implicitTls() {
        return implicitTls;
    }
}
