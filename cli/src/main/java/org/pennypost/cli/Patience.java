package org.pennypost.cli;

import java.time.Duration;

/** What {@code --timeout} means: how long a command waits for a server at each step. */
public final class Patience {
    private Patience() {}

    /**
     * Returns that time.
     *
     * @param seconds as the person said it
     * @throws CommandFailure when that is no time
     */
    public static Duration of(int seconds) throws CommandFailure {
        if (seconds < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--timeout takes a number of seconds, 1 or more");
        }
        return Duration.ofSeconds(seconds);
    }
}
