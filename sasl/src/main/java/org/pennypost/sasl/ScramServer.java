package org.pennypost.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM (RFC 5802) with SHA-1 or SHA-256 (RFC 7677), with channel binding or without.
 *
 * <p>A wrong proof ends in a plain failure: {@code e=invalid-proof} (§7) would need a challenge more, and tells a client nothing that the
 * protocol's own answer does not. {@code e=extensions-not-supported} is said, since only programs that know more than RFC 5802 hear it (§5.1).
 */
final class ScramServer implements SaslServer {
    static final String PLUS = "-PLUS";
    private static final int NONCE_BYTES = 18;

    private final ScramHash hash;
    private final boolean plus;
    private final Authenticator authenticator;
    private final SaslChannel channel;
    private final String ownNonce;

    private ScramMessage.@Nullable ClientFirst first;
    private String serverFirst = "";
    private String nonce = "";
    private Lookup.@Nullable Found<ScramVerifier> found;

    /** What the exchange ends with once the client has heard why. */
    private SaslStep.@Nullable Failure refused;

    /** @param nonce not to be guessed, and never twice: see {@link #nonce(RandomGenerator)} */
    ScramServer(ScramHash hash, boolean plus, Authenticator authenticator, SaslChannel channel, String nonce) {
        this.hash = hash;
        this.plus = plus;
        this.authenticator = authenticator;
        this.channel = channel;
        this.ownNonce = nonce;
    }

    @Override
    public String mechanism() {
        return hash.mechanism() + (plus ? PLUS : "");
    }

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElse(SaslStep.Challenge.EMPTY);
    }

    @Override
    public SaslStep respond(byte[] response) {
        if (refused != null) {
            return refused;
        }
        try {
            String message = Texts.utf8(response);
            return first == null ? first(message) : last(message);
        } catch (ScramMessage.ExtensionNotSupported e) {
            refused = e.failure();
            return new SaslStep.Challenge(Texts.utf8(ScramMessage.ServerFinal.EXTENSIONS_NOT_SUPPORTED));
        } catch (BadMessage e) {
            return e.failure();
        }
    }

    private SaslStep first(String message) throws BadMessage {
        ScramMessage.ClientFirst sent = ScramMessage.ClientFirst.parse(message);
        checkBinding(sent.header());
        String name = Saslprep.query(sent.name()).orElseThrow(() -> new BadMessage("this can be no name"));
        return switch (authenticator.scram(hash, name, channel.peer())) {
            case Lookup.Later<ScramVerifier>(String reason) -> Conclusion.later(reason);
            case Lookup.Found<ScramVerifier> secret -> challenge(sent, secret);
        };
    }

    private SaslStep challenge(ScramMessage.ClientFirst sent, Lookup.Found<ScramVerifier> secret) {
        first = sent;
        found = secret;
        nonce = sent.nonce() + ownNonce;
        serverFirst = ScramMessage.ServerFirst.of(
                        nonce, secret.secret().salt(), secret.secret().iterations())
                .written();
        return new SaslStep.Challenge(Texts.utf8(serverFirst));
    }

    /** RFC 5802 §6. */
    private void checkBinding(Gs2Header header) throws BadMessage {
        switch (header.binding()) {
            case USED -> {
                if (!plus) {
                    throw unbound("channel binding belongs to " + mechanism() + PLUS);
                }
                if (!channel.boundTypes().contains(header.type())) {
                    throw unbound("channel binding of this type is not known here: use one of "
                            + String.join(", ", channel.boundTypes()));
                }
            }
            case UNKNOWN -> {
                if (plus) {
                    throw unbound(mechanism() + " is used with channel binding");
                }
            }
            case NOT_OFFERED -> {
                if (!channel.boundTypes().isEmpty()) {
                    throw unbound("channel binding was offered, and the client has not seen that:"
                            + " somebody may be between the two");
                }
            }
        }
    }

    private static BadMessage unbound(String why) {
        return new BadMessage(SaslStep.Kind.WRONG, why);
    }

    private SaslStep last(String message) throws BadMessage {
        ScramMessage.ClientFirst begun = Objects.requireNonNull(first);
        Lookup.Found<ScramVerifier> wanted = Objects.requireNonNull(found);
        ScramMessage.ClientFinal sent = ScramMessage.ClientFinal.parse(message);
        if (!sent.nonce().equals(nonce)) {
            throw new BadMessage("the nonce is not the one that was sent");
        }
        boolean bound = MessageDigest.isEqual(sent.binding(), binding(begun.header()));
        // Computed in any case: how long it takes must not tell which of the two was wrong.
        byte[] signed = Texts.utf8(begun.bare() + "," + serverFirst + "," + sent.withoutProof());
        ScramVerifier secret = wanted.secret();
        boolean proof = isProof(secret, sent.proof(), signed);
        boolean proven = bound && proof;
        byte[] signature = Texts.utf8(ScramMessage.ServerFinal.signed(hash.hmac(secret.serverKey(), signed)));
        return new Conclusion(authenticator)
                .of(wanted.claim().settle(proven), begun.header().authorization(), Optional.of(signature));
    }

    private byte[] binding(Gs2Header header) throws BadMessage {
        byte[] written = Texts.utf8(header.written());
        if (header.binding() != Gs2Header.Binding.USED) {
            return written;
        }
        byte[] data = channel.binding()
                .data(header.type())
                .orElseThrow(() -> unbound("this connection has no channel binding of type " + header.type()));
        byte[] both = Arrays.copyOf(written, written.length + data.length);
        System.arraycopy(data, 0, both, written.length, data.length);
        return both;
    }

    /** RFC 5802 §3: the hash of the client's key, which the proof gives away to who knows the stored key, is the stored key. */
    private boolean isProof(ScramVerifier secret, byte[] proof, byte[] signed) {
        if (proof.length != hash.bytes()) {
            return false;
        }
        byte[] clientKey = proof.clone();
        ScramHash.xor(clientKey, hash.hmac(secret.storedKey(), signed));
        return MessageDigest.isEqual(hash.hash(clientKey), secret.storedKey());
    }

    /** Printable, without a comma (RFC 5802 §5.1), and not to be guessed. */
    static String nonce(RandomGenerator random) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
    }
}
