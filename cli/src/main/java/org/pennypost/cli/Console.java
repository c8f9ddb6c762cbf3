package org.pennypost.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Where a command meets the world: streams, environment, time and chance. A test passes its own.
 *
 * @param in standard input, as bytes
 * @param out standard output, in UTF-8
 * @param err standard error, in UTF-8
 * @param environment the environment variables
 * @param interactive whether a person sits at standard input and standard output (then questions may be asked)
 * @param progress whether standard error is a terminal on which a progress line may be drawn
 * @param clock the time
 * @param random chance, for message identifiers and generated passwords
 */
public record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean interactive,
        boolean progress,
        InstantSource clock,
        RandomGenerator random) {
    public Console {
        environment = Map.copyOf(environment);
    }

    /** Returns the world of this process. */
    // JDK 25's built-in console is absent again where standard input or output is not a terminal (JDK-8351435).
    @SuppressWarnings("SystemConsoleNull")
    public static Console system() {
        java.io.Console terminal = System.console();
        boolean interactive = terminal != null && terminal.isTerminal();
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                interactive,
                interactive,
                InstantSource.system(),
                new SecureRandom());
    }

    /**
     * Asks for a password without echo.
     *
     * @param prompt what to ask, without colon
     * @return what was typed
     * @throws CommandFailure when nobody is there to ask
     */
    // Only on a terminal is the console asked, but it can end before it answers (Ctrl-D).
    @SuppressWarnings("SystemConsoleNull")
    public char[] password(String prompt) throws CommandFailure {
        java.io.Console terminal = interactive ? System.console() : null;
        char[] typed = terminal == null ? null : terminal.readPassword("%s: ", prompt);
        if (typed == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "no password was given and there is no terminal to ask on: use --password-stdin");
        }
        return typed;
    }
}
