package org.pennypost.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.FakeClock;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;

/** The client against servers that are old, odd or broken. */
class OtherServersTest {
    private static final String OLD = "S: +OK ready\nC: CAPA\nS: -ERR what?\n";

    private static String offering(String... capabilities) {
        return "S: +OK\nC: CAPA\nS: +OK\nS: " + String.join("\nS: ", capabilities) + "\nS: .\n";
    }

    /** What is done with a client that has read the greeting. */
    @FunctionalInterface
    private interface Use {
        void of(Pop3Client client) throws Exception;
    }

    private static void with(String script, Use use) throws Exception {
        try (ScriptedServer server = new ScriptedServer(script);
                Pop3Client client = open(server)) {
            use.of(client);
        }
    }

    private static Pop3Client open(ScriptedServer server) throws IOException {
        return open(server, ClientConfig.plain("localhost", 110));
    }

    private static Pop3Client open(ScriptedServer server, ClientConfig config) throws IOException {
        return Pop3Client.open(
                new Connection(server.link(), new Deadlines(() -> 0), WireLog.NONE), config, DialogueListener.NONE);
    }

    /** CVE-2011-0411, on the client's side: nothing that was said in plain text is taken for said inside TLS. */
    @Test
    void plaintextBehindTheGoAheadForTlsIsAnAttack() throws Exception {
        ClientConfig config =
                ClientConfig.plain("localhost", 110).with(TlsMode.REQUIRED, ClientTls.trustingAll(), false);
        try (ScriptedServer injected =
                new ScriptedServer(offering("STLS") + "C: STLS\nS~: +OK go\\r\\n+OK a lie\\r\\n\n")) {
            assertThatThrownBy(() -> open(injected, config))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("11 bytes of plaintext");
        }
    }

    @Test
    void aServerOfRfc1939AndNoMore() throws Exception {
        with(
                OLD + "C: USER tim\n"
                        + "S: +OK\n"
                        + "C: PASS a b\n"
                        + "S: +OK\n"
                        + "C: CAPA\n"
                        + "S: -ERR\n"
                        + "C: UIDL\n"
                        + "S: -ERR unimplemented\n"
                        + "C: UIDL 1\n"
                        + "S: -ERR unimplemented\n"
                        + "C: TOP 1 0\n"
                        + "S: -ERR unimplemented\n"
                        + "C: STAT\n"
                        + "S: +OK 2 320 and more\n"
                        + "C: LIST 1\n"
                        + "S: +OK 1 120 octets\n"
                        + "C: LIST\n"
                        + "S: +OK\n"
                        + "S: 1 120\n"
                        + "S: 2  200 x\n"
                        + "S: .\n"
                        + "C: QUIT\n"
                        + "S: +OK\n",
                client -> {
                    client.login("tim", "a b");
                    assertThat(client.uniqueIds()).isEmpty();
                    assertThat(client.uniqueId(1)).isEmpty();
                    assertThat(client.top(1, 0)).isEmpty();
                    assertThat(client.stat()).isEqualTo(new MaildropStat(2, 320));
                    assertThat(client.size(1)).isEqualTo(120);
                    assertThat(client.list()).isEqualTo(Map.of(1, 120L, 2, 200L));
                    client.quit();
                });
    }

    /** RFC 1939 §7, with its own example: no password goes over an open connection where the server knows APOP. */
    @Test
    void apopWhereTheGreetingAllowsIt() throws Exception {
        String script = """
                S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
                C: CAPA
                S: -ERR what?
                C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
                """;
        with(
                script + "S: +OK maildrop has 1 message (369 octets)\nC: CAPA\nS: -ERR\n",
                client -> client.login("mrose", "tanstaaf"));
        with(script + "S: +OK\nC: CAPA\nS: -ERR\n", client -> client.login("mrose", "tanstaaf", "+APOP"));
        with(
                script + "S: -ERR [AUTH] no\n",
                client -> assertThatThrownBy(() -> client.login("mrose", "tanstaaf"))
                        .isInstanceOfSatisfying(
                                Pop3Refused.class,
                                refused -> assertThat(refused.command()).isEqualTo("APOP")));
        with(
                OLD,
                client -> assertThatThrownBy(() -> client.login("mrose", "tanstaaf", "+APOP"))
                        .hasMessageContaining("no timestamp"));
    }

    /** RFC 2384 §4: one that was asked for, and no other. */
    @Test
    void aMechanismThatWasAskedFor() throws Exception {
        with(
                offering("SASL SCRAM-SHA-256 PLAIN") + "C: AUTH PLAIN\nS: +\nC: AGEAYg==\nS: +OK\nC: CAPA\nS: -ERR\n",
                client -> client.login("a", "b", "plain"));
        with(offering("SASL SCRAM-SHA-256 PLAIN"), client -> {
            assertThatThrownBy(() -> client.login("a", "b", "LOGIN")).hasMessageContaining("SCRAM-SHA-256 PLAIN");
            assertThatThrownBy(() -> client.login("a", "b", "+OTHER")).hasMessageContaining("+OTHER");
        });
        with(
                OLD + "C: AUTH PLAIN\nS: -ERR\n",
                client -> assertThatThrownBy(() -> client.login("a", "b", "PLAIN"))
                        .isInstanceOf(Pop3Refused.class));
        with(
                OLD,
                client ->
                        assertThatThrownBy(() -> client.login("a", "b", "NTLM")).hasMessageContaining("NTLM"));
    }

    /** RFC 6856 §2.1: asked for where it is offered, so that messages come as they are; a refusal changes nothing. */
    @Test
    void utf8WhereItIsOffered() throws Exception {
        with(offering("UTF8") + "C: UTF8\nS: +OK\nC: NOOP\nS: +OK\n", Pop3Client::noop);
        with(offering("UTF8 USER") + "C: UTF8\nS: -ERR\nC: NOOP\nS: +OK\n", Pop3Client::noop);
    }

    /** RFC 2449 §6.9: what a server calls itself changes nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"IMPLEMENTATION Pennypost", "IMPLEMENTATION Dovecot 2.3", "IMPLEMENTATION", "X-NOTHING"})
    void whatAServerCallsItselfChangesNothing(String name) throws Exception {
        with(offering(name) + "C: NOOP\nS: +OK\nC: RETR 1\nS: +OK\nS: x\nS: .\n", client -> {
            client.noop();
            assertThat(client.retrieve(1, (bytes, offset, length) -> {})).isEqualTo(3);
        });
    }

    /** RFC 6856 §2.2: names that are not ASCII only where the server says that it takes them; prepared for APOP. */
    @Test
    void namesThatAreNotAscii() throws Exception {
        with(
                offering("UTF8", "USER") + "C: UTF8\nS: +OK\n",
                client -> assertThatThrownBy(() -> client.login("j\u00fcrgen", "secret"))
                        .hasMessageContaining("ASCII alone"));
        with(
                offering("UTF8 USER", "USER")
                        + "C: UTF8\nS: +OK\nC: USER j\u00fcrgen\nS: +OK\nC: PASS \u00df\nS: +OK\nC: CAPA\nS: -ERR\n",
                client -> client.login("j\u00fcrgen", "\u00df"));
        with("""
                S: +OK <1@a>
                C: CAPA
                S: +OK
                S: UTF8 USER
                S: .
                C: UTF8
                S: +OK
                C: APOP IX 2d543e17e9d902427d5e2bf1cb4c3bd1
                S: +OK
                C: CAPA
                S: -ERR
                """, client -> client.login("\u2168", "\u2168", "+APOP"));
    }

    @Test
    void aServerThatCannotSayItNowIsNotOneThatHasNoSuchCommand() throws Exception {
        with(offering("UIDL") + "C: UIDL\nS: -ERR later\nC: TOP 1 0\nS: -ERR [SYS/TEMP] later\n", client -> {
            assertThatThrownBy(client::uniqueIds).isInstanceOf(Pop3Refused.class);
            assertThatThrownBy(() -> client.top(1, 0)).isInstanceOf(Pop3Refused.class);
        });
    }

    @Test
    void messagesComeOneByOneWherePipeliningIsNotOffered() throws Exception {
        with(
                OLD
                        + "C: RETR 1\n"
                        + "S: +OK\n"
                        + "S: one\n"
                        + "S: .\n"
                        + "C: RETR 2\n"
                        + "S: -ERR gone\n"
                        + "C: RETR 3\n"
                        + "S: +OK\n"
                        + "S: ..\n"
                        + "S: .\n"
                        + "C: QUIT\n"
                        + "S: +OK\n",
                client -> {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    client.retrieve(List.of(1, 2, 3), new Pop3Client.MessageTarget() {
                        @Override
                        public ByteSink begin(int number) {
                            return all::write;
                        }

                        @Override
                        public void end(int number, long bytes) {
                            all.write(number);
                        }

                        @Override
                        public void refused(int number, Pop3Refused why) {
                            all.writeBytes(why.text().getBytes(StandardCharsets.US_ASCII));
                        }
                    });
                    assertThat(all).hasToString("one\r\n\1gone.\r\n\3");
                    client.quit();
                });
    }

    @Test
    void plainWhereItIsOffered() throws Exception {
        with(
                offering("USER", "SASL LOGIN PLAIN") + "C: AUTH PLAIN\nS: + \nC: AHRpbQBzZWNyZXQ=\n"
                        + "S: +OK\nC: CAPA\nS: +OK\nS: .\n",
                client -> client.login("tim", "secret"));
    }

    @Test
    void loginInTwoAnswers() throws Exception {
        with(
                offering("SASL GSSAPI LOGIN") + "C: AUTH LOGIN\nS: + VXNlcm5hbWU6\nC: dGlt\n"
                        + "S: + UGFzc3dvcmQ6\nC: c2VjcmV0\nS: -ERR [AUTH] no\n",
                client ->
                        assertThatThrownBy(() -> client.login("tim", "secret")).isInstanceOf(Pop3Refused.class));
    }

    /** RFC 5034 §4: what cannot be answered is cancelled. */
    @Test
    void aQuestionTooManyIsCancelled() throws Exception {
        with(
                offering("SASL LOGIN") + "C: AUTH LOGIN\nS: +\nC: dGlt\nS: +\nC: c2VjcmV0\nS: +\nC: *\n"
                        + "S: -ERR cancelled\nC: QUIT\nS: +OK\n",
                client -> {
                    assertThatThrownBy(() -> client.login("tim", "secret")).hasMessageContaining("third question");
                    client.quit();
                });
    }

    @Test
    void questionsWithoutEndAreNotAnsweredForEver() throws Exception {
        with(
                offering("SASL PLAIN") + "C: AUTH PLAIN\n" + "S: + \nC: AHRpbQBzZWNyZXQ=\n".repeat(10) + "S: +\n",
                client ->
                        assertThatThrownBy(() -> client.login("tim", "secret")).isInstanceOf(MalformedAnswer.class));
    }

    /** RFC 5034 §4: characters that base64 has not, and padding before the end, are not ignored: the login is cancelled. */
    @ParameterizedTest
    @ValueSource(strings = {"!!", "AAAA BBBB", "=AAA", "AAA=BBB="})
    void aChallengeThatIsNoBase64(String challenge) throws Exception {
        with(
                offering("SASL PLAIN") + "C: AUTH PLAIN\nS: + " + challenge
                        + "\nC: *\nS: -ERR cancelled\nC: NOOP\nS: +OK\n",
                client -> {
                    assertThatThrownBy(() -> client.login("tim", "secret")).isInstanceOf(MalformedAnswer.class);
                    client.noop();
                });
    }

    @Test
    void whoAgreesToACancelledLoginIsNotTrusted() throws Exception {
        with(offering("SASL PLAIN") + "C: AUTH PLAIN\nS: + !!\nC: *\nS: +OK you are in\n", client -> {
            assertThatThrownBy(() -> client.login("tim", "secret")).isInstanceOf(MalformedAnswer.class);
            assertThatThrownBy(client::noop).hasMessageContaining("open another");
        });
    }

    /** RFC 2449 §8: what stands behind a slash may be left unread. */
    @Test
    void responseCodesAreReadLevelByLevel() throws Exception {
        with(
                OLD + "C: STAT\nS: -ERR [SYS/TEMP/DISK-OF-TODAY] later\n",
                client -> assertThatThrownBy(client::stat).isInstanceOfSatisfying(Pop3Refused.class, refused -> {
                    assertThat(refused.hasCode("SYS")).isTrue();
                    assertThat(refused.hasCode("SYS/TEMP")).isTrue();
                    assertThat(refused.hasCode("SYS/PERM")).isFalse();
                    assertThat(refused.hasCode("SYS/TEMP/DISK")).isFalse();
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+OK",
                "+OK 2",
                "+OK two 320",
                "+OK -1 0",
                "+OK 1 -5",
                "+OK 99999999999 1",
                "* OK 2 320",
                "ok 2 320",
                ""
            })
    void nonsenseForStat(String answer) throws Exception {
        with(
                OLD + "C: STAT\nS: " + answer + "\n",
                client -> assertThatThrownBy(client::stat).isInstanceOf(MalformedAnswer.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x 1", "0 5", "-1 5", "1 -5", "1 x", "99999999999 1", ""})
    void nonsenseInAListing(String row) throws Exception {
        with(OLD + "C: LIST\nS: +OK\nS: " + row + "\nS: .\nC: QUIT\nS: +OK\n", client -> {
            assertThatThrownBy(client::list).isInstanceOf(MalformedAnswer.class);
            client.quit();
        });
    }

    @Test
    void aServerThatIsNoPop3Server() throws Exception {
        try (ScriptedServer server = new ScriptedServer("S: 220 smtp.example.test ESMTP\u001b[2J")) {
            assertThatThrownBy(() -> open(server))
                    .isInstanceOf(MalformedAnswer.class)
                    .hasMessageContaining("220 smtp.example.test ESMTP?[2J");
        }
    }

    @Test
    void aServerThatIsFull() throws Exception {
        try (ScriptedServer server = new ScriptedServer("S: -ERR [SYS/TEMP] too many\u001b[2J")) {
            assertThatThrownBy(() -> open(server))
                    .isInstanceOfSatisfying(
                            Pop3Refused.class,
                            refused -> assertThat(refused.hasCode("SYS/TEMP")).isTrue())
                    .hasMessage("the server refused the connection: [SYS/TEMP] too many?[2J");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: +OK\nS: half a mess\n", "S~: +OK\\r\\nx\\r\\n.\\n\n", "S~: +O\n", ""})
    void aServerThatIsCutOff(String answer) throws Exception {
        with(OLD + "C: RETR 1\n" + answer, client -> {
            assertThatThrownBy(() -> client.retrieve(1, (bytes, offset, length) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed the connection");
            assertThatThrownBy(client::quit).hasMessageContaining("open another");
        });
    }

    @Test
    void aServerThatEndsLinesWithLfAlone() throws Exception {
        with(
                "S~: +OK ready\\n\nC: CAPA\nS~: -ERR no\\n\nC: STAT\nS~: +OK 1 5\\n\n",
                client -> assertThat(client.stat()).isEqualTo(new MaildropStat(1, 5)));
    }

    @Test
    void aLineWithoutEnd() throws Exception {
        with(
                OLD + "C: NOOP\nS: +OK " + "x".repeat(20_000) + "\n",
                client -> assertThatThrownBy(client::noop).isInstanceOf(MalformedAnswer.class));
    }

    @Test
    void whatWouldBeTwoCommandsIsNotSent() throws Exception {
        with(OLD, client -> {
            assertThatThrownBy(() -> client.login("tim\r\nDELE 1", "x")).hasMessageContaining("line end");
            assertThatThrownBy(() -> client.login("tim", "x\0y")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> client.command("NOOP\nDELE 1")).hasMessageContaining("line end");
        });
    }

    @Test
    void aServerThatSaysNothing() throws Exception {
        FakeClock clock = new FakeClock();
        Deadlines deadlines = new Deadlines(clock::nanoTime);
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 110);
        Thread time = Thread.ofVirtual().start(() -> {
            while (!Thread.interrupted()) {
                clock.advance(Duration.ofMinutes(1));
                deadlines.sweep();
            }
        });
        assertThatThrownBy(() -> Pop3Client.open(
                        new Connection(pair.client(), deadlines, WireLog.NONE),
                        ClientConfig.plain("localhost", 110),
                        DialogueListener.NONE))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("within 120 seconds");
        time.interrupt();
        time.join();
    }
}
