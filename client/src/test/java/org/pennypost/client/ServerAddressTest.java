package org.pennypost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.wire.TlsMode;

class ServerAddressTest {
    private static final List<Protocol> ALL = List.of(Protocol.values());

    @ParameterizedTest
    @CsvSource({
        "mail.example.org, mail.example.org, 25, '', WHEN_OFFERED",
        "localhost:2025, localhost, 2025, '', WHEN_OFFERED",
        "mail.example.org:465, mail.example.org, 465, '', IMPLICIT",
        "localhost:2465, localhost, 2465, '', IMPLICIT",
        "smtp://localhost, localhost, 25, '', WHEN_OFFERED",
        "SMTPS://mail.example.org/, mail.example.org, 465, '', IMPLICIT",
        "imap://mail.example.org:993/INBOX, mail.example.org, 993, '', IMPLICIT",
        "pop3://localhost:2995, localhost, 2995, '', IMPLICIT",
        "submission://mail.example.org, mail.example.org, 587, '', REQUIRED",
        "pop3://alice@mail.example.org:2110, mail.example.org, 2110, alice, WHEN_OFFERED",
        "pop3s://alice%40example.org@mail.example.org, mail.example.org, 995, alice@example.org, IMPLICIT",
        "pop3://alice@example.org@mail.example.org, mail.example.org, 110, alice@example.org, WHEN_OFFERED",
        "pop://a+b;AUTH=*@mail.example.org, mail.example.org, 110, a+b, WHEN_OFFERED",
        "[2001:db8::1]:2025, 2001:db8::1, 2025, '', WHEN_OFFERED",
        "2001:db8::1, 2001:db8::1, 25, '', WHEN_OFFERED",
        "[::1], ::1, 25, '', WHEN_OFFERED"
    })
    void reads(String text, String host, int port, String user, TlsMode tls) throws BadServerAddress {
        assertThat(ServerAddress.parse(text, ALL)).isEqualTo(new ServerAddress(host, port, user, tls));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":25",
                "host:",
                "host:x",
                "host:0",
                "host:65536",
                "host:99999999999",
                "http://host",
                "pop3://a:secret@host",
                "smtp://",
                "ho st",
                "ho\r\nst",
                "pop3://%zz@host",
                "pop://a;AUTH=@host",
                "pop://a;AUTH=PLAIN%0D%0A@host",
                "pop://a;AUTH=+@host",
                "-x y"
            })
    void refusesWithAReason(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text, ALL))
                .isInstanceOf(BadServerAddress.class)
                .message()
                .isNotBlank();
    }

    @Test
    void doesNotSendThroughAServerForFetching() {
        assertThatThrownBy(() -> ServerAddress.parse("pop3://host", List.of(Protocol.SMTP, Protocol.SMTPS)))
                .hasMessageContaining("smtp://, smtps://");
    }

    /** RFC 2384 §4 and §7. */
    @ParameterizedTest
    @CsvSource({
        "pop://rg@mailsrv.qualcomm.com, rg, ''",
        "pop://rg;AUTH=*@mail.example.org, rg, ''",
        "pop://rg;AUTH=+APOP@mail.eudora.com:8110, rg, +APOP",
        "pop://rg;auth=scram-sha-256@foo.bar, rg, SCRAM-SHA-256",
        "pop://;AUTH=SCRAM-SHA-1@foo.bar, '', SCRAM-SHA-1",
        "pop://a%3Bb;AUTH=%2BAPOP@foo.bar, a;b, +APOP"
    })
    void readsAMechanism(String text, String user, String mechanism) throws BadServerAddress {
        ServerAddress address = ServerAddress.parse(text, ALL);
        assertThat(address.user()).isEqualTo(user);
        assertThat(address.mechanism()).isEqualTo(mechanism);
        assertThat(address.with(TlsMode.NEVER).mechanism()).isEqualTo(mechanism);
    }

    @Test
    void printsBracketsAroundIpv6() {
        assertThat(new ServerAddress("::1", 25, "", TlsMode.NEVER)).hasToString("[::1]:25");
    }
}
