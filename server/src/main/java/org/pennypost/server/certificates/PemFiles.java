package org.pennypost.server.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Certificates and keys in PEM (RFC 7468), as every other program reads and writes them. Read with the JDK alone: to load Bouncy Castle,
 * whose signed jars are verified first, took a sixth of the time in which the server starts. It reads the forms of before PKCS #8.
 */
final class PemFiles {
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "X.509 CERTIFICATE");
    private static final String KEY = "PRIVATE KEY";

    /** A PKCS #8 key names its algorithm inside, where the JDK lets nobody look: the one that can read it is the right one. */
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

    private PemFiles() {}

    static Identity read(Path certificate, Path key) throws CertificateProblem {
        List<X509Certificate> chain = readChain(certificate);
        PrivateKey privateKey = readKey(key);
        if (!chain.getFirst().getPublicKey().getAlgorithm().equals(privateKey.getAlgorithm())) {
            throw new CertificateProblem("the key in " + key + " (" + privateKey.getAlgorithm()
                    + ") is not the key of the certificate in " + certificate + " ("
                    + chain.getFirst().getPublicKey().getAlgorithm() + "): name files that belong together");
        }
        return new Identity(privateKey, chain);
    }

    private static List<X509Certificate> readChain(Path file) throws CertificateProblem {
        List<X509Certificate> chain = certificates(file);
        if (chain.isEmpty()) {
            throw new CertificateProblem(
                    file + " holds no certificate: it must be PEM, the server's own certificate first");
        }
        return chain;
    }

    /** All certificates of a file, at least one. */
    static List<X509Certificate> readCertificates(Path file) throws CertificateProblem {
        List<X509Certificate> all = certificates(file);
        if (all.isEmpty()) {
            throw new CertificateProblem(file + " holds no certificate: it must be PEM");
        }
        return all;
    }

    private static List<X509Certificate> certificates(Path file) throws CertificateProblem {
        List<X509Certificate> chain = new ArrayList<>();
        for (PemPart part : parts(file)) {
            if (CERTIFICATES.contains(part.label())) {
                try {
                    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
                    if (x509.generateCertificate(new ByteArrayInputStream(part.contents()))
                            instanceof X509Certificate certificate) {
                        chain.add(certificate);
                    }
                } catch (CertificateException | IllegalArgumentException e) {
                    throw new CertificateProblem("a certificate in " + file + " cannot be read: " + e.getMessage());
                }
            }
        }
        return chain;
    }

    private static PrivateKey readKey(Path file) throws CertificateProblem {
        for (PemPart part : parts(file)) {
            try {
                if (part.label().equals(KEY)) {
                    return pkcs8(part.contents());
                }
                if (TraditionalKeys.LABELS.contains(part.label())) {
                    return TraditionalKeys.read(part);
                }
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                throw new CertificateProblem("the key in " + file + " cannot be read: " + e.getMessage());
            }
        }
        throw new CertificateProblem(file + " holds no private key: it must be PEM without a passphrase");
    }

    private static PrivateKey pkcs8(byte[] der) throws NoSuchAlgorithmException, InvalidKeySpecException {
        InvalidKeySpecException refusal = new InvalidKeySpecException("it is of no known kind");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                refusal.addSuppressed(e);
            }
        }
        throw refusal;
    }

    private static List<PemPart> parts(Path file) throws CertificateProblem {
        try {
            // Any octets: comments around the parts may be in any character set.
            return PemPart.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new CertificateProblem("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Writes one part, readable by the owner alone, so that the file is whole or not there. */
    static void write(Path file, PemPart part) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, part.text());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
