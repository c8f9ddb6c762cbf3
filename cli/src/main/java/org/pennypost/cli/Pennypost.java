package org.pennypost.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pennypost.server.config.NearestWord;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code pennypost} program: finds the command that was typed, runs it, and turns every failure into one line and an exit code. */
public final class Pennypost implements Described {
    private final Console console;
    private final OptionSpec debug = OptionSpec.builder("--debug")
            .type(boolean.class)
            .scopeType(ScopeType.INHERIT)
            .description("Show where in the program a failure came from.")
            .build();

    Pennypost(Console console) {
        this.console = console;
    }

    /** Runs the program and ends the process. */
    public static void main(String[] args) {
        int code = run(Console.system(), args).number();
        System.exit(code);
    }

    /** Runs one command line against the given world. */
    public static ExitCode run(Console console, String... args) {
        return new Pennypost(console).run(List.of(args), Commands.all(console));
    }

    ExitCode run(List<String> args, List<CommandTree> commands) {
        CommandLine line = commandLine(needed(args, commands));
        try {
            ParseResult parsed = line.parseArgs(args.toArray(String[]::new));
            if (CommandLine.printHelpIfRequested(parsed)) {
                return ExitCode.OK;
            }
            return perform(parsed);
        } catch (ParameterException typed) {
            return mistyped(typed);
        } catch (CommandFailure failure) {
            return failed(failure.code(), failure.getMessage(), failure);
        } catch (IOException failure) {
            return failed(codeOf(failure), sentence(failure), failure);
        } catch (RuntimeException | Error bug) {
            return failed(
                    ExitCode.SOFTWARE,
                    "a fault in Pennypost itself: " + bug + " (run it again with --debug and report what it prints)",
                    bug);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    /** Only the command that is named first, if one is: picocli takes a tenth of a second to learn the options of all. */
    private static List<CommandTree> needed(List<String> args, List<CommandTree> commands) {
        for (CommandTree command : commands) {
            if (!args.isEmpty() && command.word().equals(args.getFirst())) {
                return List.of(command);
            }
        }
        return commands;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec =
                CommandSpec.wrapWithoutInspection(this).name("pennypost").versionProvider(new Version());
        spec.usageMessage()
                .description("A complete e-mail system in one program.")
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  pennypost serve                             start a mail server to play with",
                        "  pennypost send --help                       how to send a message",
                        "  pennypost talk localhost:2025               type SMTP by hand");
        return spec.addOption(OptionSpec.builder("-h", "--help")
                        .type(boolean.class)
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .description("Show this help.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .type(boolean.class)
                        .versionHelp(true)
                        .description("Say which version this is.")
                        .build())
                .addOption(debug);
    }

    private CommandLine commandLine(List<CommandTree> commands) {
        CommandLine line = new CommandLine(spec());
        commands.forEach(command -> line.addSubcommand(command.commandLine()));
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        return line;
    }

    private ExitCode perform(ParseResult parsed) throws CommandFailure, IOException {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandSpec spec = last.commandSpec();
        if (spec.userObject() instanceof Command command) {
            return command.run();
        }
        if (spec.parent() == null) {
            spec.commandLine().usage(console.err());
            return ExitCode.USAGE;
        }
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + spec.qualifiedName() + " "
                        + String.join(" | ", spec.subcommands().keySet()));
    }

    private ExitCode mistyped(ParameterException typed) {
        String message = oneLine(typed.getMessage());
        if (typed instanceof UnmatchedArgumentException unmatched) {
            message += nearest(unmatched)
                    .map(word -> "; did you mean " + word + "?")
                    .orElse("");
        }
        String command = typed.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println("pennypost: " + message + " (see " + command + " --help)");
        return ExitCode.USAGE;
    }

    private static Optional<String> nearest(UnmatchedArgumentException unmatched) {
        CommandSpec spec = unmatched.getCommandLine().getCommandSpec();
        String word = unmatched.getUnmatched().getFirst();
        Set<String> words = word.startsWith("-")
                ? spec.optionsMap().keySet()
                : spec.subcommands().keySet();
        return NearestWord.to(word, words)
                .or(() -> unmatched.getSuggestions().stream().findFirst());
    }

    private ExitCode failed(ExitCode code, @Nullable String message, Throwable failure) {
        console.err().println("pennypost: " + oneLine(message));
        if (Boolean.TRUE.equals(debug.getValue())) {
            failure.printStackTrace(console.err());
        }
        return code;
    }

    private static ExitCode codeOf(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> ExitCode.NO_INPUT;
            case AccessDeniedException _ -> ExitCode.NO_PERMISSION;
            case InterruptedIOException _ -> ExitCode.TEMPORARY;
            default -> ExitCode.IO_ERROR;
        };
    }

    /** Java's file exceptions say only the path; a person needs the verb. */
    private static String sentence(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied -> denied.getFile() + ": access is not allowed";
            case FileSystemException file when file.getReason() != null -> file.getFile() + ": " + file.getReason();
            default -> {
                String message = failure.getMessage();
                yield message == null || message.isBlank()
                        ? failure.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                        : message;
            }
        };
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            return new String[] {VersionCommand.line()};
        }
    }
}
