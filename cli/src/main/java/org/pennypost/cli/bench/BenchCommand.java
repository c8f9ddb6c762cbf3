package org.pennypost.cli.bench;

import org.pennypost.cli.CommandTree;
import org.pennypost.cli.Console;
import picocli.CommandLine;

/** {@code pennypost bench}: loads a mail server and says how fast it is. */
@CommandLine.Command(
        name = "bench",
        description = "Load a mail server and say how fast it is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost bench smtp localhost:2025 --to alice@example.test",
            "  pennypost bench pop3 localhost:2110 --user alice@example.test",
            "  pennypost bench imap localhost:2143 --user alice@example.test"
        })
public final class BenchCommand {
    private BenchCommand() {}

    /** The word with its commands. */
    public static CommandTree tree(Console console) {
        return CommandTree.group(
                new BenchCommand(), new SmtpBench(console), new Pop3Bench(console), new ImapBench(console));
    }
}
