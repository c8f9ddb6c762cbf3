package org.pennypost.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/** A configuration file of any text: read, or refused with a sentence. */
final class ConfigurationFuzzTest {
    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path file = Files.createTempFile("pennypost-fuzz-", ".toml");
        try {
            Files.write(file, input);
            Configuration.read(Optional.of(file), Optional.empty(), OptionalInt.empty(), Map.of());
        } catch (ConfigurationError refused) {
            assertThat(refused.getMessage()).isNotBlank();
        } finally {
            Files.delete(file);
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(ConfigurationFuzzTest.class, ConfigurationFuzzTest::fuzzerTestOneInput);
    }
}
