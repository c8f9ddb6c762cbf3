package org.pennypost.cli;

import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code --json} of commands that list or report, as a mixin. */
public final class ReportOption {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(names = "--json", description = "Print the result as JSON, one value for the whole report.")
    private boolean json;

    /** Returns whether JSON was asked for. */
    public boolean json() {
        return json;
    }

    /** Prints one JSON value on one line. */
    public static void print(Console console, JsonNode value) {
        console.out().println(JSON.writeValueAsString(value));
    }
}
