package org.pennypost.cli;

import java.io.IOException;
import java.time.Duration;
import org.pennypost.client.Credentials;
import org.pennypost.client.FetchRefused;
import org.pennypost.client.LoginRefused;
import org.pennypost.client.ServerAddress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command asks that reads mail on a server, as a mixin: how to get in, how long to wait, what to show. */
public final class MailboxOptions {
    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait for the server at each step.")
    private int timeoutSeconds;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show what is said, on standard error.")
    private boolean verbose;

    @Mixin
    private LoginOptions login = new LoginOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private ReportOption report = new ReportOption();

    /** Returns the server, encrypted as was asked for. */
    public ServerAddress applyTo(ServerAddress server) {
        return tls.applyTo(server);
    }

    /** Returns whether any certificate will do. */
    public boolean insecure() {
        return tls.insecure();
    }

    /**
     * Returns who logs in.
     *
     * @throws CommandFailure when nobody was named, or there is no way to get the password
     */
    public Credentials credentials(Console console, ServerAddress server) throws CommandFailure, IOException {
        return login.credentials(console, server.user())
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "say whose mail: --user NAME"));
    }

    /**
     * Returns how long to wait for the server at each step.
     *
     * @throws CommandFailure when that is no time
     */
    public Duration patience() throws CommandFailure {
        return Patience.of(timeoutSeconds);
    }

    /** Returns what sees the session, and shows it if that was asked for. */
    public ShownDialogue shown(Console console) {
        return new ShownDialogue(console.err(), verbose);
    }

    /** Returns whether the report is for programs. */
    public boolean json() {
        return report.json();
    }

    /** Returns what a login that was refused means for the command. */
    public static CommandFailure failure(LoginRefused refused) {
        return new CommandFailure(
                refused.temporary() ? ExitCode.TEMPORARY : ExitCode.NO_PERMISSION,
                Printable.of(refused.getMessage() + (refused.temporary() ? ": try again later" : "")));
    }

    /** Returns what it means for the command that the server refuses something else. */
    public static CommandFailure failure(ServerAddress server, FetchRefused refused) {
        return new CommandFailure(
                refused.temporary() ? ExitCode.TEMPORARY : ExitCode.UNAVAILABLE,
                Printable.of(server + ": " + refused.getMessage()));
    }
}
