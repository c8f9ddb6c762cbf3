package org.pennypost.imap.commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SaslExchange;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.sasl.SaslServer;
import org.pennypost.sasl.SaslStep;

/**
 * AUTHENTICATE says who the client is in the way of a SASL mechanism (RFC 9051 §6.2.2), perhaps with its first words already (RFC 4959 §3).
 *
 * @param initial those words, decoded
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // an empty initial response is not the same as none
record Authenticate(String mechanism, Optional<byte[]> initial) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "AUTHENTICATE",
            CommandSpec.BEFORE_LOGIN,
            Set.of(),
            "AUTHENTICATE mechanism [initial-response]",
            Authenticate::parse);

    /** {@code authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp] *(CRLF base64)}. */
    private static Authenticate parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        String mechanism = in.keyword("a SASL mechanism");
        if (!in.accept(' ')) {
            return new Authenticate(mechanism, Optional.empty());
        }
        String initial = in.atom();
        if (initial.equals("=")) {
            return new Authenticate(mechanism, Optional.of(new byte[0]));
        }
        try {
            return new Authenticate(
                    mechanism, Optional.of(Base64.getDecoder().decode(initial.getBytes(StandardCharsets.US_ASCII))));
        } catch (IllegalArgumentException _) {
            throw new BadSyntax("the initial response is no base64");
        }
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        Optional<SaslServer> server = session.service().mechanisms().begin(mechanism, session.channel());
        if (server.isEmpty()) {
            return session.takesPasswords()
                    ? new Outcome.No(
                            ResponseCode.CANNOT,
                            "There is no mechanism " + Shown.of(mechanism) + " here; CAPABILITY shows what there is.")
                    : new Outcome.No(
                            ResponseCode.PRIVACYREQUIRED, "A login is taken over TLS only: give STARTTLS first.");
        }
        SaslServer exchange = server.get().withDataAsChallenge();
        if (initial.isPresent() && !exchange.isClientFirst()) {
            return new Outcome.Bad("AUTHENTICATE: " + exchange.mechanism()
                    + " has no initial response: the server speaks first (RFC 9051 §6.2.2).");
        }
        return follow(session, exchange, exchange.start(initial));
    }

    private static Outcome follow(ImapSession session, SaslServer exchange, SaslStep step) {
        return switch (step) {
            case SaslStep.Challenge challenge -> new Outcome.Exchange(new Next(session, exchange, challenge.bytes()));
            case SaslStep.Success success -> session.enter(success.identity(), "Logged in.");
            case SaslStep.Failure failure -> failed(failure);
        };
    }

    private static Outcome failed(SaslStep.Failure failure) {
        String text =
                Character.toUpperCase(failure.text().charAt(0)) + failure.text().substring(1) + ".";
        return switch (failure.kind()) {
            case WRONG -> new Outcome.Denied(new Outcome.No(ResponseCode.AUTHENTICATIONFAILED, text));
            case NOT_AUTHORIZED -> new Outcome.Denied(new Outcome.No(ResponseCode.AUTHORIZATIONFAILED, text));
            case BLOCKED -> new Outcome.Denied(new Outcome.No(ResponseCode.EXPIRED, text));
            case MALFORMED -> new Outcome.Bad(text);
            case TEMPORARY -> new Outcome.Denied(new Outcome.No(ResponseCode.UNAVAILABLE, text));
        };
    }

    /** The exchange, with the client's answer awaited. */
    @SuppressWarnings("ArrayRecordComponent") // on its way to the socket
    private record Next(ImapSession session, SaslServer exchange, byte[] challenge) implements SaslExchange {
        @Override
        public Outcome respond(byte[] response) {
            return follow(session, exchange, exchange.respond(response));
        }
    }
}
