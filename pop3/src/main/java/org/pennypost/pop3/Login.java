package org.pennypost.pop3;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.pop3.Outcome.Err;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Lookup;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.sasl.SaslServer;
import org.pennypost.sasl.SaslStep;
import org.pennypost.sasl.SharedSecret;
import org.pennypost.store.StoreException;
import org.pennypost.wire.TlsInfo;

/**
 * The ways into one session: USER and PASS, APOP, AUTH (RFC 1939 §7, RFC 5034). Whoever comes through is handed to an {@link Entrance}.
 * Belongs to the session's thread.
 */
final class Login {
    private final Site site;
    private final InetAddress peer;
    private final String timestamp;
    private final Entrance entrance;
    private final Speaker speaker;
    private @Nullable SaslServer exchange;

    /** Opens the maildrop of somebody who has logged in. */
    @FunctionalInterface
    interface Entrance {
        Outcome enter(Identity who) throws StoreException;
    }

    /** Says a sentence in the language of the session. */
    @FunctionalInterface
    interface Speaker {
        String say(Phrase phrase, Object... arguments);
    }

    /** @param timestamp of the greeting; empty without APOP */
    Login(Site site, InetAddress peer, String timestamp, Entrance entrance, Speaker speaker) {
        this.site = site;
        this.peer = peer;
        this.timestamp = timestamp;
        this.entrance = entrance;
        this.speaker = speaker;
    }

    SaslChannel channel(Optional<TlsInfo> tls) {
        return tls.map(info ->
                        SaslChannel.secured(peer, info.channelBindings(), info::channelBinding, info.peerCertificate()))
                .orElseGet(() -> SaslChannel.plain(peer, site.config().plaintextPasswords()));
    }

    List<String> mechanisms(Optional<TlsInfo> tls) {
        return site.mechanisms().offered(channel(tls));
    }

    /** USER and PASS. Wipes the password. */
    Outcome password(String name, byte[] password) throws StoreException {
        try {
            if (!Names.isPassword(password)) {
                return new Outcome.Mistake(speaker.say(Phrase.NOT_TEXT));
            }
            return concluded(site.authenticator().verify(name, password, peer));
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    /** APOP. */
    Outcome apop(String name, byte[] digest) throws StoreException {
        if (timestamp.isEmpty()) {
            return new Err(speaker.say(Phrase.NO_APOP));
        }
        return switch (site.authenticator().sharedSecret(name, peer)) {
            case Lookup.Later<SharedSecret>(String reason) -> later(reason);
            case Lookup.Found<SharedSecret>(SharedSecret secret, Lookup.Claim claim) ->
                concluded(claim.settle(MessageDigest.isEqual(digest, Apop.digest(timestamp, secret.bytes()))));
        };
    }

    private Outcome concluded(org.pennypost.sasl.Outcome outcome) throws StoreException {
        return switch (outcome) {
            case org.pennypost.sasl.Outcome.Accepted accepted -> entrance.enter(accepted.identity());
            case org.pennypost.sasl.Outcome.Rejected _ ->
                new Outcome.Denied(new Err("AUTH", speaker.say(Phrase.WRONG)));
            case org.pennypost.sasl.Outcome.Blocked(String reason) ->
                new Outcome.Denied(new Err("AUTH", speaker.say(Phrase.BLOCKED, capital(reason))));
            case org.pennypost.sasl.Outcome.TemporarilyUnavailable(String reason) -> later(reason);
        };
    }

    private Outcome later(String reason) {
        return new Outcome.Denied(new Err("SYS/TEMP", speaker.say(Phrase.NO_LOGIN_NOW, reason)));
    }

    /** Whether the client's next line is an answer to a challenge. */
    boolean isUnderWay() {
        return exchange != null;
    }

    /**
     * AUTH begins.
     *
     * @param initial the initial response as it was sent: absent, {@code =} for an empty one (RFC 5034 §4), or base64
     */
    Outcome begin(String mechanism, Optional<String> initial, Optional<TlsInfo> tls) throws StoreException {
        SaslServer server = site.mechanisms().begin(mechanism, channel(tls)).orElse(null);
        if (server == null) {
            return new Err(speaker.say(Phrase.NO_SUCH_MECHANISM));
        }
        Optional<byte[]> response = Optional.empty();
        if (initial.isPresent()) {
            response = initial.get().equals("=") ? Optional.of(new byte[0]) : base64(initial.get());
            if (response.isEmpty()) {
                return notBase64();
            }
        }
        exchange = server.withDataAsChallenge();
        return next(exchange.start(response));
    }

    /** The answer to a challenge: base64, or {@code *}, which ends it (RFC 5034 §4). */
    Outcome respond(byte[] line) throws StoreException {
        SaslServer server = exchange;
        if (server == null) {
            throw new IllegalStateException("no exchange is under way");
        }
        String text = new String(line, java.nio.charset.StandardCharsets.ISO_8859_1);
        Arrays.fill(line, (byte) 0);
        if (text.equals("*")) {
            exchange = null;
            return new Err(speaker.say(Phrase.CANCELLED));
        }
        Optional<byte[]> response = base64(text);
        if (response.isEmpty()) {
            exchange = null;
            return notBase64();
        }
        return next(server.respond(response.get()));
    }

    /** The exchange is over, and nobody has logged in: a line that was too long, for instance. */
    void giveUp() {
        exchange = null;
    }

    private Outcome next(SaslStep step) throws StoreException {
        if (step instanceof SaslStep.Challenge(byte[] bytes)) {
            return new Outcome.Challenge(Base64.getEncoder().encodeToString(bytes));
        }
        exchange = null;
        return switch (step) {
            case SaslStep.Challenge _ -> throw new IllegalStateException("challenges are sent above");
            case SaslStep.Success success -> entrance.enter(success.identity());
            case SaslStep.Failure(SaslStep.Kind kind, String text) ->
                switch (kind) {
                    case BLOCKED -> new Outcome.Denied(new Err("AUTH", speaker.say(Phrase.BLOCKED, capital(text))));
                    case WRONG, NOT_AUTHORIZED ->
                        new Outcome.Denied(new Err("AUTH", speaker.say(Phrase.REFUSED, capital(text))));
                    case TEMPORARY -> later(text);
                    case MALFORMED -> new Outcome.Mistake(speaker.say(Phrase.MALFORMED, capital(text)));
                };
        };
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** RFC 5034 §4: padding is complete, and nothing but base64 is skipped. */
    private static Optional<byte[]> base64(String text) {
        try {
            return text.length() % 4 == 0 ? Optional.of(Base64.getDecoder().decode(text)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private Outcome notBase64() {
        return new Outcome.Mistake(speaker.say(Phrase.NOT_BASE64));
    }
}
