package org.pennypost.cli.server;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.server.admin.AdminRequest;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code pennypost stop}: ends the server, and waits until it has ended. */
@CommandLine.Command(
        name = "stop",
        description = "Stop the server: no new connections, running commands end, then the rest.",
        footerHeading = "%nExamples:%n",
        footer = {"  pennypost stop", "  pennypost stop --data /var/lib/pennypost"})
public final class StopCommand implements Command {
    private static final long SECONDS_MAX = 60;

    private final Console console;

    @Mixin
    private DataOptions server = new DataOptions();

    public StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        long pid = new AdminCall(console, server)
                .perform(new AdminRequest("stop", Map.of()))
                .path("pid")
                .asLong();
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        try {
            if (process.isPresent()) {
                process.get().onExit().get(SECONDS_MAX, TimeUnit.SECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandFailure(
                    ExitCode.TEMPORARY,
                    "the server (process " + pid + ") is still ending after " + SECONDS_MAX + " seconds: see its log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.TEMPORARY, "interrupted while the server was ending");
        }
        console.out().println("stopped");
        return ExitCode.OK;
    }
}
