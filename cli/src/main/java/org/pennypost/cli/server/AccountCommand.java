package org.pennypost.cli.server;

import java.io.IOException;
import java.util.HashMap;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code pennypost account}: who has mail here. */
@CommandLine.Command(
        name = "account",
        description = "Say who has mail here.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost account add carol@example.org",
            "  pennypost account password carol@example.org --password-stdin <secret",
            "  pennypost account pop carol@example.org keep",
            "  pennypost account list"
        })
public final class AccountCommand {
    private AccountCommand() {}

    /** The word with its commands. */
    public static CommandTree tree(Console console) {
        return CommandTree.group(
                new AccountCommand(),
                new Add(console),
                new All(console),
                new Show(console),
                new Remove(console),
                new NewPassword(console),
                new Pop(console));
    }

    /** What they have in common. */
    private abstract static sealed class OnAccounts implements Command {
        final Console console;

        @Mixin
        DataOptions server = new DataOptions();

        @Mixin
        ReportOption report = new ReportOption();

        OnAccounts(Console console) {
            this.console = console;
        }

        JsonNode perform(String command, Map<String, String> arguments) throws CommandFailure, IOException {
            JsonNode result = new AdminCall(console, server).perform(new AdminRequest("account " + command, arguments));
            if (report.json()) {
                ReportOption.print(console, result);
            }
            return result;
        }

        void print(JsonNode account) {
            console.out()
                    .printf(
                            "%-40s %8d messages %14d bytes%s%n",
                            account.path("address").asString(),
                            account.path("messages").asLong(),
                            account.path("bytes").asLong(),
                            account.path("quota").asLong() == 0
                                    ? ""
                                    : " of " + account.path("quota").asLong());
        }

        void printPassword(JsonNode answer) {
            if (answer.has("password")) {
                console.out().println("password " + answer.path("password").asString() + "   (shown only now)");
            }
        }
    }

    @CommandLine.Command(
            name = "add",
            description = "Add an account. Its password is made and printed, unless you give one.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pennypost account add carol@example.org",
                "  echo 'correct horse' | pennypost account add carol@example.org --password-stdin"
            })
    private static final class Add extends OnAccounts {
        @Parameters(paramLabel = "ADDRESS", description = "The address, such as carol@example.org.")
        private String address = "";

        @Option(
                names = "--quota",
                paramLabel = "BYTES",
                description = "How much mail it may keep (default: any amount).")
        private long quota;

        @Mixin
        private PasswordOption password = new PasswordOption();

        @Mixin
        private LegacyLoginOption legacy = new LegacyLoginOption();

        Add(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            Map<String, String> arguments = new HashMap<>(Map.of("address", address, "quota", Long.toString(quota)));
            legacy.addTo(arguments);
            password.read(console).ifPresent(given -> arguments.put("password", given));
            JsonNode added = perform("add", arguments);
            if (!report.json()) {
                console.out().println("added " + added.path("address").asString());
                printPassword(added);
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "list",
            description = "List the accounts, or those of a domain.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost account list example.org")
    private static final class All extends OnAccounts {
        @Parameters(paramLabel = "DOMAIN", arity = "0..1", description = "Only the accounts of this domain.")
        private @Nullable String domain;

        All(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode accounts = perform("list", domain == null ? Map.of() : Map.of("domain", domain));
            if (!report.json()) {
                accounts.forEach(this::print);
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "show",
            description = "Show an account.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost account show carol@example.org --json")
    private static final class Show extends OnAccounts {
        @Parameters(paramLabel = "ADDRESS", description = "The address.")
        private String address = "";

        Show(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode account = perform("show", Map.of("address", address));
            if (!report.json()) {
                print(account);
                console.out().println("  since " + account.path("created").asString());
                console.out()
                        .println("  POP3 clients that delete: "
                                + account.path("popDeletion").asString());
                if (account.path("wellKnownPassword").asBoolean()) {
                    console.out()
                            .println("  its password is one of those that guessers try first: outside the lab nobody"
                                    + " can log in until it has another (pennypost account password)");
                }
                if (account.path("legacyLogin").asBoolean()) {
                    console.out().println("  CRAM-MD5 and APOP work: the password is kept readable");
                }
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "remove",
            description = "Remove an account with all its mail.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost account remove carol@example.org --yes")
    private static final class Remove extends OnAccounts {
        @Parameters(paramLabel = "ADDRESS", description = "The address.")
        private String address = "";

        @Option(names = "--yes", description = "I know that the mail cannot be brought back.")
        private boolean sure;

        Remove(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            if (!sure) {
                throw new CommandFailure(
                        ExitCode.USAGE, "this removes the account and all its mail for good: say --yes if you mean it");
            }
            JsonNode removed = perform("remove", Map.of("address", address));
            if (!report.json()) {
                console.out()
                        .println("removed " + removed.path("address").asString() + " with "
                                + removed.path("messages").asLong() + " messages");
            }
            return ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "password",
            description = "Give an account another password, made and printed unless you give one.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost account password carol@example.org")
    private static final class NewPassword extends OnAccounts {
        @Parameters(paramLabel = "ADDRESS", description = "The address.")
        private String address = "";

        @Mixin
        private PasswordOption password = new PasswordOption();

        @Mixin
        private LegacyLoginOption legacy = new LegacyLoginOption();

        NewPassword(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            Map<String, String> arguments = new HashMap<>(Map.of("address", address));
            legacy.addTo(arguments);
            password.read(console).ifPresent(given -> arguments.put("password", given));
            JsonNode changed = perform("password", arguments);
            if (!report.json()) {
                console.out()
                        .println("changed the password of "
                                + changed.path("address").asString());
                printPassword(changed);
            }
            return ExitCode.OK;
        }
    }

    /** Keeps the password readable. */
    private static final class LegacyLoginOption {
        @Option(
                names = "--legacy-login",
                description = "Let old programs log in with CRAM-MD5 and APOP. The server then has to keep the password"
                        + " itself, readable for whoever can read its data; a password without this option is not"
                        + " kept.")
        private boolean wanted;

        void addTo(Map<String, String> arguments) {
            if (wanted) {
                arguments.put("legacyLogin", "true");
            }
        }
    }

    @CommandLine.Command(
            name = "pop",
            description = "Say what becomes of the messages that POP3 programs delete: delete, trash or keep.",
            footerHeading = "%nExamples:%n",
            footer = "  pennypost account pop carol@example.org trash")
    private static final class Pop extends OnAccounts {
        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The address.")
        private String address = "";

        @Parameters(
                index = "1",
                paramLabel = "DELETION",
                description = "delete: they are gone. trash: they go to the trash. keep: they stay in the inbox.")
        private String deletion = "";

        Pop(Console console) {
            super(console);
        }

        @Override
        public ExitCode run() throws CommandFailure, IOException {
            JsonNode changed = perform("pop", Map.of("address", address, "deletion", deletion));
            if (!report.json()) {
                console.out()
                        .println(changed.path("address").asString() + ": POP3 clients that delete: "
                                + changed.path("popDeletion").asString());
            }
            return ExitCode.OK;
        }
    }
}
