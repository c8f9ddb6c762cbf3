package org.pennypost.cli.talk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * Follows a conversation: what is being typed now, which replies are still to come, when TLS begins. It sees only lines and does nothing itself.
 *
 * <p>Life cycle of the mode: COMMAND until the server asks for a message (354) or for a login answer (334, {@code +}); DATA until a lone dot is typed; ANSWER
 * for one line. Used by two threads, one for each direction.
 */
final class Conversation {
    /** What the next typed line is. */
    enum Mode {
        COMMAND,
        DATA,
        ANSWER
    }

    /** What a received line makes necessary. */
    enum Effect {
        NONE,
        /** The server agreed to TLS; that counts as answered only after {@link #encrypted}, so that nothing goes out in clear meanwhile. */
        START_TLS,
        /** The server waits for a message. */
        TAKE_MESSAGE
    }

    private static final String GREETING = "";
    private static final String END_OF_DATA = ".";
    /** POP3 commands whose answer has lines of its own; LIST, UIDL and AUTH only without argument (RFC 1939 §5, RFC 2449 §5, RFC 5034 §4). */
    private static final Set<String> POP3_MULTI_LINE = Set.of("RETR", "TOP", "CAPA", "LIST", "UIDL", "AUTH", "LANG");

    private static final Set<String> POP3_MULTI_LINE_ALONE = Set.of("LIST", "UIDL", "AUTH", "LANG");

    private final Deque<Asked> asked = new ArrayDeque<>();
    private Dialect dialect;
    private Mode mode = Mode.COMMAND;
    private boolean inLines;
    private boolean greeted;
    private boolean leaving;

    Conversation(Dialect guess) {
        dialect = guess;
        asked.add(new Asked(GREETING, "", false));
    }

    synchronized Dialect dialect() {
        return dialect;
    }

    synchronized Mode mode() {
        return mode;
    }

    /** Returns whether nothing is being waited for. */
    synchronized boolean isAnswered() {
        return asked.isEmpty();
    }

    /** Returns whether the last command was the farewell, after which the server closes. */
    synchronized boolean isLeaving() {
        return leaving;
    }

    /** Returns whether a typed line would carry a secret. */
    synchronized boolean isSecret(String line) {
        return switch (mode) {
            case ANSWER -> true;
            case DATA -> false;
            case COMMAND -> Secrets.in(line);
        };
    }

    /**
     * Takes note of a line that is being sent.
     *
     * @return the line as it may be written down
     */
    synchronized String typed(String line) {
        return switch (mode) {
            case DATA -> {
                if (line.equals(END_OF_DATA)) {
                    mode = Mode.COMMAND;
                    asked.add(new Asked(END_OF_DATA, "", false));
                }
                yield line;
            }
            case ANSWER -> {
                mode = Mode.COMMAND;
                yield Secrets.MASK;
            }
            case COMMAND -> {
                Asked command = command(line);
                leaving = command.verb().equals("QUIT") || command.verb().equals("LOGOUT");
                asked.add(command);
                yield Secrets.masked(line);
            }
        };
    }

    private Asked command(String line) {
        String[] words = line.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        boolean tagged = dialect == Dialect.IMAP && words.length > 1;
        String verb = tagged ? words[1] : words[0];
        boolean alone = words.length == 1;
        boolean lines = dialect == Dialect.POP3
                && POP3_MULTI_LINE.contains(verb)
                && (alone || !POP3_MULTI_LINE_ALONE.contains(verb));
        return new Asked(verb, tagged ? words[0] : "", lines);
    }

    /** Takes note of a line that the server said. */
    synchronized Effect received(String line) {
        if (!greeted) {
            greeted = true;
            dialect = Dialect.ofGreeting(line, dialect);
        }
        Effect effect = switch (dialect) {
            case SMTP -> smtp(line);
            case POP3 -> pop3(line);
            case IMAP -> imap(line);
            case SIEVE -> sieve(line);
            case UNKNOWN -> answered(true);
        };
        notifyAll();
        return effect;
    }

    /** A reply ends with the line that has a space, or nothing, after its code (RFC 5321 §4.2.1). */
    private Effect smtp(String line) {
        if (!line.matches("[2-5][0-9][0-9]( .*)?")) {
            return Effect.NONE;
        }
        if (line.startsWith("334") && isAsked("AUTH")) {
            mode = Mode.ANSWER;
            return Effect.NONE;
        }
        if (line.startsWith("354") && isAsked("DATA")) {
            mode = Mode.DATA;
            answered(false);
            return Effect.TAKE_MESSAGE;
        }
        return answered(line.startsWith("2"));
    }

    /** Status lines begin with {@code +OK} or {@code -ERR}; some answers go on to a lone dot (RFC 1939 §3). */
    private Effect pop3(String line) {
        if (inLines) {
            if (line.equals(".")) {
                inLines = false;
                asked.poll();
            }
            return Effect.NONE;
        }
        if (line.startsWith("+ ") || line.equals("+")) {
            mode = Mode.ANSWER;
            return Effect.NONE;
        }
        Asked head = asked.peek();
        if (line.startsWith("+OK") && head != null && head.lines()) {
            inLines = true;
            return Effect.NONE;
        }
        return answered(line.startsWith("+OK"));
    }

    private Effect imap(String line) {
        if (isAsked(GREETING)) {
            return answered(false);
        }
        if (line.startsWith("+")) {
            if (isAsked("AUTHENTICATE")) {
                mode = Mode.ANSWER;
            }
            return Effect.NONE;
        }
        Asked head = asked.peek();
        String upper = line.toUpperCase(Locale.ROOT);
        boolean ends = head != null && upper.startsWith(head.tag() + " ");
        return ends ? answered(upper.startsWith(head.tag() + " OK")) : Effect.NONE;
    }

    /** Answers end with OK, NO or BYE (RFC 5804 §1.2). */
    private Effect sieve(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        boolean ends = upper.matches("(OK|NO|BYE)([ (].*)?");
        return ends ? answered(upper.startsWith("OK")) : Effect.NONE;
    }

    /** Takes note that TLS has begun. */
    synchronized void encrypted() {
        asked.poll();
        notifyAll();
    }

    private boolean isAsked(String verb) {
        Asked head = asked.peek();
        return head != null && head.verb().equals(verb);
    }

    private Effect answered(boolean positive) {
        Asked head = asked.peek();
        if (head != null && positive && head.startsTls()) {
            return Effect.START_TLS;
        }
        asked.poll();
        return Effect.NONE;
    }

    /** Returns whether the answer to a typed STARTTLS or STLS is still to come. */
    synchronized boolean awaitsTls() {
        return asked.stream().anyMatch(Asked::startsTls);
    }

    /**
     * Waits until the server has answered everything, or asks for something.
     *
     * @return whether it did so in time
     */
    synchronized boolean awaitAnswer(long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        while (!asked.isEmpty() && mode != Mode.ANSWER) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Nothing more will be answered: the connection is closed. */
    synchronized void close() {
        asked.clear();
        notifyAll();
    }

    /** What was asked: the verb in capitals, IMAP's tag, and whether a positive answer goes on with lines. */
    private record Asked(String verb, String tag, boolean lines) {
        boolean startsTls() {
            return verb.equals("STARTTLS") || verb.equals("STLS");
        }
    }
}
