package org.pennypost.pop3;

import java.util.List;
import org.pennypost.mailbox.MessageContent;

/** What a command leads to; the shell does it. */
public sealed interface Outcome {
    /** {@code +OK text}. */
    record Ok(String text) implements Outcome {}

    /**
     * {@code -ERR text}, or {@code -ERR [code] text} (RFC 2449 §8).
     *
     * @param code {@code IN-USE}, {@code AUTH}, {@code SYS/TEMP}, {@code SYS/PERM}; empty for none
     */
    record Err(String code, String text) implements Outcome {
        public Err(String text) {
            this("", text);
        }
    }

    /** {@code +OK text}, a few lines, and the dot. */
    record Lines(String text, List<String> lines) implements Outcome {}

    /** {@code +OK text}, one line for each message that is not deleted, and the dot. */
    record Listing(String text, MessageLine line) implements Outcome {}

    /**
     * {@code +OK text}, a message, and the dot. The shell closes the content.
     *
     * @param bodyLinesMax so many lines of the body at most; {@link #WHOLE} for all
     */
    record Message(String text, MessageContent content, long bodyLinesMax) implements Outcome {
        public static final long WHOLE = Long.MAX_VALUE;
    }

    /** {@code +OK text}, and then TLS. */
    record StartTls(String text) implements Outcome {}

    /** The last word: {@code ok} or not, and then the end. */
    record Bye(boolean ok, String text) implements Outcome {}

    /** A login failed: as {@link Err}, after a while. */
    record Denied(Err answer) implements Outcome {}

    /** Writes what a listing says of one message. */
    @FunctionalInterface
    interface MessageLine {
        /** Appends to {@code line}, without CRLF; {@code index} counts from 0 in the maildrop. */
        void append(LineBuffer line, Maildrop maildrop, int index);
    }
}
