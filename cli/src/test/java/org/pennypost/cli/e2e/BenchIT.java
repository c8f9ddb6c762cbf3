package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code pennypost bench} against a server of our own. */
class BenchIT {
    @TempDir
    Path folder;

    @Test
    void bothProtocols() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            RunningProgram.Finished smtp = finished(
                    "",
                    "bench",
                    "smtp",
                    "127.0.0.1:" + program.port("smtp"),
                    "--to",
                    "alice@example.test",
                    "--messages",
                    "300",
                    "--sessions",
                    "8",
                    "--warm-up",
                    "20");
            assertThat(smtp.errors()).isEmpty();
            assertThat(smtp.output())
                    .containsPattern("messages accepted +300 ")
                    .contains("p99.9", "rate over", "how long each took")
                    .doesNotContain("failed");
            JsonNode pop3 = JsonMapper.shared()
                    .readTree(finished(
                                    program.password("alice@example.test") + "\n",
                                    "bench",
                                    "pop3",
                                    "127.0.0.1:" + program.port("pop3"),
                                    "--user",
                                    "alice@example.test",
                                    "--password-stdin",
                                    "--rounds",
                                    "2",
                                    "--json")
                            .checkedOutput());
            assertThat(pop3.path(0).path("what").asString()).isEqualTo("RETR one at a time");
            assertThat(pop3.path(0).path("count").asInt()).isEqualTo(640);
            assertThat(pop3.path(1).path("what").asString()).isEqualTo("RETR pipelined");
            assertThat(pop3.path(1).path("octets").asLong())
                    .isEqualTo(pop3.path(0).path("octets").asLong());
            assertThat(pop3.path(4).path("what").asString()).isEqualTo("UIDL of 320");
            assertThat(pop3.path(0).path("microseconds").path("p99").asDouble()).isPositive();
        }
    }

    private static RunningProgram.Finished finished(String input, String... arguments) throws Exception {
        return RunningProgram.Finished.of(RunningProgram.process(List.of(arguments)), input);
    }
}
