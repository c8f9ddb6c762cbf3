package org.pennypost.server.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that the server signs for itself when it is given none, kept in the data folder so that a client that has learned
 * to trust it is not asked again. P-256, ten years, for the host name, {@code localhost} and the loopback addresses.
 */
final class SelfSigned {
    private static final String CERTIFICATE_FILE = "self-signed.crt";
    private static final String KEY_FILE = "self-signed.key";
    private static final Duration VALID = Duration.ofDays(3650);
    private static final Duration CLOCKS_APART = Duration.ofDays(1);
    private static final int SERIAL_BITS = 120;

    private SelfSigned() {}

    /** The certificate in this folder, made there if there is none. */
    static Identity in(Path folder, String hostname, InstantSource clock, SecureRandom random)
            throws CertificateProblem {
        Path certificate = folder.resolve(CERTIFICATE_FILE);
        Path key = folder.resolve(KEY_FILE);
        try {
            if (!Files.exists(certificate)) {
                Files.createDirectories(folder);
                make(certificate, key, hostname, clock.instant(), random);
            }
            return PemFiles.read(certificate, key);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new CertificateProblem("cannot make a certificate in " + folder + ": " + e);
        }
    }

    /** The key is written first: the certificate's presence says that both are there. */
    private static void make(Path certificate, Path key, String hostname, Instant now, SecureRandom random)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        PemFiles.write(key, new JcaPKCS8Generator(pair.getPrivate(), null));
        PemFiles.write(certificate, sign(pair, hostname, now, random));
    }

    private static Object sign(KeyPair pair, String hostname, Instant now, SecureRandom random)
            throws CertIOException, OperatorCreationException {
        X500Name name = new X500Name("CN=" + hostname);
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(CLOCKS_APART)),
                Date.from(now.plus(VALID)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, hostname),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        }));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }
}
