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
import org.pennypost.server.config.Configuration.CertificateFiles;

/** The TLS context of a server: its certificate, and the JDK's TLS. */
public final class ServerTls {
    private ServerTls() {}

    /**
     * The context with the certificate from the files, or else with one of its own in {@code folder}.
     *
     * @throws CertificateProblem if files are missing, damaged or do not belong together
     */
    public static SSLContext context(
            Optional<CertificateFiles> files, Path folder, String hostname, InstantSource clock, SecureRandom random)
            throws CertificateProblem {
        Identity identity = files.isPresent()
                ? PemFiles.read(files.get().certificate(), files.get().key())
                : SelfSigned.in(folder, hostname, clock, random);
        try {
            return context(identity);
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateProblem("the certificate cannot be used: " + e.getMessage());
        }
    }

    private static SSLContext context(Identity identity) throws GeneralSecurityException, IOException {
        char[] inMemory = new char[0];
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, inMemory);
        keys.setKeyEntry("server", identity.key(), inMemory, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, inMemory);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
