package org.pennypost.cli.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Console;
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

    /** Returns whether that was all that was wanted. */
    boolean tell(MailWatch watch, List<MailWatch.Arrived> messages) throws IOException, InterruptedException {
        for (MailWatch.Arrived message : messages) {
            line(message);
            if (command != null) {
                run(command, watch, message);
            }
            left -= left == Integer.MAX_VALUE ? 0 : 1;
            if (left == 0) {
                return true;
            }
        }
        return false;
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

    /** The message is here whole before the command begins, so that a slow one does not hold the session in the middle of an answer. */
    private void run(String shell, MailWatch watch, MailWatch.Arrived message)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("pennypost-watch-", ".eml");
        try {
            boolean there;
            try (OutputStream out = Files.newOutputStream(file)) {
                there = watch.read(message, out::write);
            }
            if (!there) {
                complain(message, "is gone, so the command was not run");
                return;
            }
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
            int status = process.start().waitFor();
            if (status != 0) {
                complain(message, "is here, but the command ended with " + status);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void complain(MailWatch.Arrived message, String what) {
        console.err().println("pennypost: message " + message.uid().number() + " " + what);
    }
}
