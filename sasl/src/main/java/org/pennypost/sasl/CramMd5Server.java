package org.pennypost.sasl;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** CRAM-MD5 (RFC 2195): the client hashes a challenge with the password. For accounts that keep a {@link SharedSecret}. */
final class CramMd5Server implements SaslServer {
    private final Authenticator authenticator;
    private final InetAddress peer;
    private final byte[] challenge;

    /** @param nonce not to be guessed, and never twice */
    CramMd5Server(Authenticator authenticator, InetAddress peer, String nonce, Instant now, String hostName) {
        this.authenticator = authenticator;
        this.peer = peer;
        this.challenge = Texts.utf8(
                "<" + nonce.replaceAll("[^A-Za-z0-9]", "") + "." + now.toEpochMilli() + "@" + hostName + ">");
    }

    @Override
    public String mechanism() {
        return CramMd5Client.NAME;
    }

    /** The server speaks first, so whatever came with the command is an error (RFC 4422 §3.3, RFC 5034 §4). */
    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.isPresent()
                ? new SaslStep.Failure(SaslStep.Kind.MALFORMED, "with CRAM-MD5 the server speaks first")
                : new SaslStep.Challenge(challenge);
    }

    @Override
    public boolean isClientFirst() {
        return false;
    }

    @Override
    public SaslStep respond(byte[] response) {
        try {
            String message = Texts.utf8(response);
            int blank = message.lastIndexOf(' ');
            if (blank < 1) {
                throw new BadMessage("the answer is the name, a blank and the digest");
            }
            byte[] digest = digest(message.substring(blank + 1));
            return switch (authenticator.sharedSecret(message.substring(0, blank), peer)) {
                case Lookup.Later<SharedSecret>(String reason) -> Conclusion.later(reason);
                case Lookup.Found<SharedSecret>(SharedSecret secret, Lookup.Claim claim) ->
                    new Conclusion(authenticator)
                            .of(
                                    claim.settle(MessageDigest.isEqual(
                                            digest, CramMd5Client.digest(secret.bytes(), challenge))),
                                    "",
                                    Optional.empty());
            };
        } catch (BadMessage e) {
            return e.failure();
        }
    }

    private static byte[] digest(String hex) throws BadMessage {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException malformed) {
            throw new BadMessage("the digest is 32 hexadecimal digits");
        }
    }
}
