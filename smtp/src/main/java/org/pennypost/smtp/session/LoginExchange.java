package org.pennypost.smtp.session;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.pennypost.sasl.Identity;
import org.pennypost.smtp.Logins;
import org.pennypost.smtp.Reply;

/**
 * An AUTH under way (RFC 4954 §4): challenges and responses in base64. Used by one thread.
 *
 * <p>Life cycle: {@link #begin} once; while it {@linkplain #awaitsResponse() waits}, {@link #respond} for each line that comes; over with any reply but 334.
 */
final class LoginExchange {
    /** No mechanism has more steps; one that would go on for ever is ended here. */
    private static final int RESPONSES_MAX = 10;

    private static final String CANCELLED = "*";

    private final Logins.Exchange mechanism;
    private boolean awaitsResponse;
    private int responses;

    /** Present when the mechanism was content, and only its last words were still to be said. */
    private Optional<Identity> identity = Optional.empty();

    private boolean succeeded;

    LoginExchange(Logins.Exchange mechanism) {
        this.mechanism = mechanism;
    }

    /** @param initialResponse decoded, if there is one */
    Reply begin(Optional<byte[]> initialResponse) {
        return next(mechanism.begin(initialResponse));
    }

    /** @param line as it came, without CRLF */
    Reply respond(byte[] line) {
        awaitsResponse = false;
        String text = new String(line, StandardCharsets.ISO_8859_1);
        if (text.equals(CANCELLED)) {
            return Reply.of(501, "5.7.0", "The login was cancelled, as you asked.");
        }
        Optional<byte[]> response = decoded(text);
        if (response.isEmpty()) {
            return notBase64();
        }
        if (identity.isPresent()) {
            // RFC 4954 §4: success carries no data here, so it went as a challenge, and the client's answer is empty.
            return response.get().length == 0
                    ? success(identity.get())
                    : Logins.Cause.MALFORMED.reply(
                            "Nothing was left to say: the last response of this login must be empty.");
        }
        if (++responses > RESPONSES_MAX) {
            return Logins.Cause.MALFORMED.reply("This login takes too many steps.");
        }
        return next(mechanism.respond(response.get()));
    }

    private Reply next(Logins.Step step) {
        return switch (step) {
            case Logins.Step.Challenge challenge -> ask(challenge.data());
            case Logins.Step.Accepted accepted when accepted.data().length == 0 -> success(accepted.identity());
            case Logins.Step.Accepted accepted -> {
                identity = Optional.of(accepted.identity());
                yield ask(accepted.data());
            }
            case Logins.Step.Refused refused -> refused.cause().reply(refused.reason());
        };
    }

    private Reply ask(byte[] challenge) {
        awaitsResponse = true;
        return Reply.plain(334, Base64.getEncoder().encodeToString(challenge));
    }

    private Reply success(Identity who) {
        identity = Optional.of(who);
        succeeded = true;
        return Reply.of(235, "2.7.0", "Welcome, you are logged in as " + Reply.quoted(who.address()) + ".");
    }

    /** @return whether the next line is a response and no command */
    boolean awaitsResponse() {
        return awaitsResponse;
    }

    /** @return who has logged in, once that is certain */
    Optional<Identity> identity() {
        return succeeded ? identity : Optional.empty();
    }

    /** The 501 for what is not base64 (RFC 4954 §4). */
    static Reply notBase64() {
        return Reply.of(501, "5.5.2", "That is not base64 (RFC 4648 4), in which every step of a login is written.");
    }

    /**
     * RFC 4954 §4: nothing but the alphabet, and padding only at the end.
     *
     * @return absent when it is not base64
     */
    static Optional<byte[]> decoded(String base64) {
        if (base64.length() % 4 != 0) {
            return Optional.empty(); // the decoder would forgive missing padding
        }
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
