package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls the plug while mail comes in. */
class AfterKillIT {
    private static final int SENDERS = 4;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 60;

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsStillThere() throws Exception {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
        String password;
        RunningProgram program = RunningProgram.start(folder);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> sending = new ArrayList<>();
            password = program.password("alice@example.test");
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                sending.add(senders.submit(() -> sendUntilTheEnd(program.port("smtp"), number, acknowledged, enough)));
            }
            enough.await();
            program.kill();
            for (Future<Void> one : sending) {
                one.get();
            }
        }

        try (RunningProgram again = RunningProgram.start(folder);
                Telnet telnet = Telnet.to(again.port("pop3"))) {
            assertThat(again.screen()).doesNotContain("shown only now");
            telnet.line();
            telnet.type("USER alice@example.test");
            assertThat(telnet.type("PASS " + password)).startsWith("+OK");
            int messages = Integer.parseInt(telnet.type("STAT").split(" ", -1)[1]);
            assertThat(messages).isBetween(acknowledged.size(), acknowledged.size() + SENDERS);
            StringBuilder all = new StringBuilder();
            for (int i = 1; i <= messages; i++) {
                telnet.type("RETR " + i);
                all.append(new String(telnet.body(), StandardCharsets.UTF_8));
            }
            assertThat(acknowledged).allMatch(subject -> all.indexOf("Subject: " + subject + "\r\n") >= 0);
            assertThat(again.run(List.of(), "check", "--deep").checkedOutput()).startsWith("sound");
        }
    }

    private static Void sendUntilTheEnd(int port, int sender, Queue<String> acknowledged, CountDownLatch enough) {
        try (Telnet telnet = Telnet.to(port)) {
            telnet.reply();
            telnet.type("HELO .");
            for (int i = 0; ; i++) {
                String subject = "s" + sender + "-" + i;
                telnet.type("MAIL FROM:<>");
                telnet.type("RCPT TO:<alice@example.test>");
                telnet.type("DATA");
                if (!telnet.type("Subject: " + subject + "\r\n\r\n" + "x".repeat(i) + "\r\n.")
                        .startsWith("250")) {
                    return null;
                }
                acknowledged.add(subject);
                enough.countDown();
            }
        } catch (IOException killed) {
            return null;
        }
    }
}
