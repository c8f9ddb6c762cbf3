package org.pennypost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PennypostTest {
    private final FakeConsole fake = new FakeConsole();

    @Test
    void saysItsVersionOnOneLine() {
        assertThat(Pennypost.run(fake.console(), "version")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).startsWith("pennypost 0.").contains("Java 25").hasLineCount(1);
    }

    @Test
    void versionOptionSaysTheSame() {
        assertThat(Pennypost.run(fake.console(), "--version")).isEqualTo(ExitCode.OK);
        String option = fake.out();
        fake.forget();
        Pennypost.run(fake.console(), "version");
        assertThat(fake.out()).isEqualTo(option);
    }

    @Test
    void versionAsJsonIsOneObject() {
        assertThat(Pennypost.run(fake.console(), "version", "--json")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).startsWith("{\"version\":\"0.").endsWith("\"}\n");
    }

    @Test
    void withoutACommandShowsTheHelpAndFails() {
        assertThat(Pennypost.run(fake.console())).isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).contains("Usage: pennypost", "version");
        assertThat(fake.out()).isEmpty();
    }

    @Test
    void helpIsOnStandardOutput() {
        assertThat(Pennypost.run(fake.console(), "version", "--help")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains("Usage: pennypost version", "Examples:");
        assertThat(fake.err()).isEmpty();
    }

    @Test
    void aMistypedCommandIsAnsweredInOneLineWithTheNearestOne() {
        assertThat(Pennypost.run(fake.console(), "verzion")).isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).contains("verzion", "did you mean", "version").hasLineCount(1);
    }

    @Test
    void aMistypedOptionIsAnsweredInOneLineWithTheNearestOne() {
        assertThat(Pennypost.run(fake.console(), "version", "--jsn")).isEqualTo(ExitCode.USAGE);
        assertThat(fake.err())
                .contains("--jsn", "did you mean --json", "pennypost version --help")
                .hasLineCount(1);
    }

    @Test
    void aGroupWithoutItsCommandSaysWhichThereAre() {
        ExitCode code = new Pennypost(fake.console())
                .run(
                        List.of("word"),
                        List.of(CommandTree.group(new Word(), new Failing(new IOException("disk on\nfire")))));
        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(fake.err())
                .contains("say what to do: pennypost word failing")
                .hasLineCount(1);
    }

    @Test
    void anIoFailureIsOneLineWithoutStackTrace() {
        assertThat(run(new IOException("disk on\nfire"), "failing")).isEqualTo(ExitCode.IO_ERROR);
        assertThat(fake.err()).isEqualTo("pennypost: disk on fire\n");
    }

    @Test
    void aFaultOfOursSaysSoAndAsksForTheStackTrace() {
        assertThat(run(new IllegalStateException("no"), "failing")).isEqualTo(ExitCode.SOFTWARE);
        assertThat(fake.err())
                .contains("a fault in Pennypost itself", "--debug")
                .hasLineCount(1);
    }

    @Test
    void debugShowsTheStackTrace() {
        assertThat(run(new CommandFailure(ExitCode.NO_HOST, "no such host"), "failing", "--debug"))
                .isEqualTo(ExitCode.NO_HOST);
        assertThat(run(new IllegalStateException("no"), "failing", "--debug")).isEqualTo(ExitCode.SOFTWARE);
        assertThat(fake.err()).contains("\tat org.pennypost.cli");
    }

    private ExitCode run(Exception failure, String... args) {
        return new Pennypost(fake.console()).run(List.of(args), List.of(CommandTree.of(new Failing(failure))));
    }

    @CommandLine.Command(name = "word", description = "Holds others.")
    private static final class Word {}

    @CommandLine.Command(name = "failing", description = "Fails.")
    private static final class Failing implements Command {
        private final Exception failure;

        Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            switch (failure) {
                case CommandFailure told -> throw told;
                case IOException io -> throw io;
                case RuntimeException bug -> throw bug;
                default -> throw new AssertionError(failure);
            }
        }
    }
}
