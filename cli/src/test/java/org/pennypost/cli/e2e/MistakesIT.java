package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.cli.e2e.RunningProgram.Finished;

/** What people do wrong on the command line: one line says what happened and what to do, and nothing is changed. */
class MistakesIT {
    @TempDir
    Path folder;

    @Test
    void aMistypedCommandOptionOrSettingIsNamed() throws Exception {
        assertRefused(64, "'serv'", command("serv"));
        assertRefused(64, "--prot-offset", command("serve", "--prot-offset", "5"));
        assertRefused(78, "--port-offset is a number from 0", command("serve", "--port-offset", "70000"));
        Path config = Files.writeString(folder.resolve("p.toml"), "hostnam = \"x\"\n");
        assertRefused(
                78,
                "p.toml:1: there is no setting 'hostnam'; did you mean 'hostname'?",
                command("serve", "--config", config.toString()));
        assertRefused(64, "ADDRESS", command("account", "add"));
    }

    @Test
    void aPortInUseIsNamedWithWhatToDo() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = Files.writeString(
                    folder.resolve("p.toml"),
                    "lab = true\nsmtp.listen = [\"127.0.0.1:" + other.getLocalPort()
                            + "\"]\npop3.listen = []\npop3s.listen = []\nimap.listen = []\nimaps.listen = []\n");
            Finished refused = command(
                    "serve",
                    "--config",
                    config.toString(),
                    "--data",
                    folder.resolve("data").toString());
            assertRefused(69, "127.0.0.1:" + other.getLocalPort() + " is in use", refused);
            assertThat(refused.errors()).contains("--port-offset");
        }
    }

    @Test
    void aFolderIsServedOnce() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            Finished second = command(
                    "serve", "--port-offset", "31000", "--data", program.data().toString());
            assertRefused(
                    69, "is in use by process " + program.status().path("pid").asLong(), second);
        }
    }

    @Test
    void withoutAServerStatusAndStopSaySo() throws Exception {
        Path nothing = folder.resolve("nothing");
        assertRefused(69, "no server runs on", command("status", "--data", nothing.toString()));
        assertRefused(69, "no server runs on", command("stop", "--data", nothing.toString()));
        assertRefused(69, "there is no data folder", command("account", "list", "--data", nothing.toString()));
        assertThat(nothing).doesNotExist();
    }

    @Test
    void accountsAndDomainsAreKeptWhetherTheServerRunsOrNot() throws Exception {
        Path data;
        try (RunningProgram program = RunningProgram.start(folder)) {
            data = program.data();
            assertThat(program.run(List.of(), "domain", "add", "Example.ORG").checkedOutput())
                    .startsWith("added example.org");
            assertThat(program.run(
                                    List.of("correct horse battery"),
                                    "account",
                                    "add",
                                    "carol@example.org",
                                    "--password-stdin")
                            .checkedOutput())
                    .isEqualTo("added carol@example.org\n");
            assertRefused(65, "here already", program.run(List.of(), "account", "add", "carol@example.org"));
            assertRefused(65, "not hosted here", program.run(List.of(), "account", "add", "carol@example.com"));
            assertRefused(
                    69,
                    "no account nobody@example.org",
                    program.run(List.of(), "account", "show", "nobody@example.org"));
            assertRefused(64, "--yes", program.run(List.of(), "account", "remove", "carol@example.org"));
            assertThat(program.run(List.of(), "stop").checkedOutput()).isEqualTo("stopped\n");
        }
        assertThat(command("account", "list", "example.org", "--data", data.toString())
                        .checkedOutput())
                .startsWith("carol@example.org");
        assertThat(command("account", "password", "carol@example.org", "--data", data.toString())
                        .checkedOutput())
                .contains("password ");
        command("account", "remove", "carol@example.org", "--yes", "--data", data.toString())
                .checkedOutput();
        assertThat(command("domain", "remove", "example.org", "--data", data.toString())
                        .checkedOutput())
                .isEqualTo("removed example.org\n");
        assertThat(command("check", "--deep", "--data", data.toString()).checkedOutput())
                .startsWith("sound");
    }

    private static Finished command(String... arguments) throws Exception {
        return Finished.of(RunningProgram.process(List.of(arguments)), "");
    }

    private static void assertRefused(int exit, String says, Finished finished) {
        assertThat(finished.errors())
                .as(finished.output())
                .contains(says)
                .startsWith("pennypost: ")
                .hasLineCount(1);
        assertThat(finished.exit()).isEqualTo(exit);
    }
}
