package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.server.TestAuthority.Shown;

/** Logins by a client's certificate (RFC 4422 appendix A) at the whole server, over real TLS, in each protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateLoginTest {
    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";
    private static final String OPENS_NOTHING = "he certificate opens no account here";

    private Path folder;
    private TestAuthority authority;
    private Shown bobs;
    private ServerInProcess server;

    // JUnit starts it before the tests.
    @SuppressWarnings("NullAway.Init")
    CertificateLoginTest() {}

    /** How a protocol gets into TLS, says what it has, and logs in. */
    enum Way {
        SUBMISSION("submission", "STARTTLS", "EHLO client.test", "AUTH EXTERNAL ", "235 ", "535 5.7.8 "),
        SUBMISSIONS("submissions", "", "EHLO client.test", "AUTH EXTERNAL ", "235 ", "535 5.7.8 "),
        POP3("pop3", "STLS", "CAPA", "AUTH EXTERNAL ", "+OK ", "-ERR [AUTH] "),
        POP3S("pop3s", "", "CAPA", "AUTH EXTERNAL ", "+OK ", "-ERR [AUTH] "),
        IMAP("imap", "A STARTTLS", "A CAPABILITY", "A AUTHENTICATE EXTERNAL ", "A OK ", "A NO "),
        IMAPS("imaps", "", "A CAPABILITY", "A AUTHENTICATE EXTERNAL ", "A OK ", "A NO ");

        private final String service;
        private final String startTls;
        private final String offers;
        private final String login;
        private final String yes;
        private final String no;

        Way(String service, String startTls, String offers, String login, String yes, String no) {
            this.service = service;
            this.startTls = startTls;
            this.offers = offers;
            this.login = login;
            this.yes = yes;
            this.no = no;
        }

        private boolean isLast(String line, boolean listing) {
            return switch (this) {
                case SUBMISSION, SUBMISSIONS -> line.matches("\\d{3} .*");
                case POP3, POP3S -> !listing || line.equals(".");
                case IMAP, IMAPS -> line.startsWith("A ");
            };
        }
    }

    @BeforeAll
    void start(@TempDir Path empty) throws Exception {
        folder = empty;
        authority = new TestAuthority("the company");
        bobs = new TestAuthority("bob himself").client();
        server = new ServerInProcess(
                folder.resolve("data"),
                Map.of(
                        "PENNYPOST_TLS_CLIENT_AUTHORITIES",
                        authority.writeTo(folder.resolve("authority.pem")).toString(),
                        "PENNYPOST_TLS_CLIENT_CERTIFICATES",
                        BOB + " " + bobs.fingerprint()));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theAuthoritysCertificateOpensTheAccountThatItNames(Way way) throws Exception {
        Shown alices = authority.client(ALICE);
        try (Client client = new Client(way, Optional.of(alices))) {
            assertThat(client.offers()).contains("EXTERNAL");
            assertThat(client.login("=")).startsWith(way.yes);
        }
        try (Client client = new Client(way, Optional.of(alices))) {
            assertThat(client.login(base64(ALICE))).startsWith(way.yes);
        }
        try (Client client = new Client(way, Optional.of(alices))) {
            assertThat(client.login(base64(BOB))).startsWith(way.no).contains("may not act");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aKnownFingerprintOpensItsAccount(Way way) throws Exception {
        try (Client client = new Client(way, Optional.of(bobs))) {
            assertThat(client.offers()).contains("EXTERNAL");
            assertThat(client.login(base64(BOB))).startsWith(way.yes);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoShowsNoneIsNotOfferedIt(Way way) throws Exception {
        try (Client client = new Client(way, Optional.empty())) {
            assertThat(client.offers()).contains("PLAIN").doesNotContain("EXTERNAL");
            assertThat(client.login("=")).doesNotStartWith(way.yes);
        }
    }

    @Test
    void othersCertificatesOpenNothing() throws Exception {
        Shown strangers = new TestAuthority("the company").client(ALICE);
        Shown old = authority.issue(KeyPurposeId.id_kp_clientAuth, Instant.now().minus(Duration.ofHours(1)), ALICE);
        Shown servers =
                authority.issue(KeyPurposeId.id_kp_serverAuth, Instant.now().plus(Duration.ofDays(1)), ALICE);
        Shown nobodys = authority.client("nobody@example.test");
        Shown nameless = authority.client();
        for (Shown shown : new Shown[] {strangers, old, servers, nobodys, nameless}) {
            try (Client client = new Client(Way.SUBMISSIONS, Optional.of(shown))) {
                assertThat(client.offers()).contains("EXTERNAL");
                assertThat(client.login("=")).startsWith(Way.SUBMISSIONS.no).contains(OPENS_NOTHING);
                String plain = "\0" + ALICE + "\0" + server.password(ALICE);
                assertThat(client.say("AUTH PLAIN " + base64(plain), false)).startsWith("235 ");
            }
        }
    }

    @Test
    void aCertificateOfTwoOpensTheOneThatIsAskedFor() throws Exception {
        Shown shared = authority.client(ALICE, BOB, "nobody@example.test");
        try (Client client = new Client(Way.POP3S, Optional.of(shared))) {
            assertThat(client.login("=")).startsWith(Way.POP3S.no);
            assertThat(client.login(base64(BOB))).startsWith(Way.POP3S.yes);
        }
    }

    /** A file that cannot be read stops the start, with its name. */
    @Test
    void authoritiesThatAreNotThereAreNamed() {
        Path absent = folder.resolve("absent.pem");
        assertThatThrownBy(() -> new ServerInProcess(
                        folder.resolve("other"), Map.of("PENNYPOST_TLS_CLIENT_AUTHORITIES", absent.toString())))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot read " + absent);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One connection, inside TLS. */
    private final class Client implements Closeable {
        private final Way way;
        private final SSLSocket socket;
        private final BufferedReader in;

        private Client(Way way, Optional<Shown> shown) throws Exception {
            this.way = way;
            InetAddress host = InetAddress.getLoopbackAddress();
            int port = server.port(way.service);
            Socket plain = new Socket(host, port);
            if (!way.startTls.isEmpty()) {
                line(plain);
                plain.getOutputStream().write((way.startTls + "\r\n").getBytes(StandardCharsets.US_ASCII));
                line(plain);
            }
            socket = (SSLSocket)
                    context(shown).getSocketFactory().createSocket(plain, host.getHostAddress(), port, true);
            socket.startHandshake();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            if (way.startTls.isEmpty()) {
                in.readLine();
            }
            if (way == Way.SUBMISSION || way == Way.SUBMISSIONS) {
                offers();
            }
        }

        private SSLContext context(Optional<Shown> shown) throws Exception {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, new char[0]);
            try (var pem = Files.newInputStream(folder.resolve("data/certificates/self-signed.crt"))) {
                trusted.setCertificateEntry(
                        "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown.isPresent() ? shown.get().keys() : null, trust.getTrustManagers(), null);
            return context;
        }

        private static void line(Socket plain) throws IOException {
            int octet;
            do {
                octet = plain.getInputStream().read();
            } while (octet >= 0 && octet != '\n');
        }

        String offers() throws IOException {
            return say(way.offers, true);
        }

        String login(String initialResponse) throws IOException {
            return say(way.login + initialResponse, false);
        }

        /** The whole answer. */
        String say(String command, boolean listing) throws IOException {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer.append(line).append('\n');
                if (way.isLast(line, listing)) {
                    break;
                }
            }
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
