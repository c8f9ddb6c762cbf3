package org.pennypost.server.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.util.Set;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Keys as OpenSSL wrote them before PKCS #8 (RFC 8017 A.1.2, RFC 5915 §4). In a class of its own, as only this one needs Bouncy Castle. */
final class TraditionalKeys {
    static final Set<String> LABELS = Set.of("RSA PRIVATE KEY", "EC PRIVATE KEY");

    private TraditionalKeys() {}

    static PrivateKey read(PemPart part) throws IOException {
        try (PEMParser pem = new PEMParser(new StringReader(part.text()))) {
            if (pem.readObject() instanceof PEMKeyPair pair) {
                return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
            }
        }
        throw new IOException("it is encrypted: take the passphrase off, as with openssl pkey -in OLD -out NEW");
    }
}
