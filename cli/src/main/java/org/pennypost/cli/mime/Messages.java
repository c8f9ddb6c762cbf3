package org.pennypost.cli.mime;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.Printable;
import picocli.CommandLine.Option;

/** The messages of a file that a person named: one, or those of a mailbox file, one after the other; and which of these is wanted. */
final class Messages {
    @Option(
            names = "--message",
            paramLabel = "N",
            description = "Of a mailbox file with several messages this one alone; the first is 1.")
    private @Nullable Long wanted;

    /** Takes one message, and closes it. */
    @FunctionalInterface
    interface Visitor {
        /** @param number which of a mailbox file it is; empty where the file is one message */
        void message(OpenMessage message, OptionalLong number) throws IOException;
    }

    /**
     * Gives the messages of a file, or of standard input for {@code -}; a mailbox file's one at a time, without the marks of quoting.
     *
     * @return whether it is a mailbox file
     */
    boolean each(String name, Console console, Visitor visitor) throws CommandFailure, IOException {
        OpenMessage open = OpenMessage.of(name, console);
        try {
            MailboxFile file = new MailboxFile(open.message().source());
            if (file.hasSeveral()) {
                try (open) {
                    each(name, file, open.message().sizeBytes(), visitor);
                    return true;
                }
            }
            checkThere(name, 1);
        } catch (IOException | CommandFailure broken) {
            open.close();
            throw broken;
        }
        visitor.message(open, OptionalLong.empty());
        return false;
    }

    private void each(String name, MailboxFile file, long octets, Visitor visitor) throws CommandFailure, IOException {
        long number = 0;
        for (long start = 0; start < octets; ) {
            long from = start;
            long to = file.end(from);
            number++;
            if (wanted == null || wanted == number) {
                visitor.message(OpenMessage.made(out -> file.copy(from, to, out)), OptionalLong.of(number));
            }
            start = to;
        }
        checkThere(name, number);
    }

    private void checkThere(String name, long count) throws CommandFailure {
        if (wanted != null && (wanted < 1 || wanted > count)) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT,
                    Printable.of(name) + " has " + count + (count == 1 ? " message" : " messages") + ": there is no "
                            + wanted + " among them");
        }
    }
}
