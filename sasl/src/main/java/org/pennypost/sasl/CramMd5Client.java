package org.pennypost.sasl;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** CRAM-MD5 (RFC 2195): proves the password without sending it, and proves nothing of the server. */
final class CramMd5Client implements SaslClient {
    static final String NAME = "CRAM-MD5";
    private static final String HMAC = "HmacMD5";

    private final String name;
    private final String password;
    private boolean answered;

    CramMd5Client(String name, String password) {
        this.name = name;
        this.password = password;
    }

    @Override
    public String mechanism() {
        return NAME;
    }

    @Override
    public byte[] respond(byte[] challenge) throws SaslFailure {
        if (answered) {
            throw new SaslFailure("the server asks twice, and CRAM-MD5 has one question");
        }
        answered = true;
        return Texts.utf8(name + " " + HexFormat.of().formatHex(digest(Texts.utf8(password), challenge)));
    }

    static byte[] digest(byte[] password, byte[] challenge) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, HMAC));
            return mac.doFinal(challenge);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + HMAC, missing);
        }
    }
}
