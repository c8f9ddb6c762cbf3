package org.pennypost.cli.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.CommandTree;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.ReportOption;
import org.pennypost.server.admin.AdminRequest;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code pennypost search}: the full-text index of the mailboxes. */
@CommandLine.Command(
        name = "search",
        description = "Look after the full-text index of the mailboxes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost search status",
            "  pennypost search rebuild",
            "  pennypost search rebuild alice@example.org"
        })
public final class SearchCommand {
    private SearchCommand() {}

    /** The word with its commands. */
    public static CommandTree tree(Console console) {
        return CommandTree.group(new SearchCommand(), new Rebuild(console), new Status(console));
    }

    /** What both have in common. */
    private abstract static sealed class OnIndex implements Command {
        final Console console;

        @Parameters(arity = "0..1", paramLabel = "ACCOUNT", description = "Of this account alone.")
        private @Nullable String account;

        @Mixin
        DataOptions server = new DataOptions();

        @Mixin
        ReportOption report = new ReportOption();

        OnIndex(Console console) {
            this.console = console;
        }

        AdminRequest request(String command) {
            return new AdminRequest("search " + command, account == null ? Map.of() : Map.of("address", account));
        }

        void tell(JsonNode status) {
            if (report.json()) {
                ReportOption.print(console, status);
                return;
            }
            for (JsonNode each : status.path("accounts")) {
                long documents = each.path("documents").asLong();
                boolean whole =
                        each.path("through").asLong() >= each.path("last").asLong();
                console.out()
                        .printf(
                                "%-40s %9d messages indexed%s%n",
                                each.path("account").asString(),
                                documents,
                                whole ? "" : documents == 0 ? " (few messages, or not yet)" : ", more to come");
            }
        }
    }

    @CommandLine.Command(
            name = "status",
            description = "Show how much is indexed.",
            footerHeading = "%nExamples:%n",
            footer = {"  pennypost search status", "  pennypost search status alice@example.org --json"})
    private static final class Status extends OnIndex {
        Status(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            tell(new AdminCall(console, server).perform(request("status")));
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "rebuild",
            description = {
                "Throw the index away and make it anew, of all accounts or of one.",
                "Searches go on meanwhile, and read the messages. A server that runs goes on with it when this command is cut off."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  pennypost search rebuild", "  pennypost search rebuild alice@example.org"})
    private static final class Rebuild extends OnIndex {
        private static final Duration EVERY = Duration.ofMillis(200);

        Rebuild(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            try (RebuildBar bar = new RebuildBar(console, EVERY)) {
                tell(new AdminCall(console, server).perform(request("rebuild"), request("status"), bar::goesOn));
            }
            return ExitCode.OK;
        }
    }
}
