package org.pennypost.cli.server;

import java.io.IOException;
import java.util.Map;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.ReportOption;
import org.pennypost.server.admin.AdminRequest;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code pennypost check}: walks the store and every mailbox, and says what does not fit together. */
@CommandLine.Command(
        name = "check",
        description = "Walk the store and every mailbox, and say what does not fit together.",
        footerHeading = "%nExamples:%n",
        footer = {"  pennypost check", "  pennypost check --deep     read every message as well"})
public final class CheckCommand implements Command {
    private final Console console;

    @Option(names = "--deep", description = "Read the bytes of every message and compare their checksums.")
    private boolean deep;

    @Mixin
    private DataOptions server = new DataOptions();

    @Mixin
    private ReportOption report = new ReportOption();

    public CheckCommand(Console console) {
        this.console = console;
    }

    private void tell(JsonNode message) {
        console.out()
                .printf(
                        "%s: the message with UID %d in %s, received %s, %d octets, cannot be read whole."
                                + " Restore it from a backup or delete it; the others are unharmed.%n",
                        message.path("account").asString(),
                        message.path("uid").asLong(),
                        message.path("mailbox").asString(),
                        message.path("received").asString(),
                        message.path("octets").asLong());
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        JsonNode found = new AdminCall(console, server)
                .perform(new AdminRequest("check", Map.of("depth", deep ? "BYTES" : "KEYS")));
        boolean sound = found.path("sound").asBoolean();
        if (report.json()) {
            ReportOption.print(console, found);
        } else {
            found.path("damage").forEach(sentence -> console.out().println(sentence.asString()));
            found.path("messages").forEach(this::tell);
            console.out()
                    .printf(
                            "%s: %d accounts, %d blobs with %d bytes, %d of the blobs without an owner%n",
                            sound ? "sound" : "DAMAGED",
                            found.path("accounts").asLong(),
                            found.path("blobs").asLong(),
                            found.path("blobBytes").asLong(),
                            found.path("orphanBlobs").asLong());
        }
        return sound ? ExitCode.OK : ExitCode.DATA;
    }
}
