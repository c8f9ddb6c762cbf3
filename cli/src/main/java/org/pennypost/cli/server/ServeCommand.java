package org.pennypost.cli.server;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.server.RunningServer;
import org.pennypost.server.StartFailure;
import org.pennypost.server.config.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pennypost serve}: starts the server and stays until it is stopped. */
@CommandLine.Command(
        name = "serve",
        description = {
            "Start the mail server and stay until it is stopped (Ctrl-C, SIGTERM or 'pennypost stop').",
            "Without a configuration file it is a lab: loopback only, ports plus 2000, accounts alice and bob at example.test."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost serve                                     the lab, data in ./pennypost-data",
            "  pennypost serve --data /tmp/second --port-offset 3000   a second one beside it",
            "  pennypost serve --config /etc/pennypost.toml        the real thing",
            "",
            "Settings (docs/operating.md): each can be a key in the file or a variable, hostname or PENNYPOST_HOSTNAME."
        })
public final class ServeCommand implements Command {
    private final Console console;

    @Mixin
    private DataOptions server = new DataOptions();

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Add N to every standard port (the lab's default: 2000).")
    private @Nullable Integer portOffset;

    public ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure {
        Configuration configuration = server.read(
                portOffset == null ? OptionalInt.empty() : OptionalInt.of(portOffset), console.environment());
        try (RunningServer running = RunningServer.start(configuration, console.out()::println)) {
            running.awaitStop();
            return ExitCode.OK;
        } catch (StartFailure e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
