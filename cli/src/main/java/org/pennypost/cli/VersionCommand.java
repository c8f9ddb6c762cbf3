package org.pennypost.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code pennypost version}: says which release this is and what it runs on. */
@CommandLine.Command(
        name = "version",
        description = "Say which version this is.",
        footerHeading = "%nExamples:%n",
        footer = {"  pennypost version", "  pennypost version --json"})
final class VersionCommand implements Command {
    private final Console console;

    @Mixin
    private ReportOption report = new ReportOption();

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws IOException {
        if (report.json()) {
            ReportOption.print(
                    console,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("version", version())
                            .put("java", Runtime.version().toString())
                            .put("system", system()));
        } else {
            console.out().println(line());
        }
        return ExitCode.OK;
    }

    static String line() throws IOException {
        return "pennypost " + version() + " (Java " + Runtime.version() + ", " + system() + ")";
    }

    private static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String version() throws IOException {
        try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IOException("version.properties is missing from the program: build it again");
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties.getProperty("version", "unknown");
        }
    }
}
