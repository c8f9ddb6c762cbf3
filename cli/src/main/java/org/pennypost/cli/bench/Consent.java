package org.pennypost.cli.bench;

import java.io.IOException;
import java.net.InetAddress;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.ExitCode;
import org.pennypost.client.ServerAddress;
import picocli.CommandLine.Option;

/** {@code --this-is-my-server}, as a mixin: a load test against a stranger's server is an attack. */
final class Consent {
    @Option(
            names = "--this-is-my-server",
            description = "Load a server that is not on this machine. Only with its owner's leave.")
    private boolean given;

    void require(ServerAddress server) throws CommandFailure, IOException {
        if (!given && !InetAddress.getByName(server.host()).isLoopbackAddress()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    server + " is not on this machine, and a load test is an attack on whoever has not agreed to it:"
                            + " add --this-is-my-server if it is yours");
        }
    }
}
