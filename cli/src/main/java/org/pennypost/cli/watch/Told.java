package org.pennypost.cli.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.Printable;
import org.pennypost.cli.ReportOption;
import org.pennypost.client.MailWatch;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells of messages that have come: a line for each, or JSON, and a command. Not for several threads. */
final class Told {
    private final Console console;
    private final String mailbox;
    private final boolean json;
    private final @Nullable String command;
    private int left;

    /** @param count how many to tell of; null for all */
    Told(Console console, String mailbox, boolean json, @Nullable String command, @Nullable Integer count) {
        this.console = console;
        this.mailbox = mailbox;
        this.json = json;
        this.command = command;
        this.left = count == null ? Integer.MAX_VALUE : count;
    }

    /**
     * Tells of one, after all of it has come where the command wants it: when the connection is lost before that, it is told later.
     *
     * @return whether that was all that was wanted
     * @throws CommandFailure when the command cannot be run here
     * @throws IOException when the connection is lost
     */
    boolean tell(MailWatch watch, MailWatch.Arrived message) throws CommandFailure, IOException, InterruptedException {
        if (command == null) {
            line(message);
        } else {
            run(command, watch, message);
        }
        left -= left == Integer.MAX_VALUE ? 0 : 1;
        return left == 0;
    }

    private void line(MailWatch.Arrived message) {
        if (json) {
            ObjectNode entry = JsonNodeFactory.instance
                    .objectNode()
                    .put("mailbox", mailbox)
                    .put("uid", message.uid().number());
            message.header().first("From").ifPresent(from -> entry.put("from", from.text()));
            message.header().first("Subject").ifPresent(subject -> entry.put("subject", subject.text()));
            ReportOption.print(console, entry);
        } else {
            console.out().println(message.uid().number() + "  " + from(message) + "  " + subject(message));
        }
        console.out().flush();
    }

    private static String from(MailWatch.Arrived message) {
        return Printable.of(message.header().text("From"));
    }

    private static String subject(MailWatch.Arrived message) {
        return Printable.of(message.header().text("Subject"));
    }

    private void run(String shell, MailWatch watch, MailWatch.Arrived message)
            throws CommandFailure, IOException, InterruptedException {
        Path file = here(() -> Files.createTempFile("pennypost-watch-", ".eml"));
        try {
            boolean there = read(watch, message, file);
            line(message);
            if (there) {
                Process process = here(() -> process(shell, message, file).start());
                int status = process.waitFor();
                if (status != 0) {
                    complain(message, "is here, but the command ended with " + status);
                }
            } else {
                complain(message, "is gone, so the command was not run");
            }
        } finally {
            here(() -> Files.deleteIfExists(file));
        }
    }

    private static boolean read(MailWatch watch, MailWatch.Arrived message, Path file)
            throws CommandFailure, IOException {
        try (OutputStream out = here(() -> Files.newOutputStream(file))) {
            return watch.read(message, (octets, from, count) -> {
                try {
                    out.write(octets, from, count);
                } catch (IOException full) {
                    throw new UncheckedIOException(full);
                }
            });
        } catch (UncheckedIOException full) {
            throw failure(full);
        }
    }

    private ProcessBuilder process(String shell, MailWatch.Arrived message, Path file) {
        ProcessBuilder process = new ProcessBuilder("/bin/sh", "-c", shell)
                .redirectInput(file.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Without the password, which a command has no use for.
        process.environment().remove("PENNYPOST_PASSWORD");
        process.environment()
                .putAll(Map.of(
                        "PENNYPOST_UID",
                        Long.toString(message.uid().number()),
                        "PENNYPOST_MAILBOX",
                        mailbox,
                        "PENNYPOST_FROM",
                        from(message),
                        "PENNYPOST_SUBJECT",
                        subject(message)));
        return process;
    }

    /** What can fail on this machine. */
    @FunctionalInterface
    private interface Local<T> {
        T run() throws IOException;
    }

    /** A failure of this machine is none of the connection, and trying again would not help. */
    private static <T> T here(Local<T> local) throws CommandFailure {
        try {
            return local.run();
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    private static CommandFailure failure(Exception failed) {
        return new CommandFailure(ExitCode.IO_ERROR, "the command could not be run: " + failed.getMessage());
    }

    private void complain(MailWatch.Arrived message, String what) {
        console.err().println("pennypost: message " + message.uid().number() + " " + what);
    }
}
