package org.pennypost.cli.server;

import java.io.IOException;
import java.util.Map;
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

/** {@code pennypost domain}: which domains' mail is ours. */
@CommandLine.Command(
        name = "domain",
        description = "Say which domains' mail is ours.",
        footerHeading = "%nExamples:%n",
        footer = {"  pennypost domain add example.org", "  pennypost domain list --json"})
public final class DomainCommand {
    private DomainCommand() {}

    /** The word with its commands. */
    public static CommandTree tree(Console console) {
        return CommandTree.group(
                new DomainCommand(), new Add(console), new All(console), new Show(console), new Remove(console));
    }

    /** What the four have in common. */
    private abstract static sealed class OnDomains implements Command {
        final Console console;

        @Mixin
        DataOptions server = new DataOptions();

        @Mixin
        ReportOption report = new ReportOption();

        OnDomains(Console console) {
            this.console = console;
        }

        JsonNode perform(String command, Map<String, String> arguments) throws CommandFailure, IOException {
            JsonNode result = new AdminCall(console, server).perform(new AdminRequest("domain " + command, arguments));
            if (report.json()) {
                ReportOption.print(console, result);
            }
            return result;
        }
    }

    @CommandLine.Command(
            name = "add",
            description = "Take mail for a domain from now on.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost domain add example.org")
    private static final class Add extends OnDomains {
        @Parameters(paramLabel = "DOMAIN", description = "The domain, such as example.org.")
        private String domain = "";

        Add(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode added = perform("add", Map.of("domain", domain));
            if (!report.json()) {
                console.out()
                        .println("added " + added.path("domain").asString() + "; next: pennypost account add NAME@"
                                + added.path("domain").asString());
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "list",
            description = "List the domains.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost domain list")
    private static final class All extends OnDomains {
        All(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode domains = perform("list", Map.of());
            if (!report.json()) {
                for (JsonNode domain : domains) {
                    console.out()
                            .printf(
                                    "%-40s %6d accounts%n",
                                    domain.path("domain").asString(),
                                    domain.path("accounts").asInt());
                }
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "show",
            description = "Show a domain and its accounts.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost domain show example.org")
    private static final class Show extends OnDomains {
        @Parameters(paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        Show(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode shown = perform("show", Map.of("domain", domain));
            if (!report.json()) {
                console.out()
                        .println(shown.path("domain").asString() + ", since "
                                + shown.path("created").asString());
                shown.path("addresses").forEach(address -> console.out().println("  " + address.asString()));
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "remove",
            description = "Take mail for a domain no more. Its accounts must be removed first.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost domain remove example.org")
    private static final class Remove extends OnDomains {
        @Parameters(paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        Remove(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode removed = perform("remove", Map.of("domain", domain));
            if (!report.json()) {
                console.out().println("removed " + removed.path("domain").asString());
            }
            return ExitCode.OK;
        }
    }
}
