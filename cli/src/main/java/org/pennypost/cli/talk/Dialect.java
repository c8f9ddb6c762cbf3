package org.pennypost.cli.talk;

import java.util.Locale;

/** What a server speaks, as far as it matters for talking to it: how a reply ends, which words carry secrets, which word starts TLS. */
enum Dialect {
    SMTP("try: EHLO me, MAIL FROM:<you@example.test>, RCPT TO:<alice@example.test>, DATA, a message, a lone dot, QUIT"),
    POP3("try: USER alice@example.test, PASS password, STAT, LIST, RETR 1, DELE 1, QUIT"),
    IMAP(
            "try: LOGIN alice@example.test password, SELECT INBOX, FETCH 1 BODY[], LOGOUT; tags are added where you leave them out"),
    SIEVE("try: CAPABILITY, LISTSCRIPTS, LOGOUT"),
    UNKNOWN("type what it understands");

    private static final int LAB_OFFSET = 2000;

    private final String hint;

    Dialect(String hint) {
        this.hint = hint;
    }

    /** Returns what a newcomer could type. */
    String hint() {
        return hint;
    }

    /** Returns whether its strings can be literals: so many octets behind the line that announces them. */
    boolean hasLiterals() {
        return this == IMAP || this == SIEVE;
    }

    /** Guesses from the port, a standard one or one of the lab. */
    static Dialect ofPort(int port) {
        return switch (port > LAB_OFFSET ? port - LAB_OFFSET : port) {
            case 25, 465, 587 -> SMTP;
            case 110, 995 -> POP3;
            case 143, 993 -> IMAP;
            case 4190 -> SIEVE;
            default -> port == 4190 ? SIEVE : UNKNOWN;
        };
    }

    /** Knows from the first line that a server says, which counts more than its port. */
    static Dialect ofGreeting(String line, Dialect guess) {
        String upper = line.toUpperCase(Locale.ROOT);
        if (upper.matches("[2-5][0-9][0-9]([ -].*)?")) {
            return SMTP;
        }
        if (upper.startsWith("+OK") || upper.startsWith("-ERR")) {
            return POP3;
        }
        if (upper.startsWith("* OK") || upper.startsWith("* PREAUTH") || upper.startsWith("* BYE")) {
            return IMAP;
        }
        return upper.startsWith("\"IMPLEMENTATION\"") ? SIEVE : guess;
    }
}
