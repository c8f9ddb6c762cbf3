package org.pennypost.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;
import org.pennypost.imap.client.CopyUid;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.imap.client.ImapRefused;
import org.pennypost.imap.client.ListedMailbox;
import org.pennypost.imap.client.Response;
import org.pennypost.imap.client.Selection;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.UidSet;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/** Our commands and our client by IMAP at a server that was not written for us: Debian's Dovecot, with Postfix before it. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotImapTest {
    private static final long SECONDS_MAX = 60;

    private final FakeConsole fake = new FakeConsole().environment("PENNYPOST_PASSWORD", "x");

    private Peers peers;

    // JUnit starts them before the tests.
    @SuppressWarnings("NullAway.Init")
    DovecotImapTest() {}

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        peers = new Peers(Files.createDirectory(folder.resolve("peers")));
    }

    @BeforeEach
    void forget() {
        fake.forget();
    }

    @AfterAll
    void stop() throws IOException {
        peers.close();
    }

    /** Lists, saves from a folder with another script's letters, does not save twice, deletes, and leaves what a search does not find. */
    @Test
    void fetch(@TempDir Path folder) throws Exception {
        try (Deadlines deadlines = Deadlines.start();
                ImapClient client = login("fetched", deadlines)) {
            client.create("Entwürfe & Ablage");
            for (String subject : List.of("one", "two", "three")) {
                append(client, "Entwürfe & Ablage", message(subject));
            }
            client.logout();
        }
        String url = url("fetched") + "/Entw%C3%BCrfe%20&%20Ablage";
        assertThat(run("fetch", url, "--list")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains(": 3 messages, ", "a@bench.test  one", "a@bench.test  three");
        fake.forget();
        String saved = folder.resolve("out").toString();
        assertThat(run("fetch", url + "?SUBJECT%20two", "--dir", saved)).isEqualTo(ExitCode.OK);
        assertThat(run("fetch", url, "--dir", saved, "--delete")).isEqualTo(ExitCode.OK);
        assertThat(fake.out())
                .contains("1 saved, 0 saved before, 0 deleted", "2 saved, 1 saved before, 3 deleted on the server");
        try (Stream<Path> files = Files.list(Path.of(saved))) {
            assertThat(files.filter(file -> file.toString().endsWith(".eml")))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(Files.readString(file)).endsWith("\r\n\r\nGrüße {5}\r\n)\r\n"));
        }
        fake.forget();
        assertThat(run("fetch", url, "--list")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains(": 0 messages, 0 bytes");
    }

    @Test
    void mistakesWithFetch() {
        assertThat(run("fetch", url("mistaken") + "/Nowhere", "--list")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("Mailbox doesn't exist: Nowhere").hasLineCount(1);
        fake.forget();
        assertThat(run("fetch", url("mistaken") + "/INBOX?NONSENSE", "--list")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("NONSENSE").hasLineCount(1);
        fake.forget();
        FakeConsole wrong = new FakeConsole().environment("PENNYPOST_PASSWORD", "wrong");
        assertThat(RunsPennypost.run(wrong, List.of("fetch", url("mistaken"), "--list")))
                .isEqualTo(ExitCode.NO_PERMISSION);
        assertThat(wrong.err()).contains("Authentication failed").hasLineCount(1);
    }

    /** What Postfix delivers while we wait is told, and handed to a command. */
    @Test
    void watch(@TempDir Path folder) throws Exception {
        Path came = folder.resolve("came");
        CompletableFuture<ExitCode> watching = CompletableFuture.supplyAsync(() -> run(
                "watch",
                url("alice"),
                "--verbose",
                "--count",
                "1",
                "--exec",
                "cat > '" + came + "'; test -s '" + came + "'"));
        fake.awaitErr("S: + idling");
        FakeConsole sender = new FakeConsole();
        assertThat(RunsPennypost.run(
                        sender,
                        List.of("send", "--server", "127.0.0.1:" + peers.smtpPort()),
                        "--from",
                        "bob@bench.test",
                        "--to",
                        "alice@bench.test",
                        "-s",
                        "Grüße",
                        "hello"))
                .as(sender::err)
                .isEqualTo(ExitCode.OK);
        assertThat(watching.get(SECONDS_MAX, TimeUnit.SECONDS)).as(fake::err).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains("bob@bench.test  Grüße");
        assertThat(came).content().contains("To: alice@bench.test", "hello");
        assertThat(fake.err()).contains("C: DONE").doesNotContain("the connection is lost", "NOOP");
    }

    /** Each method of the client. */
    @Test
    void client() throws Exception {
        try (Deadlines deadlines = Deadlines.start();
                ImapClient client = login("session", deadlines)) {
            assertThat(client.enable("QRESYNC")).contains("QRESYNC");
            client.create("旅行/2026");
            client.subscribe("旅行/2026");
            assertThat(names(client.list("", "*"))).contains("INBOX", "旅行/2026");
            assertThat(names(client.subscribed("", "*"))).containsExactly("旅行/2026");
            CopyUid appended = append(client, "旅行/2026", message("one"));
            append(client, "旅行/2026", message("two"));
            assertThat(client.status("旅行/2026", "MESSAGES", "UIDNEXT"))
                    .containsEntry("MESSAGES", 2L)
                    .containsEntry("UIDNEXT", 3L);
            Selection selection = client.select("旅行/2026");
            assertThat(selection.exists()).isEqualTo(2);
            assertThat(selection.uidValidity()).isEqualTo(appended.uidValidity());
            UidSet first = client.search("SUBJECT one");
            assertThat(first).isEqualTo(appended.to());
            client.store(first, ImapClient.Change.ADD, Flag.FLAGGED);
            assertThat(client.search("FLAGGED")).isEqualTo(first);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            assertThat(client.fetch(first.ranges().getFirst().first(), "BODY.PEEK[]", whole::write))
                    .isTrue();
            assertThat(whole.toByteArray()).isEqualTo(message("one"));

            assertThat(client.copy(first, "INBOX")).isPresent();
            assertThat(client.move(first, "INBOX")).isPresent();
            assertThat(client.search("ALL").without(first)).isEqualTo(client.search("ALL"));
            UidSet rest = client.search("ALL");
            client.store(rest, ImapClient.Change.ADD, Flag.DELETED);
            client.expunge(rest);
            assertThat(client.search("ALL").isEmpty()).isTrue();
            client.unselect();
            client.rename("旅行/2026", "旅行/2027");
            client.unsubscribe("旅行/2026");
            client.delete("旅行/2027");
            assertThatThrownBy(() -> client.select("旅行/2027"))
                    .isInstanceOf(ImapRefused.class)
                    .hasMessageContaining("doesn't exist");
            assertThat(client.examine("INBOX").exists()).isEqualTo(2);
            Thread writer = Thread.ofVirtual().start(() -> appendToInbox(deadlines));
            client.idle(
                    Duration.ofSeconds(SECONDS_MAX),
                    news -> !(news instanceof Response.Exists(long count) && count == 3));
            writer.join();
            assertThat(client.selection().orElseThrow().exists()).isEqualTo(3);
            client.logout();
        }
    }

    private String url(String user) {
        return "imap://" + user + "@127.0.0.1:" + peers.imapPort();
    }

    private ImapClient login(String user, Deadlines deadlines) throws IOException {
        ImapClient client =
                ImapClient.connect(ClientConfig.plain("127.0.0.1", peers.imapPort()), deadlines, DialogueListener.NONE);
        client.login(user, "x");
        return client;
    }

    private void appendToInbox(Deadlines deadlines) {
        try (ImapClient other = login("session", deadlines)) {
            append(other, "INBOX", message("three"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static CopyUid append(ImapClient client, String mailbox, byte[] message) throws IOException {
        return client.append(
                        mailbox,
                        Set.of(),
                        Instant.parse("2026-11-25T12:00:00Z"),
                        message.length,
                        sink -> sink.accept(message, 0, message.length))
                .orElseThrow();
    }

    private static byte[] message(String subject) {
        return ("From: a@bench.test\r\nSubject: " + subject + "\r\n\r\nGrüße {5}\r\n)\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> names(List<ListedMailbox> mailboxes) {
        return mailboxes.stream().map(ListedMailbox::name).toList();
    }

    private ExitCode run(String... words) {
        return RunsPennypost.run(fake, List.of(words));
    }
}
