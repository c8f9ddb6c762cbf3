package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.imap.client.CopyUid;
import org.pennypost.imap.client.FetchTarget;
import org.pennypost.imap.client.FetchedMessage;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.imap.client.ImapClient.Change;
import org.pennypost.imap.client.ImapRefused;
import org.pennypost.imap.client.ListedMailbox;
import org.pennypost.imap.client.Response;
import org.pennypost.imap.client.Selection;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.testkit.Carrier;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;

/** The client against our own server. */
@Timeout(60)
class ImapClientTest {
    private static final String MESSAGE = "Subject: one\r\n\r\na {3}\r\nb)\r\n";
    private static final String PASSWORD = "p\u00e4ss \"word\\";

    private final ImapStage stage = new ImapStage(Carrier.MEMORY);
    private final List<String> dialogue = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final Deadlines deadlines = new Deadlines(now::get);

    @BeforeEach
    void giveAlice() throws Exception {
        stage.given(List.of("account", "alice", "password", PASSWORD));
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
        assertThat(stage.faults()).isEmpty();
    }

    private ImapClient open(TlsMode security) throws IOException {
        return ImapClient.open(
                new Connection(stage.link(), deadlines, WireLog.NONE),
                ClientConfig.plain("localhost", 143).with(security, ClientTls.trustingAll(), false),
                new DialogueListener() {
                    @Override
                    public void sent(String line) {
                        dialogue.add("C: " + line);
                    }

                    @Override
                    public void received(String line) {
                        dialogue.add("S: " + line);
                    }
                });
    }

    private ImapClient alice() throws IOException {
        ImapClient client = open(TlsMode.NEVER);
        client.login("alice", PASSWORD);
        return client;
    }

    private static UidSet uids(long... numbers) {
        return UidSet.of(Arrays.stream(numbers).mapToObj(Uid::new).toList());
    }

    private static CopyUid append(ImapClient client, String mailbox, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return client.append(
                        mailbox,
                        Set.of(Flag.SEEN),
                        Instant.parse("2026-11-25T12:00:00Z"),
                        octets.length,
                        sink -> sink.accept(octets, 0, octets.length))
                .orElseThrow();
    }

    private static String whole(ImapClient client, long uid) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(client.fetch(new Uid(uid), "BODY.PEEK[]", out::write)).isTrue();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aWholeSession() throws Exception {
        String folder = "Gr\u00fc\u00dfe & mehr/\u65e5\u672c";
        try (ImapClient client = alice()) {
            client.create(folder);
            client.subscribe(folder);
            assertThat(client.list("", "Gr*").stream().map(ListedMailbox::name))
                    .containsExactly("Gr\u00fc\u00dfe & mehr", folder);
            assertThat(client.subscribed("", "*").stream().map(ListedMailbox::name))
                    .contains(folder);
            assertThat(append(client, folder, MESSAGE).to()).isEqualTo(uids(1));
            append(client, folder, "Subject: two\r\n\r\n" + "x".repeat(100_000));
            append(client, folder, "");
            assertThat(client.status(folder, "MESSAGES", "UIDNEXT")).isEqualTo(Map.of("MESSAGES", 3L, "UIDNEXT", 4L));

            Selection selected = client.select(folder);
            assertThat(selected.exists()).isEqualTo(3);
            assertThat(selected.readOnly()).isFalse();
            assertThat(selected.uidNext()).isEqualTo(4);
            assertThat(selected.uidValidity()).isPositive();
            assertThat(selected.newKeywords()).isTrue();

            assertThat(whole(client, 1)).isEqualTo(MESSAGE);
            assertThat(whole(client, 2)).hasSize(100_016);
            assertThat(whole(client, 3)).isEmpty();
            assertThat(client.fetch(new Uid(99), "BODY.PEEK[]", (_, _, _) -> {}))
                    .isFalse();
            assertThat(client.search("SUBJECT two")).isEqualTo(uids(2));
            assertThat(client.search("SUBJECT nothing")).isEqualTo(UidSet.EMPTY);

            client.store(uids(1, 2), Change.ADD, Flag.DELETED, Flag.of("Work"));
            client.store(uids(1), Change.REMOVE, Flag.DELETED);
            assertThat(client.copy(uids(1), "INBOX").orElseThrow().to()).isEqualTo(uids(1));
            client.expunge(uids(1, 2));
            assertThat(client.selection().orElseThrow().exists()).isEqualTo(2);
            assertThat(client.move(uids(3), "Trash").orElseThrow().from()).isEqualTo(uids(3));
            assertThat(client.selection().orElseThrow().exists()).isEqualTo(1);

            List<FetchedMessage> told = new ArrayList<>();
            client.fetch(uids(1), "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)", told::add);
            assertThat(told.getFirst().flags()).contains(Set.of(Flag.SEEN, Flag.of("Work")));
            assertThat(told.getFirst().received()).contains(Instant.parse("2026-11-25T12:00:00Z"));
            assertThat(told.getFirst().octets()).hasValue(MESSAGE.length());
            assertThat(told.getFirst()
                            .attribute("ENVELOPE")
                            .orElseThrow()
                            .values()
                            .get(1)
                            .asText())
                    .contains("one");

            client.unselect();
            assertThat(client.selection()).isEmpty();
            client.rename(folder, "Plain");
            client.delete("Plain");
            client.logout();
        }
        assertThat(dialogue)
                .contains("C: a1 AUTHENTICATE PLAIN ***", "S: (27 octets)")
                .noneMatch(line -> line.contains("p\u00e4ss"));
    }

    @Test
    void startTlsAndLoginInside() throws Exception {
        stage.given(List.of("strict"));
        try (ImapClient client = open(TlsMode.REQUIRED)) {
            assertThat(client.tls()).isPresent();
            client.login("alice", PASSWORD);
            client.logout();
        }
        try (ImapClient client = open(TlsMode.NEVER)) {
            assertThatThrownBy(() -> client.login("alice", "wrong")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusalsLeaveTheSessionUsable() throws Exception {
        try (ImapClient client = open(TlsMode.NEVER)) {
            assertThatThrownBy(() -> client.login("alice", "wrong"))
                    .isInstanceOfSatisfying(
                            ImapRefused.class,
                            refused -> assertThat(refused.hasCode("AUTHENTICATIONFAILED"))
                                    .isTrue());
            client.login("alice", PASSWORD);
            client.select("INBOX");
            assertThatThrownBy(() -> client.select("nowhere"))
                    .isInstanceOfSatisfying(
                            ImapRefused.class,
                            refused ->
                                    assertThat(refused.hasCode("NONEXISTENT")).isTrue());
            assertThat(client.selection()).isEmpty();
            assertThatThrownBy(() -> append(client, "nowhere", MESSAGE)).isInstanceOf(ImapRefused.class);
            assertThatThrownBy(() -> client.create("a\nb")).isInstanceOf(IOException.class);
            client.noop();
            client.logout();
        }
    }

    /** More commands than are under way at once, answered in their order. */
    @Test
    void manyMessagesInOneGo() throws Exception {
        try (ImapClient client = alice()) {
            List<Uid> uids = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                append(client, "INBOX", "Subject: " + i + "\r\n\r\n");
                uids.add(new Uid(i));
            }
            client.examine("INBOX");
            List<String> came = new ArrayList<>();
            client.fetchWhole(uids, new FetchTarget() {
                private final ByteArrayOutputStream out = new ByteArrayOutputStream();

                @Override
                public ByteSink content(long number, String section, long octets) {
                    return out::write;
                }

                @Override
                public void message(FetchedMessage message) {
                    came.add(message.uid().orElseThrow().number()
                            + out.toString(StandardCharsets.UTF_8).strip());
                    out.reset();
                }
            });
            assertThat(came)
                    .hasSize(50)
                    .startsWith("1Subject: 1", "2Subject: 2")
                    .endsWith("50Subject: 50");
            client.logout();
        }
    }

    @Test
    void idleTellsOfWhatArrives() throws Exception {
        try (ImapClient client = alice();
                ImapClient other = alice()) {
            client.select("INBOX");
            List<Response> news = new ArrayList<>();
            // The time is long over when the test ends it by what arrives.
            Thread deliverer = Thread.ofVirtual().unstarted(() -> {
                try {
                    append(other, "INBOX", MESSAGE);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            deliverer.start();
            client.idle(Duration.ofMinutes(10), response -> {
                news.add(response);
                return client.selection().orElseThrow().exists() < 1;
            });
            deliverer.join();
            assertThat(news).contains(new Response.Exists(1));
            assertThat(whole(client, 1)).isEqualTo(MESSAGE);
            client.logout();
        }
    }

    /** However far the session's thread has come by then. */
    @Test
    void idleEndsWhenItsTimeIsOver() throws Exception {
        try (ImapClient client = alice()) {
            client.select("INBOX");
            AtomicBoolean over = new AtomicBoolean();
            Thread clock = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    now.addAndGet(1_000);
                    deadlines.sweep();
                }
            });
            for (int i = 0; i < 200; i++) {
                client.idle(Duration.ofNanos(i * 10_000L), _ -> true);
            }
            over.set(true);
            clock.join();
            client.noop();
            client.logout();
        }
        assertThat(dialogue.stream().filter(line -> line.equals("C: DONE"))).hasSize(200);
        assertThat(deadlines.alarms()).isZero();
    }

    @Test
    void namesInUtf8OnceThatIsEnabled() throws Exception {
        try (ImapClient client = alice()) {
            assertThat(client.enable("IMAP4rev2")).contains("IMAP4REV2");
            client.create("\u65e5\u672c & more");
            assertThat(client.list("", "\u65e5*").stream().map(ListedMailbox::name))
                    .containsExactly("\u65e5\u672c & more");
            assertThat(client.select("\u65e5\u672c & more").exists()).isZero();
            client.logout();
        }
    }
}
