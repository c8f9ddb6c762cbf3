package org.pennypost.pop3;

import java.util.List;
import java.util.OptionalLong;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.MessageContent;

/** What a command leads to; the shell does it. */
public sealed interface Outcome {
    /** {@code +OK text}. */
    record Ok(String text) implements Outcome {}

    /**
     * {@code -ERR text}, or {@code -ERR [code] text} (RFC 2449 §8).
     *
     * @param code {@code IN-USE}, {@code LOGIN-DELAY}, {@code AUTH}, {@code SYS/TEMP}, {@code SYS/PERM}; empty for none
     */
    record Err(String code, String text) implements Outcome {
        public Err(String text) {
            this("", text);
        }
    }

    /** {@code -ERR text} for what is no command, or none that may be given now. A few of them end the session. */
    record Mistake(String text) implements Outcome {}

    /** {@code +OK text}, a few lines, and the dot. */
    record Lines(String text, List<String> lines) implements Outcome {}

    /** {@code +OK text}, one line for each message that is not deleted, and the dot. */
    record Listing(String text, MessageLine line) implements Outcome {}

    /**
     * {@code +OK text}, a message, and the dot. The shell closes the content.
     *
     * @param bodyLinesMax so many lines of the body at most; empty for the whole message
     */
    record Message(String text, MessageContent content, OptionalLong bodyLinesMax) implements Outcome {}

    /** {@code + base64}: a challenge of SASL (RFC 5034 §4); the next line is its answer, and a secret. */
    record Challenge(String base64) implements Outcome {}

    /** {@code +OK text}, and then TLS. */
    record StartTls(String text) implements Outcome {}

    /** The last word: {@code ok} or not, and then the end. */
    record Bye(boolean ok, String text) implements Outcome {}

    /** A login failed: as {@link Err}, after a while. */
    record Denied(Err answer) implements Outcome {}

    /** Says what a listing says of one message. */
    @FunctionalInterface
    interface MessageLine {
        /** Appends to {@code line} what comes behind the message number and a blank, without CRLF. */
        void append(LineBuffer line, MailboxView.Cursor message);
    }
}
