package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.wire.ClientTls;

/**
 * Nobody but our own people gets mail to the world through this server, and they only under their own names: the tricks that open relays
 * are looked for with, each said to the whole server as it is wired, on the port where it would work if it worked. Afterwards nothing waits
 * in the queue.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenRelayTest {
    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";

    private ServerInProcess server;

    // JUnit starts it before the tests.
    @SuppressWarnings("NullAway.Init")
    OpenRelayTest() {}

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new ServerInProcess(folder, Map.of("PENNYPOST_LMTP_LISTEN", "127.0.0.1:0"));
    }

    @AfterAll
    void nothingWaits() throws Exception {
        assertThat(server.ask("queue list", Map.of())).isEmpty();
        server.close();
    }

    /** On port 25 and by LMTP, without a login: forms that a server might take for its own, or resolve, or strip, into somebody elsewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<you@elsewhere.example>",
                "you@elsewhere.example",
                "<YOU@ELSEWHERE.EXAMPLE>",
                "<you@elsewhere.example.>",
                "<you%elsewhere.example@example.test>",
                "<you%elsewhere.example@localhost>",
                "<you%elsewhere.example@[127.0.0.1]>",
                "<you%elsewhere.example>",
                "<you%elsewhere.example@>",
                "<@example.test:you@elsewhere.example>",
                "<@example.test,@localhost:you@elsewhere.example>",
                "<@[127.0.0.1]:you@elsewhere.example>",
                "<@elsewhere.example:alice@elsewhere.example>",
                "<elsewhere.example!you>",
                "<elsewhere.example!you@example.test>",
                "<example.test!elsewhere.example!you@example.test>",
                "<elsewhere.example!you@localhost>",
                "<\"you@elsewhere.example\">",
                "<\"you@elsewhere.example\"@example.test>",
                "<\"you%elsewhere.example\"@example.test>",
                "<\"elsewhere.example!you\"@example.test>",
                "<\"you\"@elsewhere.example>",
                "<\"@elsewhere.example:you\"@example.test>",
                "<you@elsewhere.example@example.test>",
                "<alice@example.test@elsewhere.example>",
                "<you@localhost>",
                "<you@LOCALHOST.>",
                "<you@localhost.localdomain>",
                "<you@[127.0.0.1]>",
                "<you@[192.0.2.1]>",
                "<you@[IPv6:::1]>",
                "<you@127.0.0.1>",
                "<you@2130706433>",
                "<you>",
                "<alice@example.test.elsewhere.example>",
                "<alice@elsewhere.example.test>",
                "<alice@notexample.test>",
                "<alice@example.test>,<you@elsewhere.example>",
                "<alice@example.test> <you@elsewhere.example>",
                "<alice@example.test\\0@elsewhere.example>",
                "<alice+you@elsewhere.example@example.test>",
                "<alice+\"@elsewhere.example\"@example.test>",
                "<you%elsewhere.example%example.test@example.test>",
                "<you@elsewhere.example%example.test>",
                "<you@example.test%elsewhere.example>",
                "<elsewhere.example::you@example.test>",
                "<you=elsewhere.example@example.test>",
                "<SRS0=HHH=TT=elsewhere.example=you@example.test>",
                "<prvs=1234567890=you@elsewhere.example>",
                "<smtp:you@elsewhere.example>",
                "<you@elsewhere.example:25>",
                "<you@[elsewhere.example]>",
                "<you@[IPv6:::ffff:127.0.0.1]>",
                "<you@[127.1]>",
                "<you@0x7f000001>",
                "<you@017700000001>",
                "<\"you@elsewhere.example\"@[127.0.0.1]>",
                "<you@mail.example.test>",
                "<you@(example.test)elsewhere.example>",
                "<you(x)@elsewhere.example>",
                "<you@@elsewhere.example>",
                "<@>",
                "<postmaster@elsewhere.example>",
                "<postmaster%elsewhere.example>",
                "<alice@example.test;you@elsewhere.example>",
                "<alice@example.test>\\rRCPT TO:<you@elsewhere.example>",
                "<alice@example.test>\\nRCPT TO:<you@elsewhere.example>",
                "<you@elsewhere.example> ORCPT=rfc822;alice@example.test",
                "<you@elsewhere\u3002example>",
                "<you@\uff45lsewhere.example>",
            })
    void withoutALoginNothingGoesElsewhere(String recipient) throws Exception {
        String octets = recipient.replace("\\0", "\0").replace("\\r", "\r").replace("\\n", "\n");
        for (String service : List.of("smtp", "lmtp")) {
            for (String sender : List.of("<>", "<you@[192.0.2.7]>", "<alice@example.test>", "<root@localhost>")) {
                try (Wire wire = hello(service)) {
                    assertThat(wire.say("MAIL FROM:" + sender)).startsWith("250");
                    assertThat(wire.say("RCPT TO:" + octets)).startsWith("5");
                    assertThat(wire.say("DATA")).startsWith("5");
                }
            }
        }
    }

    /** On the submission ports: nothing at all before a login (RFC 6409 §4.3), whatever was said before or is said instead. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<>",
                "MAIL FROM:<alice@example.test>",
                "MAIL FROM:<alice@example.test> AUTH=alice@example.test",
                "MAIL FROM:<alice@example.test> AUTH=<>",
                "RCPT TO:<you@elsewhere.example>",
                "DATA",
                "BDAT 0 LAST",
                "BURL imap://localhost/INBOX;uid=1 LAST",
                "ETRN example.test",
                "TURN",
                "SEND FROM:<alice@example.test>",
                "SAML FROM:<alice@example.test>",
                "SOML FROM:<alice@example.test>",
                "VRFY alice@example.test",
                "EXPN staff",
                "LHLO client.example",
                "XCLIENT ADDR=127.0.0.1 LOGIN=alice@example.test",
                "XFORWARD ADDR=127.0.0.1",
            })
    void withoutALoginSubmissionTakesNothing(String command) throws Exception {
        try (Wire wire = hello("submission")) {
            assertThat(wire.say(command)).startsWith("5");
            assertThat(wire.say("MAIL FROM:<alice@example.test>")).startsWith("530 5.7.0");
            assertThat(wire.say("RCPT TO:<you@elsewhere.example>")).startsWith("5");
        }
        try (Secured wire = new Secured(server.port("submissions"))) {
            assertThat(wire.say("EHLO client.example")).startsWith("250");
            assertThat(wire.say(command)).startsWith("5");
            assertThat(wire.say("MAIL FROM:<alice@example.test>")).startsWith("530 5.7.0");
            assertThat(wire.say("RCPT TO:<you@elsewhere.example>")).startsWith("5");
        }
    }

    @Test
    void aLoginThatFailedOrWasCancelledIsNone() throws Exception {
        try (Wire wire = hello("submission")) {
            assertThat(wire.say("AUTH PLAIN " + plain("", ALICE, "wrong"))).startsWith("535");
            assertThat(wire.say("MAIL FROM:<alice@example.test>")).startsWith("530");
            assertThat(wire.say("AUTH PLAIN")).startsWith("334");
            assertThat(wire.say("*")).startsWith("501");
            assertThat(wire.say("MAIL FROM:<alice@example.test>")).startsWith("530");
            assertThat(wire.say("AUTH PLAIN " + plain(BOB, ALICE, server.password(ALICE))))
                    .startsWith("5");
            assertThat(wire.say("MAIL FROM:<bob@example.test>")).startsWith("530");
        }
    }

    /** Whoever has logged in is that person until the end, and nobody else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<bob@example.test>",
                "<BOB@example.test>",
                "<bob+alice@example.test>",
                "<you@elsewhere.example>",
                "<alice@elsewhere.example>",
                "<@example.test:bob@example.test>",
                "<\"bob\"@example.test>",
                "<\"alice@example.test\"@elsewhere.example>",
                "<alice%example.test@elsewhere.example>",
                "<alice@localhost>",
                "<alice@[127.0.0.1]>",
                "<bob@example.test> AUTH=alice@example.test",
                "<bob@example.test> AUTH=bob@example.test",
            })
    void aLoginSendsUnderItsOwnNamesAlone(String sender) throws Exception {
        try (Wire wire = hello("submission")) {
            assertThat(wire.say("AUTH PLAIN " + plain("", ALICE, server.password(ALICE))))
                    .startsWith("235");
            assertThat(wire.say("MAIL FROM:" + sender)).startsWith("550 5.7.1");
            assertThat(wire.say("RSET")).startsWith("250");
            assertThat(wire.say("MAIL FROM:" + sender)).startsWith("550 5.7.1");
            assertThat(wire.say("EHLO bob.example.test")).startsWith("250");
            assertThat(wire.say("MAIL FROM:" + sender)).startsWith("550 5.7.1");
            assertThat(wire.say("AUTH PLAIN " + plain("", BOB, server.password(BOB))))
                    .startsWith("503");
            assertThat(wire.say("XCLIENT LOGIN=bob@example.test")).startsWith("5");
            assertThat(wire.say("MAIL FROM:" + sender)).startsWith("550 5.7.1");
        }
    }

    /** Also with a login, nothing leads into this machine or its network, and tricks with our own names find nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<you%elsewhere.example@example.test>",
                "<elsewhere.example!you@example.test>",
                "<\"you@elsewhere.example\"@example.test>",
                "<you@localhost>",
                "<you@mail.localhost>",
                "<you@[127.0.0.1]>",
                "<you@[10.0.0.1]>",
                "<you@[IPv6:::1]>",
                "<you@127.0.0.1>",
                "<you@intranet>",
                "<you>",
            })
    void aLoginReachesNobodyByTricks(String recipient) throws Exception {
        try (Wire wire = hello("submission")) {
            assertThat(wire.say("AUTH PLAIN " + plain("", ALICE, server.password(ALICE))))
                    .startsWith("235");
            assertThat(wire.say("MAIL FROM:<alice@example.test>")).startsWith("250");
            assertThat(wire.say("RCPT TO:" + recipient)).startsWith("5");
        }
    }

    /** RFC 6409 §7. */
    @Test
    void noQueueIsStartedBySubmission() throws Exception {
        try (Wire wire = hello("submission")) {
            assertThat(wire.say("AUTH PLAIN " + plain("", ALICE, server.password(ALICE))))
                    .startsWith("235");
            assertThat(wire.say("ETRN example.test")).startsWith("50");
            assertThat(wire.say("ATRN example.test")).startsWith("50");
        }
    }

    /** The port for the world offers no login, so none can be guessed or stolen there. */
    @Test
    void thePortForTheWorldTakesNoLogin() throws Exception {
        try (Wire wire = hello("smtp")) {
            assertThat(wire.say("AUTH PLAIN " + plain("", ALICE, server.password(ALICE))))
                    .startsWith("5");
            assertThat(wire.say("XCLIENT LOGIN=alice@example.test ADDR=127.0.0.1"))
                    .startsWith("5");
            assertThat(wire.say("MAIL FROM:<alice@example.test>")).startsWith("250");
            assertThat(wire.say("RCPT TO:<you@elsewhere.example>")).startsWith("550 5.7.1");
        }
    }

    private Wire hello(String service) throws IOException {
        Wire wire = server.connect(service);
        assertThat(wire.answer()).startsWith("220");
        assertThat(wire.say((service.equals("lmtp") ? "LHLO" : "EHLO") + " client.example"))
                .startsWith("250");
        return wire;
    }

    /** Inside TLS from the first byte. */
    private static final class Secured implements Closeable {
        private final Socket socket;
        private final BufferedReader in;

        Secured(int port) throws IOException {
            socket = ClientTls.trustingAll().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer()).startsWith("220");
        }

        String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return answer();
        }

        private String answer() throws IOException {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            return String.valueOf(line);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String plain(String authorization, String name, String password) {
        return Base64.getEncoder()
                .encodeToString((authorization + "\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }
}
