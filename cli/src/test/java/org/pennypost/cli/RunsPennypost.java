package org.pennypost.cli;

import java.util.List;
import java.util.stream.Stream;

/** Runs a whole command line in a test. */
public final class RunsPennypost {
    private RunsPennypost() {}

    /** Runs {@code pennypost} with these words and then these options. */
    public static ExitCode run(FakeConsole fake, List<String> words, String... options) {
        return Pennypost.run(
                fake.console(),
                Stream.concat(words.stream(), Stream.of(options)).toArray(String[]::new));
    }
}
