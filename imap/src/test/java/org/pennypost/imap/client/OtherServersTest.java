package org.pennypost.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;

/** Servers that are not ours: old, odd, and hostile. Each has said everything before it is asked. */
class OtherServersTest {
    private static final String GREETING = "* OK [CAPABILITY IMAP4rev1] hello\r\n";

    private final List<String> sent = new ArrayList<>();

    private ImapClient open(String said) throws IOException {
        return open(said, ClientConfig.plain("localhost", 143));
    }

    private ImapClient open(String said, ClientConfig config) throws IOException {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 143);
        pair.server().write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
        pair.server().endOutput();
        return ImapClient.open(
                new Connection(pair.client(), new Deadlines(() -> 0), WireLog.NONE), config, new DialogueListener() {
                    @Override
                    public void sent(String line) {
                        sent.add(line);
                    }

                    @Override
                    public void received(String line) {}
                });
    }

    /** CVE-2011-0411, on the client's side: nothing that was said in plain text is taken for said inside TLS. */
    @Test
    void plaintextBehindTheGoAheadForTlsIsAnAttack() {
        ClientConfig config =
                ClientConfig.plain("localhost", 143).with(TlsMode.REQUIRED, ClientTls.trustingAll(), false);
        String said = "* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\na1 OK go\r\n* BYE a lie\r\n";
        assertThatThrownBy(() -> open(said, config))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("13 bytes of plaintext");
    }

    @Test
    void oneThatTellsNothingByItselfAndEndsLinesWithLf() throws Exception {
        try (ImapClient client = open("""
                * ok hello
                * CAPABILITY imap4rev1
                a1 ok done

                * SOMETHING odd
                a2 ok in
                * CAPABILITY imap4rev1 idle
                a3 ok done
                """)) {
            client.login("alice", "secret");
            assertThat(client.capabilities()).isEqualTo(Set.of("IMAP4REV1", "IDLE"));
        }
        assertThat(sent).containsExactly("a1 CAPABILITY", "a2 LOGIN \"alice\" ***", "a3 CAPABILITY", "(closed)");
    }

    @Test
    void literalsWaitForTheirGoAhead() throws Exception {
        try (ImapClient client = open(GREETING + "* 3 EXISTS\r\n+ go on\r\na1 OK [CAPABILITY IMAP4rev1] in\r\n")) {
            client.login("alice", "p\u00e4ss");
        }
        assertThat(sent).containsExactly("a1 LOGIN \"alice\" ", "(5 octets)", "", "(closed)");
        sent.clear();
        try (ImapClient client = open(GREETING + "a1 NO [TOOBIG] never\r\na2 OK\r\n")) {
            assertThatThrownBy(() -> client.append("x", Set.of(), null, 1L << 40, sink -> {}))
                    .isInstanceOfSatisfying(
                            ImapRefused.class,
                            refused -> assertThat(refused.hasCode("TOOBIG")).isTrue());
            client.noop();
        }
    }

    @Test
    void aMessageOfAnotherLengthThanAnnouncedBreaksTheSession() throws Exception {
        for (int octets : new int[] {2, 4}) {
            try (ImapClient client = open(GREETING + "+ go on\r\na1 OK\r\n")) {
                assertThatThrownBy(() ->
                                client.append("x", Set.of(), null, 3, sink -> sink.accept(new byte[octets], 0, octets)))
                        .hasMessageContaining("3");
                assertThatThrownBy(client::noop).hasMessageContaining("broken off");
            }
        }
    }

    @Test
    void greetings() throws Exception {
        try (ImapClient client = open("* PREAUTH [CAPABILITY IMAP4rev1] in already\r\na1 OK\r\n")) {
            client.noop();
        }
        assertThatThrownBy(() -> open("* BYE [UNAVAILABLE] later\r\n"))
                .isInstanceOf(ImapRefused.class)
                .hasMessage("the server refused the connection: later");
        assertThatThrownBy(() -> open("220 mail ESMTP\r\n")).isInstanceOf(MalformedAnswer.class);
        assertThatThrownBy(() -> open("")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a7 OK\r\n",
                "+ more\r\n",
                "* 1 FETCH (BODY[] {100}\r\nabc",
                "* 1 FETCH (BODY[] {10}\r\n0123456789",
                "* 1 EXISTS\r\n",
                "* BYE shutting down\r\n",
                "a1 PERHAPS\r\n",
            })
    void whatBreaksASession(String said) throws Exception {
        try (ImapClient client = open(GREETING + said)) {
            assertThatThrownBy(() -> client.fetch(UidSet.of(new Uid(1)), "BODY.PEEK[]", FetchTarget.NONE))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ImapRefused.class);
            assertThatThrownBy(client::noop).hasMessageContaining("broken off");
        }
    }

    @Test
    void theReasonOfAFarewellIsTold() throws Exception {
        try (ImapClient client = open(GREETING + "* BYE shutting down\r\n")) {
            assertThatThrownBy(client::noop).hasMessage("the server ended the session: shutting down");
        }
    }

    @Test
    void whoDisablesLoginIsToldNoPassword() throws Exception {
        try (ImapClient client = open("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hello\r\n")) {
            assertThatThrownBy(() -> client.login("alice", "secret")).hasMessageContaining("LOGINDISABLED");
        }
        assertThat(sent).containsExactly("(closed)");
    }

    @Test
    void challengesWithoutSaslIr() throws Exception {
        try (ImapClient client =
                open("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n+ \r\na1 OK [CAPABILITY IMAP4rev1] in\r\n")) {
            client.login("alice", "secret");
        }
        assertThat(sent).containsExactly("a1 AUTHENTICATE PLAIN", "***", "(closed)");
        try (ImapClient client = open("* OK [CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256 SASL-IR] hello\r\n+ !!\r\n")) {
            assertThatThrownBy(() -> client.login("alice", "secret")).isInstanceOf(MalformedAnswer.class);
        }
    }

    @Test
    void searchAnswersInAnyForm() throws Exception {
        try (ImapClient client = open(GREETING + "* SEARCH 9 3\r\n* SEARCH 4 0 99999999999\r\na1 OK\r\n")) {
            assertThat(client.search("ALL")).isEqualTo(UidSet.of(new Uid(3), new Uid(4), new Uid(9)));
        }
        try (ImapClient client =
                open("* OK [CAPABILITY IMAP4rev1 ESEARCH] x\r\n* ESEARCH (TAG \"a1\") UID ALL 9,3:4\r\na1 OK\r\n")) {
            assertThat(client.search("ALL")).isEqualTo(UidSet.of(new Uid(3), new Uid(4), new Uid(9)));
        }
    }

    @Test
    void idleThatIsRefused() throws Exception {
        try (ImapClient client = open(GREETING + "a1 BAD what?\r\na2 OK\r\n")) {
            assertThatThrownBy(() -> client.idle(Duration.ofMinutes(1), news -> true))
                    .isInstanceOf(ImapRefused.class);
            client.noop();
        }
    }

    @Test
    void oneRefusalAmongManyMessages() throws Exception {
        try (ImapClient client = open(GREETING + "* 1 FETCH (UID 1 BODY[] {1}\r\na)\r\na1 OK\r\na2 NO damaged\r\n"
                + "* 3 FETCH (UID 3 BODY[] {1}\r\nc)\r\na3 OK\r\na4 OK\r\n")) {
            List<FetchedMessage> came = new ArrayList<>();
            assertThatThrownBy(() -> client.fetchWhole(List.of(new Uid(1), new Uid(2), new Uid(3)), came::add))
                    .isInstanceOf(ImapRefused.class);
            assertThat(came).hasSize(2);
            client.noop();
        }
    }

    /** What a hostile server says must not reach a terminal as it is. */
    @Test
    void refusalsHoldNoControls() throws Exception {
        try (ImapClient client = open(GREETING + "a1 NO \u001b[2Jx\r\n")) {
            assertThatThrownBy(client::noop).hasMessage("the server refused NOOP: ?[2Jx");
        }
    }
}
