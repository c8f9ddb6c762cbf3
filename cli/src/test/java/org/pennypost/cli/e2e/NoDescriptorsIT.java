package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The system gives the program no more file descriptors: it serves those it has, and the others as soon as it can. */
@Timeout(120)
class NoDescriptorsIT {
    private static final int DESCRIPTORS = 256;

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void thoseConnectedAreServedAndItRecoversByItself() throws Exception {
        List<Telnet> waiting = new ArrayList<>();
        try (RunningProgram program =
                RunningProgram.startUnder(folder, List.of("prlimit", "--nofile=" + DESCRIPTORS + ":" + DESCRIPTORS))) {
            String password = program.password("alice@example.test");
            int smtp = program.port("smtp");
            try (Telnet sender = Telnet.to(smtp);
                    Telnet reader = Telnet.to(program.port("pop3"))) {
                sender.reply();
                sender.type("HELO .");
                reader.line();
                reader.type("USER alice@example.test");
                for (int i = 0; i < DESCRIPTORS; i++) {
                    waiting.add(Telnet.to(smtp));
                }
                program.awaitScreen("no room for more connections");
                for (int i = 0; i < 20; i++) {
                    sender.type("MAIL FROM:<>");
                    sender.type("RCPT TO:<alice@example.test>");
                    sender.type("DATA");
                    assertThat(sender.type("Subject: still\r\n\r\n" + i + "\r\n."))
                            .startsWith("250");
                }
                assertThat(reader.type("PASS " + password)).startsWith("+OK");
                assertThat(reader.type("STAT")).startsWith("+OK 20 ");
                assertThat(reader.type("RETR 20")).startsWith("+OK");
                assertThat(reader.body()).isNotEmpty();
                assertThat(reader.type("QUIT")).startsWith("+OK");
            }
            for (Telnet one : waiting.subList(0, DESCRIPTORS * 3 / 4)) {
                one.close();
            }
            assertThat(waiting.getLast().reply()).as("the last that waited").startsWith("220");
            program.awaitScreen("there is room again");
            assertThat(program.run(List.of(), "check", "--deep").checkedOutput())
                    .startsWith("sound");
        } finally {
            for (Telnet one : waiting) {
                one.close();
            }
        }
    }
}
