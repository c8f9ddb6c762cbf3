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
    static final String DATA = "--data";
    static final String DATA_LABEL = "DIR";
    static final String DATA_DESCRIPTION = "The folder with the server's data (default: ./pennypost-data).";
    static final String CONFIG = "--config";
    static final String CONFIG_LABEL = "FILE";
    static final String CONFIG_DESCRIPTION =
            "The configuration file (default: ./pennypost.toml if there is one, else the lab).";

    @Option(names = DATA, paramLabel = DATA_LABEL, description = DATA_DESCRIPTION)
    private @Nullable Path data;

    @Option(names = CONFIG, paramLabel = CONFIG_LABEL, description = CONFIG_DESCRIPTION)
    private @Nullable Path config;

    Configuration read(OptionalInt portOffset, Map<String, String> environment) throws CommandFailure {
        return read(config, data, portOffset, environment);
    }

    static Configuration read(
            @Nullable Path config, @Nullable Path data, OptionalInt portOffset, Map<String, String> environment)
            throws CommandFailure {
        try {
            return Configuration.read(Optional.ofNullable(config), Optional.ofNullable(data), portOffset, environment);
        } catch (ConfigurationError e) {
            throw new CommandFailure(ExitCode.CONFIG, String.valueOf(e.getMessage()));
        }
    }
}
