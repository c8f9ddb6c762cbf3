package org.pennypost.server.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.pennypost.server.config.Configuration.CertificateFiles;

/** The TLS contexts of a server: its certificate, and the JDK's TLS. */
public final class ServerTls {
    private final Identity identity;

    private ServerTls(Identity identity) {
        this.identity = identity;
    }

    /**
     * With the certificate from the files, or else with one of its own in {@code folder}.
     *
     * @throws CertificateProblem if files are missing, damaged or do not belong together
     */
    public static ServerTls open(
            Optional<CertificateFiles> files, Path folder, String hostname, InstantSource clock, SecureRandom random)
            throws CertificateProblem {
        return new ServerTls(
                files.isPresent()
                        ? PemFiles.read(files.get().certificate(), files.get().key())
                        : SelfSigned.in(folder, hostname, clock, random));
    }

    /** The context that asks nobody for a certificate, and so trusts nobody. */
    public SSLContext context() throws CertificateProblem {
        return context(new TrustManager[0]);
    }

    /** The context that asks every client for a certificate, and goes on without one. */
    public SSLContext asking(ClientCertificates clients) throws CertificateProblem {
        return new AskingContext(context(new TrustManager[] {clients.trust()}));
    }

    private SSLContext context(TrustManager[] trust) throws CertificateProblem {
        try {
            return context(identity, trust);
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateProblem("the certificate cannot be used: " + e.getMessage());
        }
    }

    private static SSLContext context(Identity identity, TrustManager[] trust)
            throws GeneralSecurityException, IOException {
        // JKS, which the JDK would rather not write to disks any more: this one stays in memory, and PKCS12 would
        // protect the key with
        // ten thousand rounds of hashing, to take them off again at once.
        char[] inMemory = new char[0];
        KeyStore keys = KeyStore.getInstance("JKS");
        keys.load(null, inMemory);
        keys.setKeyEntry("server", identity.key(), inMemory, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, inMemory);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust, null);
        return context;
    }
}
