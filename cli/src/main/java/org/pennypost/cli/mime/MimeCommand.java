package org.pennypost.cli.mime;

import org.pennypost.cli.CommandTree;
import org.pennypost.cli.Console;
import picocli.CommandLine;

/** {@code pennypost mime}: looks into messages. */
@CommandLine.Command(
        name = "mime",
        description = "Look into a message: its parts, its files, what is wrong with it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost mime show letter.eml",
            "  pennypost mime extract letter.eml --into folder",
            "  pennypost mime check - < letter.eml"
        })
public final class MimeCommand {
    private MimeCommand() {}

    /** The word with its commands. */
    public static CommandTree tree(Console console) {
        return CommandTree.group(
                new MimeCommand(), new MimeShow(console), new MimeExtract(console), new MimeCheck(console));
    }
}
