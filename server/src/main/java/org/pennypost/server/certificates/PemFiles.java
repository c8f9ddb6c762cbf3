package org.pennypost.server.certificates;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Certificates and keys in PEM (RFC 7468), as every other program reads and writes them. */
final class PemFiles {
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
        for (Object part : parts(file)) {
            if (part instanceof X509CertificateHolder holder) {
                try {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw new CertificateProblem("a certificate in " + file + " cannot be read: " + e.getMessage());
                }
            }
        }
        return chain;
    }

    private static PrivateKey readKey(Path file) throws CertificateProblem {
        for (Object part : parts(file)) {
            try {
                if (part instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
                if (part instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
            } catch (IOException e) {
                throw new CertificateProblem("the key in " + file + " cannot be read: " + e.getMessage());
            }
        }
        throw new CertificateProblem(file + " holds no private key: it must be PEM without a passphrase");
    }

    private static List<Object> parts(Path file) throws CertificateProblem {
        List<Object> parts = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser pem = new PEMParser(reader)) {
            for (Object part = pem.readObject(); part != null; part = pem.readObject()) {
                parts.add(part);
            }
        } catch (IOException e) {
            throw new CertificateProblem("cannot read " + file + ": " + e.getMessage());
        }
        return parts;
    }

    /** Writes one PEM object, readable by the owner alone, so that the file is whole or not there. */
    static void write(Path file, Object part) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(unfinished);
                JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            pem.writeObject(part);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
