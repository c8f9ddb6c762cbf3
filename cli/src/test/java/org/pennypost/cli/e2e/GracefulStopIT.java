package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while mail comes in: what runs ends, what waits is told, and as much is there as was acknowledged, neither less nor more. */
@Timeout(120)
class GracefulStopIT {
    private static final int SENDERS = 6;
    private static final int BEFORE_THE_STOP = 100;

    @TempDir
    Path folder;

    @Test
    void runningTransactionsGetTheirReply() throws Exception {
        CountDownLatch enough = new CountDownLatch(BEFORE_THE_STOP);
        int acknowledged = 0;
        String password;
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> sending = new ArrayList<>();
            RunningProgram program = RunningProgram.start(folder);
            password = program.password("alice@example.test");
            try (Telnet idle = Telnet.to(program.port("smtp"));
                    Telnet reader = Telnet.to(program.port("pop3"));
                    Telnet body = Telnet.to(program.port("smtp"))) {
                idle.reply();
                reader.line();
                reader.type("USER alice@example.test");
                reader.type("PASS " + password);
                body.reply();
                for (String line : List.of("HELO .", "MAIL FROM:<>", "RCPT TO:<alice@example.test>", "DATA")) {
                    body.type(line);
                }
                body.send("Subject: long\r\n\r\nthe first half\r\n");
                for (int sender = 0; sender < SENDERS; sender++) {
                    sending.add(senders.submit(() -> sendUntilTheEnd(program.port("smtp"), enough)));
                }
                enough.await();
                Future<?> stop = senders.submit(program::close);
                assertThat(idle.line()).startsWith("421 ");
                assertThat(idle.isClosedByServer()).isTrue();
                assertThat(reader.line()).startsWith("-ERR [SYS/TEMP] The server stops");
                assertThat(reader.isClosedByServer()).isTrue();
                assertThat(body.type("the second half\r\n.")).startsWith("250");
                stop.get();
            }
            acknowledged++;
            for (Future<Integer> one : sending) {
                acknowledged += one.get();
            }
            assertThat(program.exitCode()).isIn(0, 143);
        }
        try (RunningProgram again = RunningProgram.start(folder);
                Telnet telnet = Telnet.to(again.port("pop3"))) {
            telnet.line();
            telnet.type("USER alice@example.test");
            telnet.type("PASS " + password);
            assertThat(telnet.type("STAT")).startsWith("+OK " + acknowledged + " ");
            assertThat(again.run(List.of(), "check", "--deep").checkedOutput()).startsWith("sound");
        }
    }

    private static int sendUntilTheEnd(int port, CountDownLatch enough) {
        int acknowledged = 0;
        try (Telnet telnet = Telnet.to(port)) {
            telnet.reply();
            telnet.type("HELO .");
            while (true) {
                telnet.type("MAIL FROM:<>");
                telnet.type("RCPT TO:<alice@example.test>");
                telnet.type("DATA");
                if (!telnet.type("Subject: hello\r\n\r\n" + acknowledged + "\r\n.")
                        .startsWith("250")) {
                    return acknowledged;
                }
                acknowledged++;
                enough.countDown();
            }
        } catch (IOException stopped) {
            return acknowledged;
        }
    }
}
