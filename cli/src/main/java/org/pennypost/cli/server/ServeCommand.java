package org.pennypost.cli.server;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.Described;
import org.pennypost.cli.ExitCode;
import org.pennypost.server.RunningServer;
import org.pennypost.server.StartFailure;
import org.pennypost.server.config.Configuration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code pennypost serve}: starts the server and stays until it is stopped. */
public final class ServeCommand implements Command, Described {
    private final Console console;
    private final OptionSpec data =
            option(DataOptions.DATA, DataOptions.DATA_LABEL, Path.class, DataOptions.DATA_DESCRIPTION);
    private final OptionSpec config =
            option(DataOptions.CONFIG, DataOptions.CONFIG_LABEL, Path.class, DataOptions.CONFIG_DESCRIPTION);
    private final OptionSpec portOffset =
            option("--port-offset", "N", Integer.class, "Add N to every standard port (the lab's default: 2000).");

    public ServeCommand(Console console) {
        this.console = console;
    }

    private static OptionSpec option(String name, String label, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(type)
                .description(description)
                .build();
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("serve");
        spec.usageMessage()
                .description(
                        "Start the mail server and stay until it is stopped (Ctrl-C, SIGTERM or 'pennypost stop').",
                        "Without a configuration file it is a lab: loopback only, ports plus 2000, accounts alice and bob at example.test.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  pennypost serve                                     the lab, data in ./pennypost-data",
                        "  pennypost serve --data /tmp/second --port-offset 3000   a second one beside it",
                        "  pennypost serve --config /etc/pennypost.toml        the real thing",
                        "",
                        "Settings (docs/operating.md): each can be a key in the file or a variable, hostname or PENNYPOST_HOSTNAME.");
        return spec.addOption(data).addOption(config).addOption(portOffset);
    }

    @Override
    public ExitCode run() throws CommandFailure {
        Integer offset = portOffset.getValue();
        Configuration configuration = DataOptions.read(
                config.getValue(),
                data.getValue(),
                offset == null ? OptionalInt.empty() : OptionalInt.of(offset),
                console.environment());
        try (RunningServer running = RunningServer.start(configuration, console.out()::println)) {
            running.awaitStop();
            return ExitCode.OK;
        } catch (StartFailure e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
