package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The message that comes out is the message that went in, with our own commands and a bare socket. */
class ByteForByteIT {
    @TempDir
    Path folder;

    @Test
    void whatSendSendsFetchFetches() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            Path original = folder.resolve("original.eml");
            for (Map.Entry<String, byte[]> message : Messages.all().entrySet()) {
                Files.write(original, message.getValue());
                command(
                        "",
                        "send",
                        "--server",
                        "127.0.0.1:" + program.port("smtp"),
                        "--from",
                        "a@example.org",
                        "--to",
                        "alice@example.test",
                        "--raw",
                        original.toString());
                Path fetched = Files.createDirectory(folder.resolve("fetched " + message.getKey()));
                command(
                        program.password("alice@example.test") + "\n",
                        "fetch",
                        "127.0.0.1:" + program.port("pop3"),
                        "--user",
                        "alice@example.test",
                        "--password-stdin",
                        "--dir",
                        fetched.toString(),
                        "--delete");
                assertThat(content(onlyFile(fetched), message.getValue().length))
                        .as(message.getKey())
                        .isEqualTo(message.getValue());
            }
        }
    }

    @Test
    void anEmptyMessageIsAMessage() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            try (Telnet telnet = Telnet.to(program.port("smtp"))) {
                telnet.reply();
                telnet.type("HELO .");
                telnet.type("MAIL FROM:<>");
                telnet.type("RCPT TO:<bob@example.test>");
                telnet.type("DATA");
                assertThat(telnet.type(".")).startsWith("250 ");
            }
            try (Telnet telnet = Telnet.to(program.port("pop3"))) {
                telnet.line();
                telnet.type("USER bob");
                assertThat(telnet.type("PASS " + program.password("bob@example.test")))
                        .startsWith("+OK");
                String listed = telnet.type("LIST 1");
                telnet.type("RETR 1");
                byte[] message = telnet.body();
                assertThat(listed).isEqualTo("+OK 1 " + message.length);
                assertThat(new String(message, StandardCharsets.US_ASCII))
                        .startsWith("Return-Path: <>\r\n")
                        .endsWith("\r\n\r\n");
            }
        }
    }

    private static byte[] content(byte[] message, int length) {
        assertThat(message.length).isGreaterThan(length);
        return Arrays.copyOfRange(message, message.length - length, message.length);
    }

    private static byte[] onlyFile(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".eml")).toList();
            assertThat(all).hasSize(1);
            return Files.readAllBytes(all.getFirst());
        }
    }

    private static void command(String input, String... arguments) throws Exception {
        assertThat(RunningProgram.Finished.of(RunningProgram.process(List.of(arguments)), input))
                .extracting(RunningProgram.Finished::exit, RunningProgram.Finished::errors)
                .containsExactly(0, "");
    }
}
