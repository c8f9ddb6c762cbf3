package org.pennypost.smtp.commands;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Logins;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/**
 * AUTH: begins a login (RFC 4954 §4). Not in a transaction, once in a session, and only where the service takes logins from this peer.
 *
 * @param mechanism in capitals
 * @param initialResponse base64 as sent, or {@code =} for none at all; absent where the client waits to be asked
 */
public record Auth(String mechanism, Optional<String> initialResponse) implements Command {
    /** An optional command, so its extension brings it. */
    public static final CommandSpec SPEC = new CommandSpec(
            "AUTH",
            Set.of(SmtpState.GREETED),
            Set.of(Trait.BEFORE_LOGIN),
            "AUTH mechanism [response]",
            "AUTH PLAIN",
            "Logs in; EHLO lists the mechanisms.",
            Auth::parse);

    /** {@code sasl-mech = 1*20mech-char} (RFC 4422 §3.1). */
    private static final int MECHANISM_CHARACTERS_MAX = 20;

    private static final String EMPTY_RESPONSE = "=";

    /** {@code "AUTH" SP sasl-mech [SP initial-response]} (RFC 4954 §8). */
    private static Auth parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        String[] words = in.rest().split(" +", 3);
        String mechanism = words[0].toUpperCase(Locale.ROOT);
        boolean name = mechanism.length() <= MECHANISM_CHARACTERS_MAX && mechanism.matches("[A-Z0-9_-]+");
        if (!name || words.length > 2) {
            throw new BadSyntax(
                    SmtpReader.BAD_ARGUMENTS, "AUTH takes the name of a mechanism, and may take one word of base64.");
        }
        return new Auth(mechanism, words.length == 2 ? Optional.of(words[1]) : Optional.empty());
    }

    @Override
    public Outcome handle(SmtpSession session) {
        if (session.peer().identity().isPresent()) {
            return refuse(503, "5.5.1", "You are logged in already; one login a session.");
        }
        Offer.Login offer = session.service()
                .profile()
                .find(Offer.Login.class)
                .orElseThrow(() -> new IllegalStateException("AUTH without an offer to log in"));
        if (session.peer().tls().isEmpty() && !offer.outsideTls()) {
            return refuse(
                    538, "5.7.11", "A login needs TLS here, so that nobody can listen: say STARTTLS, EHLO, then AUTH.");
        }
        Optional<Logins.Exchange> exchange = offer.logins().begin(mechanism, session.peer());
        if (exchange.isEmpty()) {
            return refuse(
                    504,
                    "5.5.4",
                    "The mechanism " + Reply.quoted(mechanism) + " is not on offer here; these are: "
                            + String.join(" ", offer.logins().mechanisms(session.peer())));
        }
        Optional<byte[]> response = Optional.empty();
        if (initialResponse.isPresent()) {
            response = initialResponse.get().equals(EMPTY_RESPONSE)
                    ? Optional.of(new byte[0])
                    : SmtpSession.base64(initialResponse.get());
            if (response.isEmpty()) {
                return new Outcome.Answer(SmtpSession.notBase64());
            }
        }
        return session.login(exchange.get(), response);
    }

    private static Outcome refuse(int code, String status, String text) {
        return new Outcome.Answer(Reply.of(code, status, text));
    }
}
