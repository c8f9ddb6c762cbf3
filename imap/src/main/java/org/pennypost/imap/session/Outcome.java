package org.pennypost.imap.session;

/** What a command leads to; the shell does it. */
public sealed interface Outcome {
    /** {@code tag OK [code] text}. */
    record Ok(ResponseCode code, String text) implements Outcome {
        public Ok(String text) {
            this(ResponseCode.NONE, text);
        }
    }

    /** {@code tag NO [code] text}: refused by rule, or failed. */
    record No(ResponseCode code, String text) implements Outcome {
        public No(String text) {
            this(ResponseCode.NONE, text);
        }
    }

    /** {@code tag BAD [code] text}: no command, none that may be given now, or spelled wrongly. A few of them end the session. */
    record Bad(ResponseCode code, String text) implements Outcome {
        public Bad(String text) {
            this(ResponseCode.NONE, text);
        }
    }

    /** {@code * BYE}, then {@code tag OK}, and the end: what LOGOUT leads to. */
    record Bye(String farewell, String text) implements Outcome {}

    /** {@code * BYE [code] text} alone, and the end: the session cannot go on. */
    record Dismiss(ResponseCode code, String text) implements Outcome {}

    /** {@code tag OK text}, and then TLS. */
    record StartTls(String text) implements Outcome {}

    /** {@code tag OK text}, and from then on everything is compressed (RFC 4978 §3). */
    record Compress(String text) implements Outcome {}

    /** A login failed: as {@link No}, after a while. */
    record Denied(No answer) implements Outcome {}

    /** The client is asked for more, which is a secret, until the exchange says what came of it (RFC 9051 §6.2.2). */
    record Exchange(SaslExchange exchange) implements Outcome {}

    /** {@code + text}; then changes are told as they happen, until the client says DONE (RFC 9051 §6.3.13). */
    record Idle(String text) implements Outcome {}
}
