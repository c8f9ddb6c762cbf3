package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.smtp.client.SmtpClient;
import org.pennypost.smtp.client.SmtpClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.TlsMode;

/** RFC 8689 as the server is wired: what comes in stays here, so the promise is kept; what is submitted cannot go on yet, so none is made. */
class RequireTlsTest {
    @Test
    void mailThatRequiresTlsIsTakenInsideTls(@TempDir Path folder) throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of());
                Deadlines deadlines = Deadlines.start()) {
            SmtpClientConfig plain = SmtpClientConfig.plain("127.0.0.1", server.port("smtp"), "client.example");
            try (SmtpClient client = SmtpClient.connect(plain, deadlines, DialogueListener.NONE)) {
                assertThat(client.capabilities().offers("REQUIRETLS")).isFalse();
                assertThat(client.command("MAIL FROM:<> REQUIRETLS").code()).isEqualTo(530);
            }
            try (SmtpClient client = SmtpClient.connect(secured(plain), deadlines, DialogueListener.NONE)) {
                assertThat(client.capabilities().offers("REQUIRETLS")).isTrue();
                assertThat(client.command("MAIL FROM:<> REQUIRETLS").code()).isEqualTo(250);
                assertThat(client.command("RCPT TO:<alice@example.test>").code())
                        .isEqualTo(250);
            }
            SmtpClientConfig people = SmtpClientConfig.plain("127.0.0.1", server.port("submission"), "client.example");
            try (SmtpClient client = SmtpClient.connect(secured(people), deadlines, DialogueListener.NONE)) {
                assertThat(client.capabilities().offers("REQUIRETLS")).isFalse();
            }
        }
    }

    private static SmtpClientConfig secured(SmtpClientConfig config) {
        return config.with(TlsMode.REQUIRED, ClientTls.trustingAll(), false);
    }
}
