package org.pennypost.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.client.Credentials;
import picocli.CommandLine.Option;

/** {@code --user} and where its password comes from, as a mixin: never from the command line, which everybody on the machine can read. */
public final class LoginOptions {
    private static final String VARIABLE = "PENNYPOST_PASSWORD";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Log in. The password is asked for, or comes from " + VARIABLE + ".")
    private @Nullable String user;

    @Option(names = "--password-stdin", description = "Take the password from the first line of standard input.")
    private boolean passwordStdin;

    /** Returns whether standard input begins with the password. */
    public boolean takesStandardInput() {
        return passwordStdin;
    }

    /**
     * Returns who logs in.
     *
     * @param userOfServer the user that the server's URL named, or an empty text
     * @throws CommandFailure when there is a user and no way to get the password
     */
    public Optional<Credentials> credentials(Console console, String userOfServer) throws CommandFailure, IOException {
        String name = user == null ? userOfServer : user;
        if (name.isEmpty()) {
            if (passwordStdin) {
                throw new CommandFailure(ExitCode.USAGE, "a password without a name: add --user NAME");
            }
            return Optional.empty();
        }
        return Optional.of(new Credentials(name, password(console, name)));
    }

    private String password(Console console, String name) throws CommandFailure, IOException {
        if (passwordStdin) {
            return firstLine(console);
        }
        String variable = console.environment().get(VARIABLE);
        return variable == null ? new String(console.password("Password of " + name)) : variable;
    }

    /** Reads byte by byte, as what follows may be a message. */
    private static String firstLine(Console console) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = console.in().read();
                octet >= 0 && octet != '\n';
                octet = console.in().read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
    }
}
