package org.pennypost.cli.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.ExitCode;
import org.pennypost.server.config.Configuration;
import org.pennypost.server.config.ConfigurationError;
import picocli.CommandLine.Option;

/** Which server is meant: the options that all its commands share. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder with the server's data (default: ./pennypost-data).")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file (default: ./pennypost.toml if there is one, else the lab).")
    private @Nullable Path config;

    Configuration read(OptionalInt portOffset, Map<String, String> environment) throws CommandFailure {
        try {
            return Configuration.read(Optional.ofNullable(config), Optional.ofNullable(data), portOffset, environment);
        } catch (ConfigurationError e) {
            throw new CommandFailure(ExitCode.CONFIG, String.valueOf(e.getMessage()));
        }
    }
}
