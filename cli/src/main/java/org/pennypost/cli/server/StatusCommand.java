package org.pennypost.cli.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.ReportOption;
import org.pennypost.server.admin.AdminRequest;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code pennypost status}: does the server run, and where does it listen? */
@CommandLine.Command(
        name = "status",
        description = "Say whether the server runs, and where it listens.",
        footerHeading = "%nExamples:%n",
        footer = {"  pennypost status", "  pennypost status --data /var/lib/pennypost --json"})
public final class StatusCommand implements Command {
    private final Console console;

    @Mixin
    private DataOptions server = new DataOptions();

    @Mixin
    private ReportOption report = new ReportOption();

    public StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        JsonNode status = new AdminCall(console, server).perform(new AdminRequest("status", Map.of()));
        if (report.json()) {
            ReportOption.print(console, status);
            return ExitCode.OK;
        }
        Duration up = Duration.ofSeconds(status.path("uptimeSeconds").asLong());
        console.out()
                .printf(
                        "%s runs as process %d for %dd %02d:%02d:%02d on %s%s%n",
                        status.path("hostname").asString(),
                        status.path("pid").asLong(),
                        up.toDays(),
                        up.toHoursPart(),
                        up.toMinutesPart(),
                        up.toSecondsPart(),
                        status.path("data").asString(),
                        status.path("lab").asBoolean() ? " (lab)" : "");
        for (JsonNode listener : status.path("listeners")) {
            console.out()
                    .printf(
                            "  %-6s %-24s %6d connections now, %8d since the start%n",
                            listener.path("service").asString(),
                            listener.path("address").asString(),
                            listener.path("connections").asLong(),
                            listener.path("accepted").asLong());
        }
        return ExitCode.OK;
    }
}
