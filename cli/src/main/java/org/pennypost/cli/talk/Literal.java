package org.pennypost.cli.talk;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the end of a line announces: so many octets follow behind its line end, whatever they are (RFC 9051 §4.3, RFC 5804 §4).
 *
 * @param octets how many, 0 or more
 * @param waits whether they may be sent only after the server has asked for them
 */
record Literal(long octets, boolean waits) {
    /** More digits are no size that anybody means: such a line is sent as it is, for the server to refuse. */
    private static final int DIGITS_MAX = 18;

    private static final Pattern ANNOUNCED =
            Pattern.compile(".*\\{([0-9]{1," + DIGITS_MAX + "})(\\+?)}", Pattern.DOTALL);

    /** Answers that end with text for people, which may end with braces (RFC 9051 §7.1). */
    private static final Pattern STATUS = Pattern.compile("(?is)(\\+|\\S+ (OK|NO|BAD|BYE|PREAUTH)( |$)).*");

    /** Returns what a client's line announces: <code>{5}</code>, or <code>{5+}</code> that goes without being asked for (RFC 7888 §3). */
    static Optional<Literal> typed(String line, Dialect dialect) {
        return switch (dialect) {
            case IMAP -> announced(line);
            // A client of ManageSieve never waits (RFC 5804 §4, literal-c2s).
            case SIEVE -> announced(line).filter(literal -> !literal.waits);
            case SMTP, POP3, UNKNOWN -> Optional.empty();
        };
    }

    /** Returns what a server's line announces. */
    static Optional<Literal> received(String line, Dialect dialect) {
        return switch (dialect) {
            case IMAP -> STATUS.matcher(line).matches() ? Optional.empty() : announced(line);
            case SIEVE -> announced(line);
            case SMTP, POP3, UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<Literal> announced(String line) {
        Matcher matcher = ANNOUNCED.matcher(line);
        return matcher.matches()
                ? Optional.of(new Literal(
                        Long.parseLong(matcher.group(1)), matcher.group(2).isEmpty()))
                : Optional.empty();
    }

    /** Returns a line as it may be written down when the octets that it announces are a secret: their number tells something about it. */
    static String masked(String line) {
        return line.replaceFirst("\\{[0-9]+(\\+?)}$", "{" + Secrets.MASK.length() + "$1}");
    }
}
