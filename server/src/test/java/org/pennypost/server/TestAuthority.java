package org.pennypost.server;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that signs certificates for clients and servers. */
final class TestAuthority {
    private static final Duration DAY = Duration.ofDays(1);

    private final X500Name name;
    private final KeyPair pair = pair();
    private final X509Certificate certificate;

    TestAuthority(String name) throws Exception {
        this.name = new X500Name("CN=" + name);
        JcaX509v3CertificateBuilder builder =
                builder(this.name, pair, Instant.now().plus(DAY));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        this.certificate = signed(builder);
    }

    /** A certificate with its key, as a client shows it. */
    record Shown(X509Certificate certificate, KeyPair pair) {
        KeyManager[] keys() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, new char[0]);
            store.setKeyEntry("client", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        }

        String fingerprint() throws Exception {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        }
    }

    /** Valid for a day and for clients, with these addresses. */
    Shown client(String... addresses) throws Exception {
        return issue(KeyPurposeId.id_kp_clientAuth, Instant.now().plus(DAY), addresses);
    }

    Shown issue(KeyPurposeId purpose, Instant until, String... addresses) throws Exception {
        KeyPair own = pair();
        JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=a client"), own, until);
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        if (addresses.length > 0) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(Stream.of(addresses)
                            .map(address -> new GeneralName(GeneralName.rfc822Name, address))
                            .toArray(GeneralName[]::new)));
        }
        return new Shown(signed(builder), own);
    }

    /** Valid for a day, of a server that is called so in its subject, and so in the place that is meant for it. */
    Shown server(String commonName, String dnsName) throws Exception {
        KeyPair own = pair();
        JcaX509v3CertificateBuilder builder =
                builder(new X500Name("CN=" + commonName), own, Instant.now().plus(DAY));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
        return new Shown(signed(builder), own);
    }

    /** Of clients that trust this authority and no other. */
    SSLContext trusting() throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, new char[0]);
        anchors.setCertificateEntry("authority", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    Path writeTo(Path file) throws Exception {
        return Files.writeString(file, pem(certificate));
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair own, Instant until) {
        Date from = Date.from(until.minus(DAY).minus(DAY));
        BigInteger serial = BigInteger.valueOf(System.nanoTime());
        return new JcaX509v3CertificateBuilder(name, serial, from, Date.from(until), subject, own.getPublic());
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static KeyPair pair() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IOException("no P-256 here", impossible);
        }
    }
}
