package org.pennypost.cli.talk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Follows a conversation: what is being typed now, which replies are still to come, when TLS begins. It sees only lines and does nothing itself.
 *
 * <p>Life cycle of the mode: COMMAND until the server asks for a message (354) or for a login answer (334, {@code +}), agrees to IDLE, or a typed line announces a
 * literal; DATA until a lone dot is typed; ANSWER and IDLE for one line; LITERAL for as many octets as were announced, then REST for one line, which may announce
 * another. A literal that the server refuses ends in COMMAND. Used by two threads, one for each direction.
 */
final class Conversation {
    /** What the next typed line is. */
    enum Mode {
        COMMAND,
        DATA,
        ANSWER,
        /** One line, DONE, ends it (RFC 2177 §3). */
        IDLE,
        /** Octets of a literal, {@link #literalLeft} of them. */
        LITERAL,
        /** What stands behind a literal in the same command. */
        REST
    }

    /** What a received line makes necessary. */
    enum Effect {
        NONE,
        /** The server agreed to TLS; that counts as answered only after {@link #encrypted}, so that nothing goes out in clear meanwhile. */
        START_TLS,
        /** The server waits for a message. */
        TAKE_MESSAGE,
        /** The server tells what happens until IDLE is ended. */
        IDLE_BEGINS
    }

    /** What became of a literal that was announced. */
    enum Permission {
        GIVEN,
        /** The server has answered the command, or has closed. */
        REFUSED,
        NO_ANSWER
    }

    private static final String GREETING = "";
    private static final String END_OF_DATA = ".";
    /** POP3 commands whose answer has lines of its own; LIST, UIDL and AUTH only without argument (RFC 1939 §5, RFC 2449 §5, RFC 5034 §4). */
    private static final Set<String> POP3_MULTI_LINE = Set.of("RETR", "TOP", "CAPA", "LIST", "UIDL", "AUTH", "LANG");

    private static final Set<String> POP3_MULTI_LINE_ALONE = Set.of("LIST", "UIDL", "AUTH", "LANG");

    /** A tag and something behind it; a server cannot say whom it answers where that is not so (RFC 9051 §9, command). */
    private static final Pattern IMAP_COMMAND = Pattern.compile("[^\\s(){%*\"\\\\+]+ \\S.*");

    private static final String LITERAL_STAND_IN = "x";
    private static final int COMMAND_CHARACTERS_MAX = 4096;

    private final Deque<Asked> asked = new ArrayDeque<>();
    private Dialect dialect;
    private Mode mode = Mode.COMMAND;
    private boolean inLines;
    private boolean greeted;
    private boolean leaving;

    /** The typed command so far, with a stand-in for each literal; as much of it as says whether what follows is a secret. */
    private String command = "";

    private long literalLeft;
    private boolean literalSecret;
    private boolean permitted;
    /** The first line of an answer that goes on behind a literal; empty between answers. */
    private String begun = "";

    private long literalToCome;

    Conversation(Dialect guess) {
        dialect = guess;
        asked.add(new Asked(GREETING, "", false, false));
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
            case DATA, IDLE -> false;
            case COMMAND -> Secrets.in(line);
            case LITERAL -> literalSecret;
            case REST -> Secrets.in(command + line);
        };
    }

    /**
     * Takes note of a line that is being sent; not of one of a literal, for which there is {@link #literalTyped}.
     *
     * @return the line as it may be written down
     */
    synchronized String typed(String line) {
        return switch (mode) {
            case DATA -> {
                if (line.equals(END_OF_DATA)) {
                    mode = Mode.COMMAND;
                    asked.add(new Asked(END_OF_DATA, "", false, false));
                }
                yield line;
            }
            case ANSWER -> {
                mode = Mode.COMMAND;
                yield Secrets.MASK;
            }
            case IDLE -> {
                mode = Mode.COMMAND;
                yield line;
            }
            case COMMAND -> {
                Asked asks = asked(line);
                leaving = asks.verb().equals("QUIT") || asks.verb().equals("LOGOUT");
                // Nobody answers an empty line in IMAP, or only with a complaint.
                if (dialect != Dialect.IMAP || !line.isBlank()) {
                    asked.add(asks);
                }
                command = "";
                yield announcing(line, Secrets.masked(line));
            }
            case REST -> {
                boolean secret = !line.isBlank() && Secrets.in(command + line);
                yield announcing(line, secret ? (line.startsWith(" ") ? " " : "") + Secrets.MASK : line);
            }
            case LITERAL -> throw new IllegalStateException("a literal is no line");
        };
    }

    /** @return what may be written down */
    private String announcing(String line, String shown) {
        Optional<Literal> literal = Literal.typed(line, dialect);
        mode = literal.isPresent() ? Mode.LITERAL : Mode.COMMAND;
        if (literal.isEmpty()) {
            return shown;
        }
        String before = command + line.substring(0, line.lastIndexOf('{'));
        literalSecret = Secrets.in(before + LITERAL_STAND_IN);
        command = before.length() > COMMAND_CHARACTERS_MAX ? before.substring(0, COMMAND_CHARACTERS_MAX) : before;
        command += LITERAL_STAND_IN;
        literalLeft = literal.get().octets();
        permitted = !literal.get().waits();
        return literalSecret ? Literal.masked(line) : line;
    }

    /** Returns how many octets of a typed literal are still to be sent. */
    synchronized long literalLeft() {
        return literalLeft;
    }

    /** Returns whether the octets of the typed literal are not to be shown. */
    synchronized boolean isLiteralSecret() {
        return literalSecret;
    }

    /** Takes note of octets of a literal that are sent. */
    synchronized void literalTyped(long octets) {
        literalLeft -= octets;
        mode = literalLeft == 0 ? Mode.REST : Mode.LITERAL;
    }

    /** Takes note that the rest of a command is not sent: the server has refused its literal. */
    synchronized void literalRefused() {
        mode = Mode.COMMAND;
    }

    /** Waits until the server lets the announced literal be sent, or does not. */
    synchronized Permission awaitPermission(long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        while (!permitted) {
            if (asked.isEmpty()) {
                return Permission.REFUSED;
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Permission.NO_ANSWER;
            }
            wait(left);
        }
        return Permission.GIVEN;
    }

    private Asked asked(String line) {
        String[] words = line.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        boolean tagged = dialect == Dialect.IMAP && words.length > 1;
        String verb = tagged ? words[1] : words[0];
        // A word alone is a tag too: the server answers that there is no command.
        String tag = dialect == Dialect.IMAP ? words[0] : "";
        boolean alone = words.length == 1;
        boolean lines = dialect == Dialect.POP3
                && POP3_MULTI_LINE.contains(verb)
                && (alone || !POP3_MULTI_LINE_ALONE.contains(verb));
        return new Asked(verb, tag, IMAP_COMMAND.matcher(line).matches(), lines);
    }

    /** Takes note of a line that the server said; not of one in a literal, for which there is {@link #literalReceived}. */
    synchronized Effect received(String line) {
        if (!greeted) {
            greeted = true;
            dialect = Dialect.ofGreeting(line, dialect);
        }
        String answer = begun.isEmpty() ? line : begun;
        Optional<Literal> literal = Literal.received(line, dialect);
        if (literal.isPresent()) {
            begun = answer;
            literalToCome = literal.get().octets();
            return Effect.NONE;
        }
        begun = "";
        Effect effect = switch (dialect) {
            case SMTP -> smtp(answer);
            case POP3 -> pop3(answer);
            case IMAP -> imap(answer);
            case SIEVE -> sieve(answer);
            case UNKNOWN -> answered(true);
        };
        notifyAll();
        return effect;
    }

    /** Returns how many octets of a literal the server sends next; 0 where a line comes. */
    synchronized long literalToCome() {
        return literalToCome;
    }

    /** Takes note of octets of a literal that came. */
    synchronized void literalReceived(long octets) {
        literalToCome -= octets;
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
            return continued();
        }
        Asked head = asked.peek();
        String upper = line.toUpperCase(Locale.ROOT);
        if (head != null && !head.whole() && upper.matches("\\* BAD( .*)?")) {
            // There was no command, so this is all that comes (RFC 9051 §7.1.3).
            return answered(false);
        }
        boolean ends = head != null && upper.startsWith(head.tag() + " ");
        return ends ? answered(upper.startsWith(head.tag() + " OK")) : Effect.NONE;
    }

    /** The server wants what it was told of, or what a command is made for (RFC 9051 §7.6). */
    private Effect continued() {
        if (mode == Mode.LITERAL && !permitted) {
            permitted = true;
        } else if (isAsked("AUTHENTICATE")) {
            mode = Mode.ANSWER;
        } else if (isAsked("IDLE")) {
            mode = Mode.IDLE;
            return Effect.IDLE_BEGINS;
        }
        return Effect.NONE;
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
        while (!asked.isEmpty() && mode == Mode.COMMAND) {
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

    /** What was asked: the verb in capitals, IMAP's tag, whether IMAP's has both, and whether a positive answer goes on with lines. */
    private record Asked(String verb, String tag, boolean whole, boolean lines) {
        boolean startsTls() {
            return verb.equals("STARTTLS") || verb.equals("STLS");
        }
    }
}
