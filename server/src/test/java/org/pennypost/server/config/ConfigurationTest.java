package org.pennypost.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.queue.SendingLimits;

class ConfigurationTest {
    @TempDir
    Path folder;

    @Test
    void nothingSaidIsTheLabOnLoopbackWithPortsPlus2000() throws Exception {
        Configuration lab = Configuration.read(Optional.empty(), Optional.empty(), OptionalInt.empty(), Map.of());

        assertThat(lab.lab()).isTrue();
        assertThat(lab.listeners())
                .extracting(listener -> listener.service() + " " + listener.address())
                .containsExactly(
                        "SMTP /127.0.0.1:2025",
                        "SMTP /[0:0:0:0:0:0:0:1]:2025",
                        "SUBMISSION /127.0.0.1:2587",
                        "SUBMISSION /[0:0:0:0:0:0:0:1]:2587",
                        "SUBMISSIONS /127.0.0.1:2465",
                        "SUBMISSIONS /[0:0:0:0:0:0:0:1]:2465",
                        "POP3 /127.0.0.1:2110",
                        "POP3 /[0:0:0:0:0:0:0:1]:2110",
                        "POP3S /127.0.0.1:2995",
                        "POP3S /[0:0:0:0:0:0:0:1]:2995",
                        "IMAP /127.0.0.1:2143",
                        "IMAP /[0:0:0:0:0:0:0:1]:2143",
                        "IMAPS /127.0.0.1:2993",
                        "IMAPS /[0:0:0:0:0:0:0:1]:2993");
        assertThat(lab.listeners())
                .allMatch(listener -> listener.address().getAddress().isLoopbackAddress());
        assertThat(lab.data()).isEqualTo(Path.of("pennypost-data").toAbsolutePath());
    }

    @Test
    void aFileIsTheRealThingOnAllAddressesAndStandardPorts() throws Exception {
        Configuration real = read("hostname = \"Mail.Example.org\"");

        assertThat(real.lab()).isFalse();
        assertThat(real.hostname()).isEqualTo("mail.example.org");
        assertThat(real.listeners())
                .extracting(listener -> listener.address().getPort())
                .containsExactly(25, 587, 465, 110, 995, 143, 993);
        assertThat(real.listeners())
                .allMatch(listener -> listener.address().getAddress().isAnyLocalAddress());
    }

    /** RFC 2033 §5: not at port 25; and nowhere unless somebody says where, as whoever reaches it is believed to be a mail server of ours. */
    @Test
    void lmtpIsNowhereUnlessItIsSaidAndNeverAtPort25() throws Exception {
        assertThat(read("").listeners()).noneMatch(listener -> listener.service() == Service.LMTP);
        assertThat(read("lmtp.listen = [\"127.0.0.1:24\"]").listeners())
                .filteredOn(listener -> listener.service() == Service.LMTP)
                .extracting(listener -> listener.address().toString())
                .containsExactly("/127.0.0.1:24");
        assertThatThrownBy(() -> read("lmtp.listen = [\"*:25\"]"))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining(":1: '*:25' is SMTP's port");
    }

    @Test
    void clientCertificatesAreAccountsWithFingerprints() throws Exception {
        String digits = "0123456789abcdef".repeat(4);
        String colons = digits.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
        Configuration colon = read("tls.client_certificates = [\"alice@example.org " + colons + "\"]");
        assertThat(colon.clientLogins().fingerprints()).containsExactly(Map.entry(digits, "alice@example.org"));
        assertThat(colon.clientLogins().isConfigured()).isTrue();
        assertThat(read("").clientLogins().isConfigured()).isFalse();

        for (String wrong :
                new String[] {digits, "alice " + digits, "a@b " + digits.substring(2), "a@b " + digits + "0"}) {
            assertThatThrownBy(() -> read("tls.client_certificates = [\"" + wrong + "\"]"))
                    .isInstanceOf(ConfigurationError.class)
                    .hasMessageContaining(":1: '" + wrong + "' is not an account and a SHA-256 fingerprint");
        }
        assertThatThrownBy(() -> read("tls.client_certificates = [\"a@b " + digits + "\", \"b@b " + colons + "\"]"))
                .hasMessageContaining("stands there twice");
    }

    @Test
    void everythingCanBeSaid() throws Exception {
        Configuration all = read("""
                hostname = "mx.example.org"
                [smtp]
                listen = ["192.0.2.1:2525", "[2001:db8::1]:25"]
                message_bytes_max = 1000000
                takes_mail = false
                vrfy = true
                [submission]
                listen = ["192.0.2.1:587"]
                messages_per_hour_max = 0
                new_recipients_per_day_max = 7
                [submissions]
                listen = []
                [pop3]
                listen = []
                login_delay_seconds = 60
                [pop3s]
                listen = ["*:0"]
                [imap]
                listen = []
                [imaps]
                listen = ["192.0.2.1:993"]
                [dns]
                servers = ["192.0.2.53", "[2001:db8::53]:5353", "127.0.0.1:54"]
                [tls]
                certificate = "chain.pem"
                key = "key.pem"
                [log]
                level = "debug"
                format = "json"
                wire = "wire"
                """);

        assertThat(all.listeners())
                .extracting(listener -> listener.service() + " " + listener.address())
                .containsExactly(
                        "SMTP /192.0.2.1:2525",
                        "SMTP /[2001:db8:0:0:0:0:0:1]:25",
                        "SUBMISSION /192.0.2.1:587",
                        "POP3S 0.0.0.0/0.0.0.0:0",
                        "IMAPS /192.0.2.1:993");
        assertThat(all.limits().sending()).isEqualTo(new SendingLimits(0, 1_500, 100, 7));
        assertThat(all.incoming()).isEqualTo(new Configuration.Incoming(false, true));
        assertThat(all.limits().popLoginDelay()).isEqualTo(Duration.ofSeconds(60));
        assertThat(all.dnsServers())
                .extracting(Object::toString)
                .containsExactly("/192.0.2.53:53", "/[2001:db8:0:0:0:0:0:53]:5353", "/127.0.0.1:54");
        assertThat(all.limits().messageBytesMax()).isEqualTo(1_000_000);
        assertThat(all.certificate()).isPresent();
        assertThat(all.log()).isEqualTo(new Configuration.Log("debug", true, Optional.of(Path.of("wire"))));
    }

    @Test
    void theEnvironmentGoesBeforeTheFileAndTheCommandLineBeforeBoth() throws Exception {
        Path file = Files.writeString(
                folder.resolve("p.toml"), "hostname = \"a.example\"\nport_offset = 100\nlab = true\n");

        Configuration both = Configuration.read(
                Optional.of(file),
                Optional.of(folder),
                OptionalInt.of(300),
                Map.of("PENNYPOST_HOSTNAME", "b.example", "PENNYPOST_POP3_LISTEN", "127.0.0.1:1, 127.0.0.2:2"));

        assertThat(both.hostname()).isEqualTo("b.example");
        assertThat(both.data()).isEqualTo(folder);
        assertThat(both.listeners())
                .extracting(listener -> listener.address().getPort())
                .containsExactly(325, 325, 887, 887, 765, 765, 1, 2, 1295, 1295, 443, 443, 1293, 1293);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    hostnam = "a"                      | p.toml:1: there is no setting 'hostnam'; did you mean 'hostname'?
                    [smpt]\\nlisten = []               | p.toml:2: there is no setting 'smpt.listen'; did you mean 'smtp.listen'?
                    quux = 1                           | p.toml:1: there is no setting 'quux'; docs/operating.md names them all
                    hostname = 5                       | p.toml:1: 'hostname' must be a text in quotes
                    \\n\\nhostname = "a b"             | p.toml:3: 'a b' is not a host name, such as mail.example.org
                    smtp.listen = ["25"]               | p.toml:1: '25' is not ADDRESS:PORT, such as 127.0.0.1:25, [::1]:25 or *:25
                    smtp.listen = ["localhost:25"]     | p.toml:1: 'localhost' is not an IP address, such as 127.0.0.1, [::1] or *
                    smtp.listen = ["*:99999"]          | p.toml:1: '99999' is not a port: a port is a number from 0 (any free one) to 65535
                    smtp.recipients_max = 3            | p.toml:1: 'smtp.recipients_max' is 3, but must be from 100 to 1000000
                    log.level = "loud"                 | p.toml:1: 'loud' is not a level: use error, warn, info, debug or trace
                    tls.key = "k"                      | tls.certificate and tls.key go together
                    hostname = "a"\\nhostname = "b"    | p.toml:2: hostname previously defined at line 1
                    hostname =                         | p.toml:1: Unexpected end of input
                    """)
    void aMistakeIsNamedWithItsPlaceAndWhatWasMeant(String toml, String message) {
        ThrowingCallable reading = () -> read(toml.replace("\\n", "\n"));

        assertThatThrownBy(reading).isInstanceOf(ConfigurationError.class).hasMessageContaining(message);
    }

    @Test
    void aMistypedVariableIsNamed() {
        assertThatThrownBy(() -> Configuration.read(
                        Optional.empty(), Optional.empty(), OptionalInt.empty(), Map.of("PENNYPOST_HOSTNAM", "x")))
                .hasMessage(
                        "the environment variable PENNYPOST_HOSTNAM sets nothing; did you mean PENNYPOST_HOSTNAME?");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Configuration.read(
                        Optional.of(folder.resolve("absent.toml")), Optional.empty(), OptionalInt.empty(), Map.of()))
                .hasMessageContaining("cannot read the configuration file")
                .hasMessageContaining("absent.toml");
    }

    private Configuration read(String toml) throws ConfigurationError, IOException {
        Path file = Files.writeString(folder.resolve("p.toml"), toml);
        return Configuration.read(Optional.of(file), Optional.empty(), OptionalInt.empty(), Map.of());
    }
}
