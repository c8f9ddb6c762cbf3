package org.pennypost.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.LoginOptions;
import org.pennypost.cli.ReportOption;
import org.pennypost.cli.TlsOptions;
import org.pennypost.client.BadServerAddress;
import org.pennypost.client.Credentials;
import org.pennypost.client.Protocol;
import org.pennypost.client.ServerAddress;
import picocli.CommandLine.Mixin;

/** What every load test asks, as a mixin: whether the server may be loaded, how to get in, and how to tell. */
final class BenchOptions {
    /** How long to wait for a server under load at each step. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private Consent consent = new Consent();

    @Mixin
    private LoginOptions login = new LoginOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private ReportOption report = new ReportOption();

    /** Returns the server that is to be loaded, whose owner has agreed. */
    ServerAddress address(String server, List<Protocol> protocols) throws CommandFailure, IOException {
        ServerAddress address;
        try {
            address = tls.applyTo(ServerAddress.parse(server, protocols));
        } catch (BadServerAddress wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
        consent.require(address);
        return address;
    }

    /** Returns whether any certificate will do. */
    boolean insecure() {
        return tls.insecure();
    }

    /** Returns who logs in, if anybody does. */
    Optional<Credentials> credentials(Console console, ServerAddress address) throws CommandFailure, IOException {
        return login.credentials(console, address.user());
    }

    /** Prints what was measured, and says whether all of it went well. */
    ExitCode tell(Console console, List<Measured> measured) throws IOException {
        if (report.json()) {
            ReportOption.print(console, BenchReport.json(measured));
        } else {
            BenchReport.print(console, measured);
        }
        return measured.stream().allMatch(row -> row.failures().isEmpty()) ? ExitCode.OK : ExitCode.TEMPORARY;
    }
}
