package org.pennypost.cli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import picocli.CommandLine.Option;

/** Where a new password comes from: standard input, a prompt, or nowhere, and then the server makes one. */
final class PasswordOption {
    private static final int LINE_BYTES_MAX = 4096;

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    private boolean fromInput;

    @Option(
            names = "--password-prompt",
            description = "Ask for the password. Without either option one is made and printed.")
    private boolean asked;

    Optional<String> read(Console console) throws CommandFailure, IOException {
        if (fromInput) {
            return Optional.of(firstLine(console));
        }
        if (!asked) {
            return Optional.empty();
        }
        char[] first = console.password("New password");
        char[] again = console.password("The same again");
        if (!Arrays.equals(first, again)) {
            throw new CommandFailure(ExitCode.USAGE, "the two passwords are not the same: nothing was changed");
        }
        return Optional.of(new String(first));
    }

    private static String firstLine(Console console) throws IOException, CommandFailure {
        byte[] line = new byte[LINE_BYTES_MAX];
        int length = 0;
        for (int next = console.in().read();
                next >= 0 && next != '\n' && length < line.length;
                next = console.in().read()) {
            line[length++] = (byte) next;
        }
        String password = new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing();
        if (password.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "standard input holds no password");
        }
        return password;
    }
}
