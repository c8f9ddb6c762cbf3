package org.pennypost.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.sasl.SaslLogin;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.Link;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;
import org.pennypost.wire.testing.ForwardingLink;
import org.pennypost.wire.testing.TestCertificate;

/** What RFC 9051 and RFC 3501 ask of clients, whatever servers say. Servers here have said everything before they are asked. */
class ClientDutiesTest {
    private static final String GREETING = "* OK [CAPABILITY IMAP4rev1] hello\r\n";

    private final List<String> sent = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();

    /** The connection that was opened last. */
    private MemoryLink.Pair last = MemoryLink.pair(1, 143);

    private final DialogueListener listener = new DialogueListener() {
        @Override
        public void sent(String line) {
            sent.add(line);
        }

        @Override
        public void received(String line) {}

        @Override
        public void alert(String text) {
            alerts.add(text);
        }
    };

    private ImapClient open(String said, TlsMode security) throws IOException {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 143);
        last = pair;
        pair.server().write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
        pair.server().endOutput();
        return ImapClient.open(
                new Connection(pair.client(), new Deadlines(() -> 0), WireLog.NONE),
                ClientConfig.plain("localhost", 143).with(security, ClientTls.trustingAll(), false),
                listener);
    }

    private ImapClient open(String said) throws IOException {
        return open(said, TlsMode.NEVER);
    }

    /** RFC 9051 §5.2, §7.3.5, §7.4.1, §7.5.1. */
    @Test
    void updatesOfTheMailboxAreRememberedWheneverTheyCome() throws Exception {
        try (ImapClient client = open(GREETING + """
                * 3 EXISTS
                * 1 RECENT
                * FLAGS (\\Seen)
                a1 OK [READ-WRITE] selected
                * 5 EXISTS
                * 2 RECENT
                * CAPABILITY IMAP4rev1
                a2 OK
                * 2 EXPUNGE
                * FLAGS (\\Seen $Work)
                * OK [PERMANENTFLAGS (\\Seen $Work)] full
                a3 OK
                """)) {
            Selection first = client.select("INBOX");
            assertThat(first.exists()).isEqualTo(3);
            assertThat(first.recent()).isEqualTo(1);
            assertThat(first.uidValidity()).isZero();
            client.command("CAPABILITY");
            assertThat(client.selection().orElseThrow().exists()).isEqualTo(5);
            client.noop();
            assertThat(client.selection().orElseThrow().recent()).isEqualTo(2);
            Selection now = client.selection().orElseThrow();
            assertThat(now.exists()).isEqualTo(4);
            assertThat(now.flags()).isEqualTo(Set.of(Flag.SEEN, Flag.of("$Work")));
            assertThat(now.newKeywords()).isFalse();
        }
    }

    /** RFC 9051 §7.1, §7.2.2, §7.3.1, §7.5.2, §9: codes, capabilities, responses, fields, flags and extension data of servers to come. */
    @Test
    void whatIsNotKnownIsPassedOver() throws Exception {
        try (ImapClient client = open("""
                * OK [CAPABILITY IMAP4rev1 X-TO-COME=7 AUTH=X-STRANGE] hello
                * X-TO-COME (1 "two" {3}
                abc)
                * OK [X-CODE (some "thing")] x
                * LIST (\\X-Strange) "/" a ("X-FIELD" (1 2 (3)) "Y" "z")
                a1 OK [X-CODE] done
                * 1 FETCH (UID 7 FLAGS (\\X-To-Come \\Seen) X-ITEM (a "b" NIL) BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 1 1 NIL NIL NIL NIL "more" 5 (6 NIL ("x"))) ENVELOPE (NIL "" NIL NIL NIL NIL NIL NIL NIL NIL))
                a2 OK done
                """)) {
            assertThat(client.list("", "*"))
                    .singleElement()
                    .extracting(ListedMailbox::name)
                    .isEqualTo("a");
            List<FetchedMessage> came = new ArrayList<>();
            client.fetch(UidSet.of(new Uid(7)), "(UID FLAGS BODYSTRUCTURE ENVELOPE)", came::add);
            FetchedMessage message = came.getFirst();
            assertThat(message.uid()).contains(new Uid(7));
            assertThat(message.flags().orElseThrow()).contains(Flag.SEEN);
            assertThat(message.attribute("BODYSTRUCTURE").orElseThrow().values())
                    .hasSize(15);
        }
    }

    /** RFC 9051 §11.3: a server, or somebody on the way, may say anything before there is a login or a mailbox. */
    @Test
    void nothingIsSelectedByWhatIsSaidBefore() throws Exception {
        try (ImapClient client = open("""
                * OK hello
                * 7 EXISTS
                * FLAGS (\\Seen)
                * 3 EXPUNGE
                * LIST () "/" trap
                * 1 FETCH (UID 1 FLAGS (\\Deleted))
                * OK [ALERT] Call this number at once.
                * CAPABILITY IMAP4rev1
                a1 OK
                a2 OK
                * 2 EXISTS
                a3 OK [READ-ONLY] looked at
                """)) {
            assertThat(client.selection()).isEmpty();
            assertThat(client.noop()).isEmpty();
            assertThat(client.examine("INBOX").exists()).isEqualTo(2);
        }
        assertThat(alerts).isEmpty();
    }

    /** RFC 9051 §7.1.4: PREAUTH would be a way around STARTTLS. */
    @Test
    void aSessionThatIsLoggedInAlreadyIsNoWayAroundTls() throws Exception {
        assertThatThrownBy(() -> open(
                        "* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] in already\r\na1 BAD too late\r\n",
                        TlsMode.REQUIRED))
                .isInstanceOf(ImapRefused.class)
                .hasMessageContaining("STARTTLS");
    }

    /** RFC 9051 §6.2.1: what was said of capabilities before TLS is void, also where they are not told anew by themselves. */
    @Test
    void afterStartTlsCapabilitiesAreAskedForAgain() throws Exception {
        try (ImapClient client = overTls("", """
                * CAPABILITY IMAP4rev1 INSIDE
                a2 OK
                """)) {
            assertThat(client.capabilities()).isEqualTo(Set.of("IMAP4REV1", "INSIDE"));
        }
        assertThat(sent).containsExactly("a1 STARTTLS", "a2 CAPABILITY", "(closed)");
    }

    /** RFC 9051 §7.1, §11.3: over TLS an alert is for the user, before it nobody knows whose it is. */
    @Test
    void alertsAreToldOverTlsAlone() throws Exception {
        try (ImapClient client = overTls("* NO [ALERT] From somebody on the way\r\n", """
                * CAPABILITY IMAP4rev1
                a2 OK
                * OK [ALERT] The disk is\u0007 nearly full
                a3 OK
                """)) {
            client.noop();
        }
        assertThat(alerts).containsExactly("The disk is? nearly full");
    }

    /** A client on a server that says one thing before STARTTLS and another inside. */
    private ImapClient overTls(String before, String inside) throws Exception {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 143);
        AtomicReference<IOException> fault = new AtomicReference<>();
        Thread server = Thread.ofVirtual().start(() -> {
            try {
                Connection connection = new Connection(pair.server(), new Deadlines(() -> 0), WireLog.NONE);
                connection.write("* OK [CAPABILITY IMAP4rev1 STARTTLS OUTSIDE] hello\r\n");
                connection.flush();
                connection.readLine(100, Duration.ofMinutes(1));
                connection.write(before + "a1 OK go on\r\n");
                connection.flush();
                connection.startTls(TestCertificate.serverContext(), Duration.ofMinutes(1));
                connection.write(inside.replace("\n", "\r\n"));
                connection.flush();
            } catch (IOException failed) {
                fault.set(failed);
            }
        });
        ImapClient client = ImapClient.open(
                new Connection(pair.client(), new Deadlines(() -> 0), WireLog.NONE),
                ClientConfig.plain("localhost", 143).with(TlsMode.REQUIRED, ClientTls.trustingAll(), false),
                listener);
        server.join();
        assertThat(fault.get()).isNull();
        return client;
    }

    /** RFC 9051 §3.4, §7.1.5: up to the tagged answer, also behind the BYE. */
    @Test
    void logoutIsReadToItsEnd() throws Exception {
        try (ImapClient client = open(GREETING + "* BYE leaving\r\na1 OK done\r\n")) {
            client.logout();
        }
        assertThat(sent).containsExactly("a1 LOGOUT");
        try (ImapClient client = open(GREETING + "* BYE leaving\r\n")) {
            assertThatThrownBy(client::logout).hasMessageContaining("leaving");
        }
    }

    /** RFC 9051 §4.3, RFC 7888 §5: at most 4096 octets go out without waiting, unless the server has LITERAL+; an empty one waits too. */
    @Test
    void largeLiteralsWait() throws Exception {
        String greeting = "* OK [CAPABILITY IMAP4rev1 LITERAL-] hello\r\n";
        try (ImapClient client = open(greeting + "a1 OK\r\n")) {
            append(client, 4096);
            assertThat(sent).contains("(4096 octets)");
        }
        try (ImapClient client = open(greeting + "a1 OK\r\n")) {
            // The server did not ask for it: it has answered before it was there.
            append(client, 4097);
            assertThat(sent).noneMatch(line -> line.contains("4097"));
        }
        try (ImapClient client = open(GREETING + "a1 NO not now\r\n")) {
            assertThatThrownBy(() -> append(client, 0)).isInstanceOf(ImapRefused.class);
            assertThat(sent).noneMatch(line -> line.contains("(0 octets)"));
        }
    }

    private static void append(ImapClient client, int octets) throws IOException {
        client.append("INBOX", Set.of(), null, octets, sink -> sink.accept(new byte[octets], 0, octets));
    }

    /** RFC 9051 §6.2.3: LOGIN is the last resort. */
    @Test
    void thePasswordGoesByAuthenticateWhereThatIsOffered() throws Exception {
        try (ImapClient client =
                open("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello\r\na1 OK [CAPABILITY IMAP4rev1] in\r\n")) {
            client.login("alice", "secret");
        }
        assertThat(sent).containsExactly("a1 AUTHENTICATE PLAIN ***", "(closed)");
    }

    /** RFC 9051 §6.3.9.4: a client has to know that one attribute means another. */
    @Test
    void anAttributeMeansWeakerOnes() {
        ListedMailbox ghost = new ListedMailbox("a", "/", Set.of("\\NonExistent"));
        assertThat(ghost.isSelectable()).isFalse();
        assertThat(ghost.has("\\NoSelect")).isTrue();
        assertThat(ghost.has("\\HasNoChildren")).isFalse();
        ListedMailbox leaf = new ListedMailbox("b", "/", Set.of("\\NoInferiors"));
        assertThat(leaf.has("\\HasNoChildren")).isTrue();
        assertThat(leaf.isSelectable()).isTrue();
        assertThat(new ListedMailbox("c", "/", Set.of("\\NOSELECT")).has("\\NonExistent"))
                .isFalse();
    }

    /** RFC 9051 §6.2.1: behind STARTTLS comes the handshake and nothing else. */
    @Test
    void nothingIsSaidBetweenStartTlsAndTls() throws Exception {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 143);
        pair.server().write(ByteBuffer.wrap((GREETING + "a1 OK go on\r\n").getBytes(StandardCharsets.UTF_8)));
        pair.server().endOutput();
        assertThatThrownBy(() -> ImapClient.open(
                        new Connection(pair.client(), new Deadlines(() -> 0), WireLog.NONE),
                        ClientConfig.plain("localhost", 143).with(TlsMode.REQUIRED, ClientTls.trustingAll(), false),
                        listener))
                .isInstanceOf(IOException.class);
        ByteBuffer came = ByteBuffer.allocate(64);
        assertThat(pair.server().read(came)).isPositive();
        String beginning = "a1 STARTTLS\r\n";
        assertThat(new String(came.array(), 0, beginning.length(), StandardCharsets.US_ASCII))
                .isEqualTo(beginning);
        if (came.position() == beginning.length()) {
            assertThat(pair.server().read(came)).isPositive();
        }
        assertThat(came.get(beginning.length())).as("a record of a handshake").isEqualTo((byte) 22);
    }

    /** RFC 9051 §11.2: TLS from the first octet on. */
    @Test
    void tlsFromTheFirstOctet() throws Exception {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 993);
        AtomicReference<IOException> fault = new AtomicReference<>();
        Thread server = Thread.ofVirtual().start(() -> {
            try {
                Connection connection = new Connection(pair.server(), new Deadlines(() -> 0), WireLog.NONE);
                connection.startTls(TestCertificate.serverContext(), Duration.ofMinutes(1));
                connection.write(GREETING);
                connection.flush();
            } catch (IOException failed) {
                fault.set(failed);
            }
        });
        try (ImapClient client = ImapClient.open(
                new Connection(pair.client(), new Deadlines(() -> 0), WireLog.NONE),
                ClientConfig.plain("localhost", 993).with(TlsMode.IMPLICIT, ClientTls.trustingAll(), false),
                listener)) {
            assertThat(client.tls()).isPresent();
            assertThat(client.capabilities()).containsExactly("IMAP4REV1");
        }
        server.join();
        assertThat(fault.get()).isNull();
    }

    /** RFC 7162 §3.2.10: VANISHED counts as so many EXPUNGE responses, VANISHED (EARLIER) as none; §6: the last HIGHESTMODSEQ counts. */
    @Test
    void whatVanishedEarlierIsNotCountedAgain() throws Exception {
        try (ImapClient client = open(GREETING + """
                * 10 EXISTS
                * OK [HIGHESTMODSEQ 20] x
                * VANISHED (EARLIER) 3:7
                a1 OK [READ-WRITE] selected
                * VANISHED 11,13:14
                * OK [HIGHESTMODSEQ 15] lower than what was seen
                a2 OK
                """)) {
            assertThat(client.select("INBOX").exists()).isEqualTo(10);
            client.noop();
            assertThat(client.selection().orElseThrow().exists()).isEqualTo(7);
            assertThat(client.selection().orElseThrow().highestModSeq()).isEqualTo(15);
        }
    }

    /** RFC 7162 §6: without HIGHESTMODSEQ the highest MODSEQ that came before the tagged answer; with it that, whatever else came. */
    @Test
    void theHighestModSeqThatCameCountsWhereNoneIsSaid() throws Exception {
        try (ImapClient client = open(GREETING + """
                * 3 EXISTS
                * OK [HIGHESTMODSEQ 20] x
                a1 OK [READ-WRITE] selected
                * 1 FETCH (MODSEQ (31) FLAGS ())
                * 2 FETCH (MODSEQ (25) FLAGS ())
                a2 OK
                * 3 FETCH (MODSEQ (28))
                a3 OK
                * 3 FETCH (MODSEQ (40) FLAGS ())
                a4 OK [HIGHESTMODSEQ 35] there is more
                a5 OK
                * 1 FETCH (MODSEQ (41) FLAGS ())
                a6 NO
                """)) {
            client.select("INBOX");
            for (long reached : new long[] {31, 31, 35, 35}) {
                client.noop();
                assertThat(client.selection().orElseThrow().highestModSeq()).isEqualTo(reached);
            }
            assertThatThrownBy(client::noop).isInstanceOf(ImapRefused.class);
            assertThat(client.selection().orElseThrow().highestModSeq()).isEqualTo(41);
        }
    }

    /** RFC 9051 §6.2.2: EXTERNAL begins with nothing, which is said as {@code =}. */
    @Test
    void anEmptyInitialResponseIsAnEqualsSign() throws Exception {
        try (ImapClient client = open(
                "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=EXTERNAL] hello\r\na1 OK [CAPABILITY IMAP4rev1] in\r\n")) {
            client.login(SaslLogin.certificate());
            // What was said goes out when the client waits for more, and there is no more.
            assertThatThrownBy(client::noop).isInstanceOf(EOFException.class);
        }
        ByteBuffer came = ByteBuffer.allocate(64);
        assertThat(last.server().read(came)).isPositive();
        assertThat(new String(came.array(), 0, came.position(), StandardCharsets.US_ASCII))
                .startsWith("a1 AUTHENTICATE EXTERNAL =\r\n");
    }

    /** RFC 3501 §5.1: names go out in modified UTF-7, and octets that come all the same are UTF-8. */
    @Test
    void namesGoOutInAscii() throws Exception {
        try (ImapClient client = open(GREETING + """
                a1 OK
                * LIST () "/" "Entw\u00fcrfe"
                * LIST () "/" Entw&APw-rfe
                a2 OK
                """)) {
            client.create("Entw\u00fcrfe & mehr");
            assertThat(client.list("", "*")).extracting(ListedMailbox::name).containsOnly("Entw\u00fcrfe");
        }
        assertThat(sent.getFirst()).isEqualTo("a1 CREATE \"Entw&APw-rfe &- mehr\"");
    }

    /** A server on another machine. */
    private static final class Elsewhere extends ForwardingLink {
        Elsewhere(Link link) {
            super(link);
        }

        @Override
        public InetSocketAddress remote() {
            return InetSocketAddress.createUnresolved("mail.example.org", 143);
        }
    }

    /** RFC 9051 §6.2.3, RFC 8314 §3: neither LOGIN nor a mechanism that sends the password, where others could hear it. */
    @Test
    void noPasswordIsSaidWhereOthersHearIt() throws Exception {
        for (String offered : List.of("", " AUTH=PLAIN SASL-IR", " AUTH=LOGIN")) {
            sent.clear();
            try (ImapClient client = elsewhere("* OK [CAPABILITY IMAP4rev1" + offered + "] hello\r\n")) {
                assertThatThrownBy(() -> client.login("alice", "secret")).hasMessageContaining("use TLS");
            }
            assertThat(sent).as(offered).containsExactly("(closed)");
        }
        sent.clear();
        try (ImapClient client = elsewhere("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=SCRAM-SHA-256] hello\r\n")) {
            assertThatThrownBy(() -> client.login("alice", "secret")).isInstanceOf(IOException.class);
        }
        assertThat(sent).startsWith("a1 AUTHENTICATE SCRAM-SHA-256");
    }

    private ImapClient elsewhere(String said) throws IOException {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 143);
        pair.server().write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
        pair.server().endOutput();
        return ImapClient.open(
                new Connection(new Elsewhere(pair.client()), new Deadlines(() -> 0), WireLog.NONE),
                ClientConfig.plain("mail.example.org", 143),
                listener);
    }
}
