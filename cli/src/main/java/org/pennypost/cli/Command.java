package org.pennypost.cli;

import java.io.IOException;

/** What a command does. The class carries picocli's {@code @Command} with name, description and examples; its options are its fields; or it is {@link Described}. */
public interface Command {
    /**
     * Does the work.
     *
     * @return how it ended; outcomes that the command has already reported (a refused recipient) are returned, not thrown
     * @throws CommandFailure what to print as the one line on standard error, with the exit code
     * @throws IOException is printed as one line too and ends with {@link ExitCode#IO_ERROR}
     */
    ExitCode run() throws CommandFailure, IOException;
}
