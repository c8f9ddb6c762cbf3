package org.pennypost.imap.client;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.sasl.ChannelBinding;
import org.pennypost.sasl.ClientChannel;
import org.pennypost.sasl.SaslClient;
import org.pennypost.sasl.SaslFailure;
import org.pennypost.sasl.SaslLogin;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Connection;

/** Logs a session in (RFC 9051 §6.2.2, §6.2.3). */
final class ImapLogin {
    /** No mechanism asks so often. */
    private static final int CHALLENGES_MAX = 10;

    private static final String AUTH = "AUTH=";

    /** Mechanisms by which the secret itself goes over the wire. */
    private static final Set<String> SECRET_SAID = Set.of("PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2");

    private final Exchange exchange;
    private final Connection connection;
    private final ClientConfig config;

    ImapLogin(Exchange exchange, Connection connection, ClientConfig config) {
        this.exchange = exchange;
        this.connection = connection;
        this.config = config;
    }

    /** LOGIN. */
    void plain(String name, String password) throws IOException {
        if (exchange.capabilities().contains("LOGINDISABLED")) {
            throw new IOException("the server takes no password on this connection (LOGINDISABLED): use TLS");
        }
        requireSecrecy();
        Request request = new Request("LOGIN").string(name).secret(password);
        exchange.forgetCapabilities();
        exchange.run(request);
    }

    /** @return false if no mechanism of the server is known here */
    boolean authenticate(SaslLogin login) throws IOException {
        return authenticate(() -> SaslClient.choose(offered(), login, channel()));
    }

    /** The same with this one alone. */
    boolean authenticate(SaslLogin login, String mechanism) throws IOException {
        return authenticate(() -> SaslClient.only(mechanism, offered(), login, channel()));
    }

    private List<String> offered() {
        return exchange.capabilities().stream()
                .filter(name -> name.startsWith(AUTH))
                .map(name -> name.substring(AUTH.length()))
                .toList();
    }

    /** Takes a mechanism. */
    private interface Choice {
        Optional<SaslClient> made() throws SaslFailure;
    }

    private boolean authenticate(Choice choice) throws IOException {
        Optional<SaslClient> mechanism;
        try {
            mechanism = choice.made();
        } catch (SaslFailure e) {
            throw new IOException("the login failed: " + e.getMessage(), e);
        }
        if (mechanism.isEmpty()) {
            return false;
        }
        authenticate(mechanism.get());
        return true;
    }

    private ClientChannel channel() {
        return connection
                .tls()
                .map(tls -> new ClientChannel(
                        true, tls.channelBindings(), tls::channelBinding, config.host(), config.port()))
                .orElseGet(
                        () -> new ClientChannel(false, List.of(), ChannelBinding.NONE, config.host(), config.port()));
    }

    /** A secret goes over TLS, or stays on this machine (RFC 9051 §6.2.3, RFC 8314 §3). */
    private void requireSecrecy() throws IOException {
        InetAddress peer = connection.remote().getAddress();
        if (connection.tls().isEmpty() && (peer == null || !peer.isLoopbackAddress())) {
            throw new IOException("the connection is not encrypted, so the password was not sent: use TLS");
        }
    }

    /** AUTHENTICATE, with an initial response where the server takes one (RFC 4959). */
    private void authenticate(SaslClient mechanism) throws IOException {
        if (SECRET_SAID.contains(mechanism.mechanism())) {
            requireSecrecy();
        }
        Request request = new Request("AUTHENTICATE").words(mechanism.mechanism());
        Optional<byte[]> initial = exchange.capabilities().contains("SASL-IR")
                        || exchange.capabilities().contains("IMAP4REV2")
                ? mechanism.initialResponse()
                : Optional.empty();
        if (initial.isPresent()) {
            byte[] octets = initial.get();
            request.hidden(octets.length == 0 ? "=" : Base64.getEncoder().encodeToString(octets));
        }
        exchange.forgetCapabilities();
        String tag = exchange.sendOnly(request);
        Response answer = exchange.answer(tag, Exchange.Taker.NONE);
        for (int challenges = 1; answer instanceof Response.Continuation(String challenge); challenges++) {
            if (challenges > CHALLENGES_MAX) {
                throw new MalformedAnswer("the server asks more than " + CHALLENGES_MAX + " times", challenge);
            }
            respond(tag, mechanism, challenge);
            answer = exchange.answer(tag, Exchange.Taker.NONE);
        }
        if (answer instanceof Response.Status status && status.kind() != Response.Kind.OK) {
            throw new ImapRefused("AUTHENTICATE", status);
        }
        try {
            mechanism.completed();
        } catch (SaslFailure e) {
            connection.close();
            throw new IOException("the login failed: " + e.getMessage(), e);
        }
    }

    private void respond(String tag, SaslClient mechanism, String challenge) throws IOException {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(challenge.strip());
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswer("the server's challenge is no base64", challenge);
        }
        try {
            exchange.say(Base64.getEncoder().encodeToString(mechanism.respond(octets)), "***");
        } catch (SaslFailure e) {
            // RFC 9051 §6.2.2: that cancels it, and is answered BAD.
            exchange.say("*", "*");
            exchange.answer(tag, Exchange.Taker.NONE);
            throw new IOException("the login failed: " + e.getMessage(), e);
        }
    }
}
