package org.pennypost.sasl;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Chooses a client's mechanism. */
final class Choice {
    private static final List<ScramHash> HASHES = List.of(ScramHash.SHA_256, ScramHash.SHA_1);

    private final Set<String> offered;
    private final ClientChannel channel;
    private final RandomGenerator random;

    Choice(Collection<String> offered, ClientChannel channel, RandomGenerator random) {
        this.offered =
                offered.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.channel = channel;
        this.random = random;
    }

    Optional<SaslClient> of(SaslLogin login) throws SaslFailure {
        if (holdsNul(login.name()) || holdsNul(login.authorization())) {
            throw noNul();
        }
        return switch (login.proof()) {
            case SaslLogin.Proof.Password(String text) -> password(login, text);
            case SaslLogin.Proof.Token(String text) -> token(login, text);
            case SaslLogin.Proof.Certificate _ ->
                offered.contains(ExternalClient.NAME)
                        ? Optional.of(new ExternalClient(login.authorization()))
                        : Optional.empty();
        };
    }

    private Optional<SaslClient> password(SaslLogin login, String password) throws SaslFailure {
        if (holdsNul(password)) {
            throw noNul();
        }
        if (login.name().isEmpty() || password.isEmpty()) {
            throw new SaslFailure("neither a name nor a password may be empty (RFC 4616 §2)");
        }
        Optional<SaslClient> scram = scram(login, password);
        if (scram.isPresent()) {
            return scram;
        }
        boolean own = login.authorization().isEmpty();
        boolean hashed = own && offered.contains(CramMd5Client.NAME);
        if (hashed && !channel.secured()) {
            return Optional.of(new CramMd5Client(login.name(), password));
        }
        if (offered.contains(PlainClient.NAME)) {
            return Optional.of(new PlainClient(login.authorization(), login.name(), password));
        }
        if (own && offered.contains(LoginClient.NAME)) {
            return Optional.of(new LoginClient(login.name(), password));
        }
        return hashed ? Optional.of(new CramMd5Client(login.name(), password)) : Optional.empty();
    }

    /** What SCRAM cannot take may still go with PLAIN, so it is no failure here. */
    private Optional<SaslClient> scram(SaslLogin login, String password) throws SaslFailure {
        if (Saslprep.query(login.name()).isEmpty() || Saslprep.query(password).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> type = channel.boundTypes().stream()
                .filter(each -> channel.binding().data(each).isPresent())
                .findFirst();
        for (ScramHash hash : HASHES) {
            if (type.isPresent() && offered.contains(hash.mechanism() + ScramServer.PLUS)) {
                Gs2Header bound = Gs2Header.of(Gs2Header.Binding.USED, type.get(), login.authorization());
                byte[] data = channel.binding().data(type.get()).orElseThrow();
                return Optional.of(new ScramClient(hash, bound, data, login.name(), password, random));
            }
        }
        // RFC 5802 §6: whoever could bind the channel and is not offered it says so; a server that did offer it then
        // knows
        // that somebody has changed its words.
        boolean taken = type.isPresent() && offered.stream().noneMatch(name -> name.endsWith(ScramServer.PLUS));
        Gs2Header unbound = Gs2Header.of(
                taken ? Gs2Header.Binding.NOT_OFFERED : Gs2Header.Binding.UNKNOWN, "", login.authorization());
        for (ScramHash hash : HASHES) {
            if (offered.contains(hash.mechanism())) {
                return Optional.of(new ScramClient(hash, unbound, new byte[0], login.name(), password, random));
            }
        }
        return Optional.empty();
    }

    private Optional<SaslClient> token(SaslLogin login, String token) {
        String user = login.authorization().isEmpty() ? login.name() : login.authorization();
        for (BearerMessage.Form form : BearerMessage.Form.values()) {
            if (offered.contains(form.mechanism())) {
                return Optional.of(new BearerClient(form, new BearerMessage(user, token), channel));
            }
        }
        return Optional.empty();
    }

    private static boolean holdsNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static SaslFailure noNul() {
        return new SaslFailure("neither a name nor a password may hold a NUL (RFC 4616 §2)");
    }
}
