package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.smtp.client.SmtpClient;
import org.pennypost.smtp.client.SmtpClientConfig;
import org.pennypost.smtp.client.SmtpTimeouts;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.TlsMode;

/** By which name of its certificate our client knows a server, before it says a password (RFC 4954 §14). */
class ServerNameTest {
    @ParameterizedTest
    @CsvSource({
        "mail.example.org, localhost, true",
        "localhost, mail.example.org, false",
        "localhost, LocalHost, true",
    })
    void theSubjectAltNameCountsAndNotTheSubject(String commonName, String dnsName, boolean trusted) throws Exception {
        TestAuthority authority = new TestAuthority("somebody");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(authority.server(commonName, dnsName).keys(), null, null);
        try (SSLServerSocket listener = (SSLServerSocket)
                        context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Deadlines deadlines = Deadlines.start()) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> greet(listener));
            SmtpClientConfig config = SmtpClientConfig.plain("localhost", listener.getLocalPort(), "")
                    .with(TlsMode.IMPLICIT, authority.trusting(), true)
                    .with(SmtpTimeouts.all(Duration.ofSeconds(10)));
            if (trusted) {
                try (SmtpClient client = SmtpClient.connect(config, deadlines, DialogueListener.NONE)) {
                    assertThat(client.tls()).isPresent();
                }
            } else {
                assertThatThrownBy(() -> SmtpClient.connect(config, deadlines, DialogueListener.NONE))
                        .isInstanceOf(SSLException.class);
            }
            server.join();
        }
    }

    /** A greeting, and yes to whatever comes. */
    private static void greet(SSLServerSocket listener) {
        try (Socket socket = listener.accept()) {
            for (int line = 0; line < 3; line++) {
                socket.getOutputStream().write("250 x\r\n".getBytes(StandardCharsets.US_ASCII));
                for (int octet = socket.getInputStream().read(); octet > '\n'; ) {
                    octet = socket.getInputStream().read();
                }
            }
        } catch (IOException refused) {
            // the client does not trust it
        }
    }
}
