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

    /** Each step comes, and of the account nothing is left but what was there. */
    @Test
    void imap() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            String server = "127.0.0.1:" + program.port("imap");
            String password = program.password("alice@example.test");
            JsonNode rows = JsonMapper.shared()
                    .readTree(finished(
                                    password + "\n",
                                    "bench",
                                    "imap",
                                    server,
                                    "--user",
                                    "alice@example.test",
                                    "--password-stdin",
                                    "--messages",
                                    "103",
                                    "--sessions",
                                    "4",
                                    "--steps",
                                    "700",
                                    "--mix",
                                    "fetch=1,list=1,store=1,search=1,append=1,select=1,status=1",
                                    "--idle",
                                    "5",
                                    "--news",
                                    "20",
                                    "--json")
                            .checkedOutput());
            assertThat(rows.path(0).path("what").asString()).isEqualTo("all of these");
            assertThat(rows.path(0).path("count").asInt()).isEqualTo(700);
            int steps = 0;
            for (int i = 1; i <= 7; i++) {
                assertThat(rows.path(i).path("count").asInt()).isPositive();
                assertThat(rows.path(i).path("failures")).isEmpty();
                steps += rows.path(i).path("count").asInt();
            }
            assertThat(steps).isEqualTo(700);
            assertThat(rows.path(8).path("what").asString()).isEqualTo("IDLE, told of mail");
            assertThat(rows.path(8).path("count").asInt()).isEqualTo(5 * 20);
            assertThat(rows.path(9).path("what").asString()).isEqualTo("APPEND at first");
            assertThat(rows.path(9).path("count").asInt()).isEqualTo(103);

            RunningProgram.Finished table = finished(
                    password + "\n",
                    "bench",
                    "imap",
                    "imap://alice@" + server,
                    "--password-stdin",
                    "--messages",
                    "10",
                    "--steps",
                    "50",
                    "--idle",
                    "0");
            assertThat(table.errors()).isEmpty();
            assertThat(table.output()).containsPattern("FETCH a message +[0-9]").contains("rate over");

            RunningProgram.Finished wrong =
                    finished("wrong\n", "bench", "imap", "imap://alice@" + server, "--password-stdin");
            assertThat(wrong.exit()).isEqualTo(77);
            assertThat(RunningProgram.Finished.of(
                                    RunningProgram.process(List.of("talk", server)),
                                    "LOGIN alice@example.test " + password + "\nLIST \"\" *\nLOGOUT\n")
                            .output())
                    .contains("\"/\" Archive")
                    .doesNotContain("bench");
        }
    }

    private static RunningProgram.Finished finished(String input, String... arguments) throws Exception {
        return RunningProgram.Finished.of(RunningProgram.process(List.of(arguments)), input);
    }
}
