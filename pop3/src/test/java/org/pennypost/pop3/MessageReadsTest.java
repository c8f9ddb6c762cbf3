package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.pennypost.pop3.client.Pop3Client;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.WireLog;

/** How much of a message is read from the store. */
class MessageReadsTest {
    private static final int PIECE_OCTETS = 2048;
    private static final int BODY_OCTETS = 3 << 20;
    private static final String HEADER =
            ("Subject: large\r\n" + "X-Filler: " + "x".repeat(70) + "\r\n").repeat(40) + "\r\n";

    @Test
    void topReadsTheHeaderAndLittleMore() throws Exception {
        try (World world = new World()) {
            String line = "y".repeat(70) + "\r\n";
            world.deliver(HEADER + line.repeat(BODY_OCTETS / line.length()));
            try (Pop3Client client = client(world)) {
                assertThat(client.top(1, 0).orElseThrow())
                        .isEqualTo(("Return-Path: <>\r\n" + HEADER).getBytes(StandardCharsets.US_ASCII));
                assertThat(world.store().octetsRead()).isLessThan(HEADER.length() + PIECE_OCTETS);

                long before = world.store().octetsRead();
                assertThat(client.top(1, 100).orElseThrow()).hasSize(17 + HEADER.length() + 100 * line.length());
                assertThat(world.store().octetsRead() - before)
                        .as("the pieces grow with what is wanted")
                        .isLessThan(2L * (HEADER.length() + 100L * line.length()) + PIECE_OCTETS);
            }
        }
    }

    @Test
    void listingsReadNoMessage() throws Exception {
        try (World world = new World()) {
            for (int i = 0; i < 10; i++) {
                world.deliver(HEADER);
            }
            try (Pop3Client client = client(world)) {
                assertThat(client.stat().messages()).isEqualTo(10);
                assertThat(client.list()).hasSize(10);
                assertThat(client.uniqueIds().orElseThrow()).hasSize(10);
                client.delete(1);
                client.quit();
            }
            assertThat(world.store().octetsRead()).isZero();
        }
    }

    /** RFC 1939 §3: a dot would make it look whole. */
    @Test
    void whatCannotBeReadToItsEndIsCutOff() throws Exception {
        try (World world = new World()) {
            world.deliver(HEADER + "z".repeat(BODY_OCTETS) + "\r\n");
            world.store().loseBlobsFrom(BODY_OCTETS / 2);
            try (Pop3Client client = client(world)) {
                ByteArrayOutputStream got = new ByteArrayOutputStream();
                assertThatThrownBy(() -> client.retrieve(1, got::write)).hasMessageContaining("in the middle");
                assertThat(got.size()).isBetween(1, BODY_OCTETS / 2 + HEADER.length());
            }
        }
    }

    private static Pop3Client client(World world) throws Exception {
        Pop3Client client = Pop3Client.open(
                new Connection(world.connect(), world.deadlines(), WireLog.NONE),
                ClientConfig.plain("localhost", 110),
                DialogueListener.NONE);
        client.login("alice", "secret");
        return client;
    }
}
