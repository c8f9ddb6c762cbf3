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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code pennypost queue}: what is to leave this machine. */
@CommandLine.Command(
        name = "queue",
        description = "Look at the mail that is to leave.",
        footerHeading = "%nExamples:%n",
        footer = {"  pennypost queue list", "  pennypost queue show Q1A", "  pennypost queue remove Q1A"})
public final class QueueCommand {
    private QueueCommand() {}

    /** The word with its commands. */
    public static CommandTree tree(Console console) {
        return CommandTree.group(new QueueCommand(), new All(console), new Show(console), new Remove(console));
    }

    /** What the three have in common. */
    private abstract static sealed class OnQueue implements Command {
        final Console console;

        @Mixin
        DataOptions server = new DataOptions();

        @Mixin
        ReportOption report = new ReportOption();

        OnQueue(Console console) {
            this.console = console;
        }

        JsonNode perform(String command, Map<String, String> arguments) throws CommandFailure, IOException {
            JsonNode result = new AdminCall(console, server).perform(new AdminRequest("queue " + command, arguments));
            if (report.json()) {
                ReportOption.print(console, result);
            }
            return result;
        }

        /** @param before stands in front of each */
        static String times(JsonNode message, String before) {
            String release = message.path("release").asString();
            String deadline = message.path("deadline").asString();
            return (release.isEmpty() ? "" : before + "held back until " + release)
                    + (deadline.isEmpty() ? "" : before + "to be delivered by " + deadline);
        }
    }

    @CommandLine.Command(
            name = "list",
            description =
                    "List the messages that wait: those of higher priority first, and of these the oldest; behind them those that are held back.",
            footerHeading = "%nExamples:%n",
            footer = {"  pennypost queue list", "  pennypost queue list --limit 10 --json"})
    private static final class All extends OnQueue {
        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "1000",
                description = "The most to list (${DEFAULT-VALUE}).")
        private int limit;

        All(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode messages = perform("list", Map.of("limit", String.valueOf(limit)));
            if (!report.json()) {
                for (JsonNode message : messages) {
                    console.out()
                            .printf(
                                    "%-8s %-24s %9d bytes  %-30s %5d %s%s%s%n",
                                    message.path("id").asString(),
                                    message.path("accepted").asString(),
                                    message.path("octets").asLong(),
                                    message.path("from").asString(),
                                    message.path("recipients").asInt(),
                                    message.path("recipients").asInt() == 1 ? "recipient" : "recipients",
                                    message.path("priority").asInt() == 0
                                            ? ""
                                            : "  priority "
                                                    + message.path("priority").asInt(),
                                    times(message, "  "));
                }
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "show",
            description = "Show a message that waits, and whom it is still to reach.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost queue show Q1A")
    private static final class Show extends OnQueue {
        @Parameters(paramLabel = "ID", description = "Its id, as 'queue list' shows it.")
        private String id = "";

        Show(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode message = perform("show", Map.of("id", id));
            if (!report.json()) {
                console.out()
                        .println(message.path("id").asString() + ", "
                                + message.path("octets").asLong()
                                + " bytes, accepted " + message.path("accepted").asString() + " from "
                                + (message.path("account").asString().isEmpty()
                                        ? "nobody who has an account"
                                        : message.path("account").asString())
                                + ", sender "
                                + message.path("from").asString() + " "
                                + message.path("parameters").asString()
                                + times(message, ", "));
                message.path("to")
                        .forEach(to -> console.out()
                                .println("  " + to.path("address").asString() + " "
                                        + to.path("parameters").asString()));
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "remove",
            description =
                    "Take a message out of the queue for good. Its sender gets a report that it will not arrive, for those recipients whose failure it did not ask to ignore.",
            footerHeading = "%nExamples:%n",
            footer = {"  pennypost queue remove Q1A", "  pennypost queue remove Q1A --silent"})
    private static final class Remove extends OnQueue {
        @Parameters(paramLabel = "ID", description = "Its id, as 'queue list' shows it.")
        private String id = "";

        @Option(names = "--silent", description = "Tell nobody: for what a thief of a password left here.")
        private boolean silent;

        Remove(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode removed = perform("remove", Map.of("id", id, "silent", String.valueOf(silent)));
            if (!report.json()) {
                console.out()
                        .println("removed " + removed.path("id").asString()
                                + (removed.path("told").asBoolean() ? "; its sender is told" : "; nobody is told"));
            }
            return ExitCode.OK;
        }
    }
}
