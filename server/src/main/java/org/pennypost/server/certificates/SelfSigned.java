package org.pennypost.server.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * A certificate that the server signs for itself when it is given none, kept in the data folder so that a client that has learned
 * to trust it is not asked again.
 */
final class SelfSigned {
    private static final String CERTIFICATE_FILE = "self-signed.crt";
    private static final String KEY_FILE = "self-signed.key";

    private SelfSigned() {}

    /** Whether there is one. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(CERTIFICATE_FILE));
    }

    /** The certificate in this folder, made there if there is none. */
    static Identity in(Path folder, String hostname, InstantSource clock, SecureRandom random)
            throws CertificateProblem {
        Path certificate = folder.resolve(CERTIFICATE_FILE);
        Path key = folder.resolve(KEY_FILE);
        try {
            if (!isIn(folder)) {
                Files.createDirectories(folder);
                // The key is written first: the certificate's presence says that both are there.
                NewCertificate made = NewCertificate.make(hostname, clock.instant(), random);
                PemFiles.write(key, made.key());
                PemFiles.write(certificate, made.certificate());
            }
            return PemFiles.read(certificate, key);
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateProblem("cannot make a certificate in " + folder + ": " + e);
        }
    }
}
