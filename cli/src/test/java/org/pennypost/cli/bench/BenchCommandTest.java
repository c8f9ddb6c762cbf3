package org.pennypost.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;
import org.pennypost.cli.ScriptedServer;

class BenchCommandTest {
    private final FakeConsole fake = new FakeConsole();

    private ExitCode bench(String... arguments) {
        return RunsPennypost.run(fake, List.of("bench"), arguments);
    }

    @Test
    void sendsAndTellsHowFast() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("""
                S: 220 ready
                C: EHLO localhost
                S: 250 ready
                C: MAIL FROM:<>
                S: 250 ok
                C: RCPT TO:<u1@example.test>
                S: 250 ok
                C: DATA
                S: 354 go ahead
                C: From: <bench@localhost>
                """)) {
            assertThat(bench("smtp", "127.0.0.1:" + server.port(), "--to", "u%d@example.test", "--messages", "1"))
                    .isEqualTo(ExitCode.TEMPORARY);
            assertThat(fake.err()).contains("the connection to 127.0.0.1");
        }
    }

    @Test
    void aStrangersServerIsLeftAlone() {
        assertThat(bench("smtp", "192.0.2.1:25", "--to", "a@example.test")).isEqualTo(ExitCode.USAGE);
        assertThat(bench("pop3", "192.0.2.1:110", "--user", "a")).isEqualTo(ExitCode.USAGE);
        assertThat(bench("imap", "192.0.2.1:143", "--user", "a")).isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).contains("is not on this machine").contains("--this-is-my-server");
    }

    @Test
    void mistakes() throws Exception {
        String nowhere = "127.0.0.1:" + ScriptedServer.unusedPort();
        assertThat(bench("smtp", nowhere)).isEqualTo(ExitCode.USAGE);
        assertThat(bench("smtp", nowhere, "--to", "nobody")).isEqualTo(ExitCode.USAGE);
        assertThat(bench("smtp", nowhere, "--to", "a@example.test", "--size", "1"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(bench("smtp", nowhere, "--to", "a@example.test")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(bench("pop3", nowhere)).isEqualTo(ExitCode.USAGE);
        assertThat(bench("imap", nowhere)).isEqualTo(ExitCode.USAGE);
        for (String mix : List.of("fetch", "fetch=1,read=2", "fetch=-1", "fetch=10001", "fetch=0", "")) {
            assertThat(bench("imap", nowhere, "--user", "a", "--mix", mix)).isEqualTo(ExitCode.USAGE);
        }
        assertThat(bench("imap", nowhere, "--user", "a", "--users", "2", "--password-stdin"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(bench("imap", nowhere, "--user", "a", "--idle", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(bench("imap", nowhere, "--user", "a", "--password-stdin")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err())
                .contains(
                        "--to",
                        "'nobody' is not an address",
                        "at least 200",
                        "nothing listens at",
                        "say whose mail:",
                        "say whose mailbox",
                        "'read=2' is not STEP=WEIGHT",
                        "nothing is left to do",
                        "what %d in --user stands for");
    }
}
