package org.pennypost.cli;

import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The {@code --json} of commands that list or report, as a mixin. */
public final class ReportOption {
    @Option(names = "--json", description = "Print the result as JSON, one value for the whole report.")
    private boolean json;

    /** Returns whether JSON was asked for. */
    public boolean json() {
        return json;
    }

    /** Prints one JSON value on one line. A node writes itself as JSON, so that no mapper is built before somebody asks for one. */
    public static void print(Console console, JsonNode value) {
        console.out().println(value);
    }
}
