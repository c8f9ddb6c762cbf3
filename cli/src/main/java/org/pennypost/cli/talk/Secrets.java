package org.pennypost.cli.talk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which part of a command is secret. */
final class Secrets {
    /** What stands for a secret on the screen and in transcripts. */
    static final String MASK = "***";

    /**
     * The part before the secret, then the secret: PASS (RFC 1939 §7), APOP (the digest can be tried offline), initial responses of AUTH (RFC 4954 §4,
     * RFC 5034 §4) and AUTHENTICATE (RFC 4959, RFC 5804 §2.1), LOGIN of IMAP (RFC 9051 §6.2.3), whose tag may be left out.
     */
    private static final Pattern SECRET = Pattern.compile(
            "(?is)(\\s*(?:PASS\\s+|APOP\\s+\\S+\\s+|AUTH\\s+\\S+\\s+|(?:\\S+\\s+)?AUTHENTICATE\\s+\\S+\\s+"
                    + "|(?:\\S+\\s+)?LOGIN\\s+(?:\"(?:[^\"\\\\]|\\\\.)*\"|\\S+)\\s+))(.+)");

    private Secrets() {}

    /** Returns whether a command carries a secret. */
    static boolean in(String command) {
        return SECRET.matcher(command).matches();
    }

    /** Returns the command with {@link #MASK} for its secret. */
    static String masked(String command) {
        Matcher matcher = SECRET.matcher(command);
        return matcher.matches() ? matcher.group(1) + MASK : command;
    }

    /** Returns the command with a star for each character of its secret, as it is shown while it is typed. */
    static String starred(String command) {
        Matcher matcher = SECRET.matcher(command);
        return matcher.matches()
                ? matcher.group(1) + "*".repeat(matcher.group(2).length())
                : command;
    }
}
