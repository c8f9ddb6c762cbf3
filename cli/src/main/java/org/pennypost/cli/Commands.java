package org.pennypost.cli;

import java.util.List;

/** Every command of the program, one line each, in the order of its help. */
final class Commands {
    private Commands() {}

    static List<CommandTree> all(Console console) {
        return List.of(CommandTree.of(new VersionCommand(console)));
    }
}
