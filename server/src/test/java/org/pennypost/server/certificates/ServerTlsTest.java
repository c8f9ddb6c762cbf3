package org.pennypost.server.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.server.config.Configuration.CertificateFiles;

class ServerTlsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void aSelfSignedCertificateIsMadeOnceAndKeptPrivate() throws Exception {
        SSLContext first = selfSigned();
        byte[] certificate = Files.readAllBytes(folder.resolve("self-signed.crt"));
        selfSigned();

        assertThat(first).isNotNull();
        assertThat(Files.readAllBytes(folder.resolve("self-signed.crt"))).isEqualTo(certificate);
        assertThat(Files.getPosixFilePermissions(folder.resolve("self-signed.key")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void aClientThatTrustsItShakesHandsAndFindsTheNames() throws Exception {
        SSLContext server = selfSigned();
        X509Certificate certificate =
                handshake(server, PemFiles.read(folder.resolve("self-signed.crt"), folder.resolve("self-signed.key")));

        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("mail.example.test", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void filesThatDoNotFitAreNamed() throws Exception {
        selfSigned();
        Path certificate = folder.resolve("self-signed.crt");

        assertThatThrownBy(() -> fromFiles(certificate, folder.resolve("absent.key")))
                .isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("cannot read")
                .hasMessageContaining("absent.key");
        assertThatThrownBy(() -> fromFiles(certificate, certificate)).hasMessageContaining("holds no private key");
        assertThatThrownBy(() -> fromFiles(folder.resolve("self-signed.key"), certificate))
                .hasMessageContaining("holds no certificate");
    }

    @Test
    void keysAndCertificatesOfOpenSslAreReadInEveryFormItWrites() throws Exception {
        for (String name : List.of("rsa-traditional", "rsa-pkcs8", "ec-traditional", "ec-pkcs8", "ed25519")) {
            Identity identity = PemFiles.read(resource(name + ".crt"), resource(name + ".key"));

            assertThat(identity.chain()).as(name).hasSize(1);
            assertThat(handshake(fromFiles(resource(name + ".crt"), resource(name + ".key")), identity))
                    .as(name)
                    .isEqualTo(identity.chain().getFirst());
        }
    }

    @Test
    void aKeyUnderAPassphraseIsRefusedWithTheWayOut() {
        Path certificate = resource("rsa-traditional.crt");

        assertThatThrownBy(() -> fromFiles(certificate, resource("rsa-traditional-encrypted.key")))
                .hasMessageContaining("openssl pkey");
        assertThatThrownBy(() -> fromFiles(certificate, resource("rsa-pkcs8-encrypted.key")))
                .hasMessageContaining("without a passphrase");
        assertThatThrownBy(() -> fromFiles(certificate, resource("ec-pkcs8.key")))
                .hasMessageContaining("is not the key of the certificate");
    }

    @Test
    void damagedPartsAreRefused() throws Exception {
        selfSigned();
        Path certificate = folder.resolve("self-signed.crt");
        String whole = Files.readString(certificate);
        Path damaged = folder.resolve("damaged.crt");

        Files.writeString(damaged, whole.replace("MII", "M!!"));
        assertThatThrownBy(() -> fromFiles(damaged, folder.resolve("self-signed.key")))
                .hasMessageContaining("cannot be read");
        Files.writeString(damaged, whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> fromFiles(damaged, folder.resolve("self-signed.key")))
                .hasMessageContaining("holds no certificate");
        Files.writeString(damaged, "Subject: the server's\r\n\r\n" + whole.replace("\n", "\r\n") + "and a comment");
        assertThat(fromFiles(damaged, folder.resolve("self-signed.key"))).isNotNull();
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/certificates").resolve(name);
    }

    private SSLContext selfSigned() throws CertificateProblem {
        return ServerTls.open(Optional.empty(), folder, "mail.example.test", CLOCK, new SecureRandom())
                .context();
    }

    private SSLContext fromFiles(Path certificate, Path key) throws CertificateProblem {
        return ServerTls.open(
                        Optional.of(new CertificateFiles(certificate, key)), folder, "x", CLOCK, new SecureRandom())
                .context();
    }

    private static X509Certificate handshake(SSLContext server, Identity identity) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, new char[0]);
        trusted.setCertificateEntry("server", identity.chain().getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        try (SSLServerSocket listening = (SSLServerSocket)
                        server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var accepted = threads.submit(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.startHandshake();
                    return socket.getInputStream().read();
                }
            });
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                socket.startHandshake();
                socket.getOutputStream().write('.');
                assertThat(accepted.get()).isEqualTo((int) '.');
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            } catch (IOException e) {
                throw new AssertionError("the handshake failed", e);
            }
        }
    }
}
