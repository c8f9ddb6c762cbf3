package org.pennypost.sasl;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * SCRAM (RFC 5802) with SHA-1 or SHA-256 (RFC 7677): proves the password without sending it, and makes the server prove that it knows it
 * too.
 *
 * <p>Life: {@code FIRST} (nothing sent), {@code CHALLENGED} (waits for the server's first message), {@code PROVED} (for its last),
 * {@code DONE}.
 */
final class ScramClient implements SaslClient {
    /** More would only keep us busy: a thousand times what RFC 7677 §4 asks for. */
    private static final int ITERATIONS_MAX = 5_000_000;

    private enum Stage {
        FIRST,
        CHALLENGED,
        PROVED,
        DONE
    }

    private final ScramHash hash;
    private final byte[] password;
    private final ScramMessage.ClientFirst first;
    private final byte[] binding;
    private Stage stage = Stage.FIRST;
    private byte[] serverSignature = new byte[0];

    /**
     * @param header says whether and how the channel is bound
     * @param bindingData the channel's data; empty without
     */
    ScramClient(
            ScramHash hash, Gs2Header header, byte[] bindingData, String name, String password, RandomGenerator random)
            throws SaslFailure {
        this(hash, header, bindingData, name, password, ScramServer.nonce(random));
    }

    ScramClient(ScramHash hash, Gs2Header header, byte[] bindingData, String name, String password, String nonce)
            throws SaslFailure {
        this.hash = hash;
        this.password = Texts.utf8(Saslprep.query(password)
                .orElseThrow(() -> new SaslFailure("the password holds characters that SCRAM cannot take (RFC 4013)")));
        String prepared = Saslprep.query(name)
                .orElseThrow(() -> new SaslFailure("the name holds characters that SCRAM cannot take (RFC 4013)"));
        this.first = ScramMessage.ClientFirst.of(header, prepared, nonce);
        byte[] written = Texts.utf8(header.written());
        this.binding = Arrays.copyOf(written, written.length + bindingData.length);
        System.arraycopy(bindingData, 0, binding, written.length, bindingData.length);
    }

    @Override
    public String mechanism() {
        return hash.mechanism() + (first.header().binding() == Gs2Header.Binding.USED ? ScramServer.PLUS : "");
    }

    @Override
    public Optional<byte[]> initialResponse() {
        stage = Stage.CHALLENGED;
        return Optional.of(Texts.utf8(first.written()));
    }

    @Override
    public byte[] respond(byte[] challenge) throws SaslFailure {
        try {
            return switch (stage) {
                case FIRST -> {
                    stage = Stage.CHALLENGED;
                    yield Texts.utf8(first.written());
                }
                case CHALLENGED -> prove(Texts.utf8(challenge));
                case PROVED -> check(Texts.utf8(challenge));
                case DONE -> throw new SaslFailure("the server goes on behind the end of SCRAM");
            };
        } catch (BadMessage e) {
            throw new SaslFailure("the server does not speak SCRAM: " + e.why());
        }
    }

    private byte[] prove(String message) throws BadMessage, SaslFailure {
        ScramMessage.ServerFirst server = ScramMessage.ServerFirst.parse(message);
        if (!server.nonce().startsWith(first.nonce())
                || server.nonce().length() == first.nonce().length()) {
            throw new SaslFailure("the server's nonce does not go on from ours: somebody repeats an old conversation");
        }
        if (server.salt().length == 0) {
            throw new SaslFailure("the server's salt is empty");
        }
        if (server.iterations() < ScramHash.ITERATIONS_MIN || server.iterations() > ITERATIONS_MAX) {
            throw new SaslFailure("the server wants " + server.iterations() + " iterations, and "
                    + ScramHash.ITERATIONS_MIN + " to " + ITERATIONS_MAX + " are done here");
        }
        byte[] salted = hash.salted(password, server.salt(), server.iterations());
        String withoutProof = ScramMessage.ClientFinal.withoutProof(binding, server.nonce());
        byte[] signed = Texts.utf8(first.bare() + "," + server.written() + "," + withoutProof);
        byte[] proof = ScramVerifier.clientKey(hash, salted);
        ScramHash.xor(proof, hash.hmac(hash.hash(proof), signed));
        serverSignature = hash.hmac(ScramVerifier.serverKey(hash, salted), signed);
        stage = Stage.PROVED;
        return Texts.utf8(withoutProof + ",p=" + Texts.base64(proof));
    }

    private byte[] check(String message) throws BadMessage, SaslFailure {
        switch (ScramMessage.ServerFinal.parse(message)) {
            case ScramMessage.ServerFinal.Refusal(String value) ->
                throw new SaslFailure("the server refuses the login: " + value);
            case ScramMessage.ServerFinal.Signature(byte[] bytes) -> {
                if (!MessageDigest.isEqual(bytes, serverSignature)) {
                    throw new SaslFailure("the server does not know the password: it is not who it says");
                }
            }
        }
        stage = Stage.DONE;
        return new byte[0];
    }

    /** RFC 5802 §5: a client that has not seen the server's signature is not logged in. */
    @Override
    public void completed() throws SaslFailure {
        if (stage != Stage.DONE) {
            throw new SaslFailure("the server has not proved that it knows the password: it may not be who it says");
        }
    }
}
