package org.pennypost.wire.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for {@code localhost}, {@code mail.example.test} and {@code 127.0.0.1}, made by the JDK's own
 * {@code keytool} at the first use in a test run.
 */
public final class TestCertificate {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "test";
    private static final KeyStore KEYS = make("localhost", "san=dns:localhost,dns:mail.example.test,ip:127.0.0.1");

    private TestCertificate() {}

    /** A server's context with this certificate. */
    public static SSLContext serverContext() {
        return serverContext(KEYS);
    }

    private static SSLContext serverContext(KeyStore own) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client's context that trusts this certificate and no other. */
    public static SSLContext clientContext() {
        return clientContext("TLS");
    }

    /** The same, speaking {@code TLSv1.2} at most, for example. */
    public static SSLContext clientContext(String protocol) {
        return clientContext(KEYS, protocol);
    }

    /** A server's context, and that of a client that trusts it. */
    public record Pair(SSLContext server, SSLContext client) {}

    /**
     * Another self-signed certificate.
     *
     * @param commonName of its subject
     * @param extension as keytool takes it: {@code san=dns:example.test}
     */
    public static Pair other(String commonName, String extension) {
        KeyStore keys = make(commonName, extension);
        return new Pair(serverContext(keys), clientContext(keys, "TLS"));
    }

    private static SSLContext clientContext(KeyStore peer, String protocol) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, peer.getCertificate(ALIAS));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance(protocol);
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore make(String commonName, String extension) {
        try {
            Path folder = Files.createTempDirectory("pennypost-test-certificate");
            Path file = folder.resolve("keys.p12");
            try {
                keytool(file, commonName, extension);
                KeyStore keys = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(file)) {
                    keys.load(in, PASSWORD.toCharArray());
                }
                return keys;
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate for tests", e);
        }
    }

    private static void keytool(Path file, String commonName, String extension) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + commonName,
                        "-ext",
                        extension,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }
}
