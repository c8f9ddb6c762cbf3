package org.pennypost.smtp;

import java.util.List;
import java.util.Optional;
import org.pennypost.sasl.Identity;

/** The logins that a service takes: the port through which AUTH (RFC 4954) asks. Called from the threads of all sessions. */
public interface Logins {
    /** @return the mechanisms on offer to this peer as it is connected now, best first; none: AUTH is not announced */
    List<String> mechanisms(SmtpPeer peer);

    /**
     * Begins an exchange.
     *
     * @param mechanism in capitals
     * @return absent when the mechanism is not on offer to this peer
     */
    Optional<Exchange> begin(String mechanism, SmtpPeer peer);

    /** The server's side of one exchange (RFC 4422 §3), in bytes. Used by one session; may take as long as checking a password takes. */
    interface Exchange {
        /**
         * The client's first response, if it came with the command.
         *
         * @return {@link Step.Challenge} with what the mechanism says first, which is nothing where the client is to begin; or as {@link #respond}
         */
        Step begin(Optional<byte[]> initialResponse);

        /** The client's answer to the last challenge. */
        Step respond(byte[] response);
    }

    /** What the server says next. */
    sealed interface Step {
        /** A challenge, which may be empty. */
        @SuppressWarnings("ArrayRecordComponent") // made for one session, which encodes it once
        record Challenge(byte[] data) implements Step {}

        /**
         * The client is who it says.
         *
         * @param data what the mechanism still has to say, empty for most; SMTP sends it as a last challenge, which the client answers with nothing (RFC 4954 §4)
         */
        @SuppressWarnings("ArrayRecordComponent") // as above
        record Accepted(Identity identity, byte[] data) implements Step {
            /** With nothing more to say. */
            public Accepted(Identity identity) {
                this(identity, new byte[0]);
            }
        }

        /** It is not, or it cannot be found out now. */
        record Refused(Cause cause, String reason) implements Step {}
    }

    /** Why a login is refused; which reply that is, RFC 4954 §6 says. */
    enum Cause {
        /** Name or secret is wrong; which of them is told to nobody. */
        CREDENTIALS(535, "5.7.8"),
        /** The login is right, and the account blocked until its password is changed (RFC 5248 §2.4). */
        BLOCKED(525, "5.7.13"),
        /** The account must use a stronger mechanism. */
        TOO_WEAK(534, "5.7.9"),
        /** The account must log in once by PLAIN before this mechanism can work. */
        TRANSITION_NEEDED(432, "4.7.12"),
        /** It could not be checked; the same login may be right later. */
        TEMPORARY(454, "4.7.0"),
        /** The client's words do not follow the mechanism's grammar. */
        MALFORMED(501, "5.5.2"),
        /** The client speaks first where the mechanism lets the server begin. */
        NO_INITIAL_RESPONSE(501, "5.7.0");

        private final int code;
        private final String status;

        Cause(int code, String status) {
            this.code = code;
            this.status = status;
        }

        /** @param reason a sentence for the person who logs in */
        public Reply reply(String reason) {
            return Reply.of(code, status, reason);
        }
    }
}
