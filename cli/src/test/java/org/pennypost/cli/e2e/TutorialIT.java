package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The founding tutorial's sessions, typed into a socket as telnet types them, against the packaged program. */
class TutorialIT {
    @TempDir
    Path folder;

    @Test
    void aMessageTypedByHandIsReadByHand() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            send(program);
            read(program);
            nothingIsLeft(program);
        }
    }

    private static void send(RunningProgram program) throws Exception {
        try (Telnet telnet = Telnet.to(program.port("smtp"))) {
            assertThat(telnet.reply()).startsWith("220 ");
            assertThat(telnet.type("HELO .")).startsWith("250 ");
            assertThat(telnet.type("MAIL FROM: root@yahoo.com")).startsWith("250 ");
            assertThat(telnet.type("RCPT TO: alice@example.test")).startsWith("250 ");
            assertThat(telnet.type("RCPT TO: <bob@example.test>")).startsWith("250 ");
            assertThat(telnet.type("DATA")).startsWith("354 ");
            telnet.send("FROM: Prof.Phreak <profphreak@nowhere.com>\r\n");
            telnet.send("TO: Recipient Name <someone@nowhere.com>\r\n");
            telnet.send("SUBJECT: The subject of the e-mail...\r\n\r\n");
            telnet.send("see you later ;-)\r\n");
            assertThat(telnet.type(".")).startsWith("250 ");
            assertThat(telnet.type("QUIT")).startsWith("221 ");
            assertThat(telnet.isClosedByServer()).isTrue();
        }
    }

    private static void read(RunningProgram program) throws Exception {
        try (Telnet telnet = Telnet.to(program.port("pop3"))) {
            assertThat(telnet.line()).startsWith("+OK");
            assertThat(telnet.type("USER alice@example.test")).startsWith("+OK");
            assertThat(telnet.type("PASS mistyped")).startsWith("-ERR");
            assertThat(telnet.type("USER alice@example.test")).startsWith("+OK");
            assertThat(telnet.type("PASS " + program.password("alice@example.test")))
                    .startsWith("+OK");
            String stat = telnet.type("STAT");
            assertThat(stat).matches("\\+OK 1 \\d+");
            int octets = Integer.parseInt(stat.split(" ", -1)[2]);
            assertThat(telnet.type("LIST")).startsWith("+OK");
            assertThat(telnet.lines()).containsExactly("1 " + octets);
            assertThat(telnet.type("LIST 1")).isEqualTo("+OK 1 " + octets);
            assertThat(telnet.type("TOP 1 0")).startsWith("+OK");
            assertThat(telnet.lines()).endsWith("SUBJECT: The subject of the e-mail...", "");
            assertThat(telnet.type("RETR 1")).startsWith("+OK");
            byte[] message = telnet.body();
            assertThat(message).hasSize(octets);
            assertThat(new String(message, StandardCharsets.US_ASCII))
                    .startsWith("Return-Path: <root@yahoo.com>\r\n")
                    .contains("Delivered-To: alice@example.test\r\n")
                    .contains("[127.0.0.1]")
                    .endsWith("""
                            FROM: Prof.Phreak <profphreak@nowhere.com>\r
                            TO: Recipient Name <someone@nowhere.com>\r
                            SUBJECT: The subject of the e-mail...\r
                            \r
                            see you later ;-)\r
                            """);
            assertThat(telnet.type("DELE 1")).startsWith("+OK");
            assertThat(telnet.type("RSET")).startsWith("+OK");
            assertThat(telnet.type("STAT")).isEqualTo(stat);
            assertThat(telnet.type("LAST")).isEqualTo("+OK 0");
            assertThat(telnet.type("DELE 1")).startsWith("+OK");
            assertThat(telnet.type("QUIT")).startsWith("+OK");
            assertThat(telnet.isClosedByServer()).isTrue();
        }
    }

    private static void nothingIsLeft(RunningProgram program) throws Exception {
        try (Telnet telnet = Telnet.to(program.port("pop3"))) {
            telnet.line();
            telnet.type("USER alice@example.test");
            telnet.type("PASS " + program.password("alice@example.test"));
            assertThat(telnet.type("STAT")).isEqualTo("+OK 0 0");
        }
        assertThat(program.run(List.of(), "check", "--deep").checkedOutput()).startsWith("sound");
    }
}
