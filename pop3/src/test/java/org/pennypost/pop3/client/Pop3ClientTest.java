package org.pennypost.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pennypost.pop3.World;
import org.pennypost.testkit.Gen;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.TlsMode;
import org.pennypost.wire.WireLog;

/** The client against our own server. */
class Pop3ClientTest {
    private static final int MANY = 60;

    @Test
    void aWholeSession() throws Exception {
        List<String> dialogue = new ArrayList<>();
        try (World world = new World()) {
            world.deliver("Subject: one\r\n\r\n.dot\r\n..\r\n.\r\n");
            world.deliver("Subject: two\r\n\r\nGr\u00fc\u00dfe\r\n");
            try (Pop3Client client = open(world, TlsMode.NEVER, listener(dialogue))) {
                client.login("alice", "secret");
                MaildropStat stat = client.stat();
                assertThat(stat.messages()).isEqualTo(2);

                SortedMap<Integer, Long> sizes = client.list();
                assertThat(sizes.values().stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(stat.octets());
                assertThat(client.size(2)).isEqualTo(sizes.get(2));
                SortedMap<Integer, String> ids = client.uniqueIds().orElseThrow();
                assertThat(client.uniqueId(2)).contains(ids.get(2));

                assertThat(retrieved(client, 1))
                        .isEqualTo("Return-Path: <>\r\nSubject: one\r\n\r\n.dot\r\n..\r\n.\r\n");
                assertThat(retrieved(client, 2))
                        .isEqualTo("Return-Path: <>\r\nSubject: two\r\n\r\nGr\u00fc\u00dfe\r\n");
                assertThat(text(client.top(1, 1).orElseThrow()))
                        .isEqualTo("Return-Path: <>\r\nSubject: one\r\n\r\n.dot\r\n");
                assertThat(client.command("LAST")).isEqualTo("2");

                client.delete(1);
                client.reset();
                client.delete(2);
                client.noop();
                client.quit();
            }
            assertThat(world.left()).isEqualTo(1);
        }
        assertThat(dialogue)
                .contains(
                        "C: AUTH SCRAM-SHA-256",
                        "C: ***",
                        "C: RETR 1",
                        "S: (RETR: 46 bytes)",
                        "C: QUIT",
                        "S: +OK Goodbye, 1 message deleted.")
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void withoutQuitNothingIsDeleted() throws Exception {
        try (World world = new World()) {
            world.deliver("Subject: one\r\n\r\n");
            try (Pop3Client client = open(world, TlsMode.NEVER, DialogueListener.NONE)) {
                client.login("alice", "secret");
                client.delete(1);
            }
            assertThat(world.left()).isEqualTo(1);
        }
    }

    /** RFC 1939 §7. */
    @Test
    void apop() throws Exception {
        List<String> dialogue = new ArrayList<>();
        try (World world = new World();
                Pop3Client client = open(world, TlsMode.NEVER, listener(dialogue))) {
            assertThatThrownBy(() -> client.login("alice", "wrong", "+APOP")).isInstanceOf(Pop3Refused.class);
            client.login("alice", "secret", "+APOP");
            client.quit();
        }
        assertThat(dialogue).contains("C: APOP alice ***");
    }

    /** RFC 6856 §2.1: a message with an internationalized header comes as it is. */
    @Test
    void utf8() throws Exception {
        try (World world = new World()) {
            world.deliver("Subject: Gr\u00fc\u00dfe\r\n\r\n");
            try (Pop3Client client = open(world, TlsMode.REQUIRED, DialogueListener.NONE)) {
                client.login("alice", "secret");
                assertThat(retrieved(client, 1)).isEqualTo("Return-Path: <>\r\nSubject: Gr\u00fc\u00dfe\r\n\r\n");
                client.quit();
            }
        }
    }

    /** RFC 5802 §6, RFC 9266: inside TLS 1.3 the login is bound to the connection. */
    @Test
    void tlsByStls() throws Exception {
        List<String> dialogue = new ArrayList<>();
        try (World world = new World();
                Pop3Client client = open(world, TlsMode.REQUIRED, listener(dialogue))) {
            assertThat(client.tls()).isPresent();
            assertThat(client.capabilities().offers("STLS")).isFalse();
            client.login("alice", "secret");
            client.quit();
        }
        assertThat(dialogue).contains("C: AUTH SCRAM-SHA-256-PLUS");
    }

    @Test
    void anotherPasswordMayBeTried() throws Exception {
        try (World world = new World();
                Pop3Client client = open(world, TlsMode.NEVER, DialogueListener.NONE)) {
            assertThatThrownBy(() -> client.login("alice", "wrong"))
                    .isInstanceOfSatisfying(Pop3Refused.class, refused -> {
                        assertThat(refused.hasCode("AUTH")).isTrue();
                        assertThat(refused.hasCode("AU")).isFalse();
                        assertThat(refused.command()).isEqualTo("AUTH");
                    });
            client.login("alice", "secret");

            try (Pop3Client second = open(world, TlsMode.NEVER, DialogueListener.NONE)) {
                assertThatThrownBy(() -> second.login("alice", "secret"))
                        .isInstanceOfSatisfying(
                                Pop3Refused.class,
                                refused -> assertThat(refused.hasCode("IN-USE")).isTrue());
            }
            client.quit();
        }
    }

    @Test
    void manyMessagesAtOnceComeAsTheyAreAndInOrder() throws Exception {
        Gen gen = Gen.seeded("Pop3ClientTest");
        try (World world = new World()) {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                String message = "Subject: " + i + "\r\n\r\n"
                        + (".line " + gen.text(0, 70) + "\r\n").repeat(gen.number(0, 3_000));
                world.deliver(message);
                sent.add("Return-Path: <>\r\n" + message);
            }
            try (Pop3Client client = open(world, TlsMode.NEVER, DialogueListener.NONE)) {
                client.login("alice", "secret");
                client.delete(7);
                Received received = new Received();
                client.retrieve(IntStream.rangeClosed(1, MANY + 1).boxed().toList(), received);

                assertThat(received.refused).containsExactly(7, MANY + 1);
                Map<Integer, String> expected = new TreeMap<>();
                for (int i = 0; i < MANY; i++) {
                    expected.put(i + 1, sent.get(i));
                }
                expected.remove(7);
                assertThat(received.messages).isEqualTo(expected);
                assertThat(client.stat().messages()).as("the session goes on").isEqualTo(MANY - 1);
                client.quit();
            }
        }
    }

    @Test
    void aTargetThatThrowsEndsTheSession() throws Exception {
        try (World world = new World()) {
            world.deliver("Subject: one\r\n\r\n");
            world.deliver("Subject: two\r\n\r\n");
            try (Pop3Client client = open(world, TlsMode.NEVER, DialogueListener.NONE)) {
                client.login("alice", "secret");
                client.delete(1);
                Received full = new Received() {
                    @Override
                    public void end(int number, long bytes) throws IOException {
                        throw new IOException("the disk is full");
                    }
                };
                assertThatThrownBy(() -> client.retrieve(List.of(2, 2, 2), full))
                        .hasMessage("the disk is full");
                assertThatThrownBy(client::quit).hasMessageContaining("open another");
            }
            assertThat(world.left()).as("no QUIT was sent").isEqualTo(2);
        }
    }

    private static class Received implements Pop3Client.MessageTarget {
        final Map<Integer, String> messages = new TreeMap<>();
        final List<Integer> refused = new ArrayList<>();
        private ByteArrayOutputStream current = new ByteArrayOutputStream();

        @Override
        public ByteSink begin(int number) {
            current = new ByteArrayOutputStream();
            return current::write;
        }

        @Override
        public void end(int number, long bytes) throws IOException {
            assertThat(bytes).isEqualTo(current.size());
            messages.put(number, current.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void refused(int number, Pop3Refused why) {
            refused.add(number);
        }
    }

    private static Pop3Client open(World world, TlsMode security, DialogueListener listener) throws IOException {
        return Pop3Client.open(
                new Connection(world.connect(), world.deadlines(), WireLog.NONE),
                ClientConfig.plain("localhost", 110).with(security, ClientTls.trustingAll(), false),
                listener);
    }

    private static DialogueListener listener(List<String> dialogue) {
        return new DialogueListener() {
            @Override
            public void sent(String line) {
                dialogue.add("C: " + line);
            }

            @Override
            public void received(String line) {
                dialogue.add("S: " + line);
            }
        };
    }

    private static String retrieved(Pop3Client client, int number) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        assertThat(client.retrieve(number, message::write)).isEqualTo(message.size());
        return text(message.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
