package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that leave in the middle, in every state and in every way: nothing of them stays, and nothing half arrives. */
@Timeout(120)
class LeaversTest {
    private static final List<String> SENDING = List.of(
            "HELO client.example\r\n",
            "MAIL FROM:<>\r\n",
            "RCPT TO:<alice@example.test>\r\n",
            "DATA\r\n",
            "Subject: half\r\n\r\n",
            "the beginning of a line",
            " and its end\r\n.",
            "\r");

    /** How a peer leaves. */
    private enum Leaving {
        END_OF_OUTPUT {
            @Override
            void from(Wire wire) throws IOException {
                wire.endOutput();
            }
        },
        RESET {
            @Override
            void from(Wire wire) throws IOException {
                wire.reset();
            }
        },
        CLOSE {
            @Override
            void from(Wire wire) throws IOException {
                wire.close();
            }
        };

        abstract void from(Wire wire) throws IOException;
    }

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void aSenderThatLeaves() throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of())) {
            List<Wire> open = new ArrayList<>();
            for (Leaving leaving : Leaving.values()) {
                for (int state = 0; state <= SENDING.size(); state++) {
                    Wire wire = server.connect("smtp");
                    open.add(wire);
                    wire.answer();
                    for (String text : SENDING.subList(0, state)) {
                        wire.send(text);
                    }
                    leaving.from(wire);
                }
            }
            CrowdTest.untilNobodyIsThere(server);
            for (Wire wire : open) {
                wire.close();
            }
            assertThat(messagesOf(server)).isEqualTo("+OK 0 0");
            assertThat(server.ask("check", Map.of()).path("sound").asBoolean()).isTrue();
        }
    }

    @Test
    void aReaderThatLeaves() throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of())) {
            try (Wire smtp = server.connect("smtp")) {
                smtp.answer();
                smtp.say("HELO client.example");
                smtp.say("MAIL FROM:<>");
                smtp.say("RCPT TO:<alice@example.test>");
                smtp.say("DATA");
                // More than the sockets of both ends hold.
                smtp.send("Subject: much\r\n\r\n" + ("x".repeat(76) + "\r\n").repeat(200_000));
                assertThat(smtp.say(".")).startsWith("250");
            }
            List<String> reading = List.of(
                    "USER alice@example.test\r\n",
                    "PASS " + server.password("alice@example.test") + "\r\n",
                    "DELE 1\r\nRSET\r\n",
                    "RETR 1\r\n",
                    "RETR 1\r\nRETR 1\r\n");
            for (Leaving leaving : Leaving.values()) {
                for (int state = 0; state <= reading.size(); state++) {
                    Wire wire = server.connect("pop3");
                    wire.answer();
                    for (String text : reading.subList(0, state)) {
                        wire.send(text);
                    }
                    if (leaving == Leaving.END_OF_OUTPUT && state > 3) {
                        // It takes nothing either, so only a deadline would end it: SlowPeersTest turns that clock.
                        wire.reset();
                    } else {
                        leaving.from(wire);
                    }
                    CrowdTest.untilNobodyIsThere(server);
                    wire.close();
                }
            }
            assertThat(messagesOf(server)).startsWith("+OK 1 ");
        }
    }

    private static String messagesOf(ServerInProcess server) throws IOException {
        try (Wire pop3 = server.connect("pop3")) {
            pop3.answer();
            pop3.say("USER alice@example.test");
            pop3.say("PASS " + server.password("alice@example.test"));
            return pop3.say("STAT");
        }
    }
}
