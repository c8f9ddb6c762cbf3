package org.pennypost.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * A command, or a word with commands below it ({@code account add}).
 *
 * @param subject an object that is {@link Described} or whose class carries {@code @Command}; it implements {@link Command} unless it only groups others
 * @param below the commands below this word, in the order of the help
 */
public record CommandTree(Object subject, List<CommandTree> below) {
    public CommandTree {
        below = List.copyOf(below);
    }

    /** Returns a command without others below it. */
    public static CommandTree of(Command command) {
        return new CommandTree(command, List.of());
    }

    /** Returns a word that only holds other commands. */
    public static CommandTree group(Object word, Command... below) {
        return new CommandTree(
                word, List.of(below).stream().map(CommandTree::of).toList());
    }

    /** Returns the word that a person types for it. */
    String word() {
        return subject instanceof Described described
                ? described.spec().name()
                : subject.getClass().getAnnotation(CommandLine.Command.class).name();
    }

    CommandLine commandLine() {
        CommandLine line = new CommandLine(subject instanceof Described described ? described.spec() : subject);
        below.forEach(child -> line.addSubcommand(child.commandLine()));
        return line;
    }
}
