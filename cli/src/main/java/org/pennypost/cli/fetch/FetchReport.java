package org.pennypost.cli.fetch;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.pennypost.cli.Console;
import org.pennypost.cli.Octets;
import org.pennypost.cli.Printable;
import org.pennypost.cli.ReportOption;
import org.pennypost.client.FetchRefused;
import org.pennypost.client.Fetching;
import org.pennypost.mime.HeaderBlock;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says what is in a mailbox and what became of it: to a person line by line, to a program at the end. Not for several threads. */
final class FetchReport {
    private final Console console;
    private final String account;
    private final boolean json;
    private final ObjectNode report = JsonNodeFactory.instance.objectNode();
    private final ArrayNode list;
    private int saved;
    private int before;
    private int deleted;
    private boolean saving;

    FetchReport(Console console, String account, boolean json) {
        this.console = console;
        this.account = account;
        this.json = json;
        report.put("account", account);
        list = report.putArray("list");
    }

    void greeting(List<Fetching.Listed> messages) {
        long octets = messages.stream().mapToLong(Fetching.Listed::octets).sum();
        report.put("messages", messages.size()).put("octets", octets);
        String count = messages.size() == 1 ? "1 message" : messages.size() + " messages";
        line(Printable.of(account) + ": " + count + ", " + Octets.of(octets));
    }

    void listed(Fetching.Listed message, HeaderBlock header) {
        entry(message, "listed", header);
        line(row(message) + who(header));
    }

    void top(Fetching.Listed message, String text) {
        entry(message, "listed", new HeaderBlock(List.of(), 0)).put("top", text);
        line("--- " + row(message).strip());
        text.lines().map(Printable::of).forEach(this::line);
    }

    void saved(Fetching.Listed message, Fetching.Kept kept) {
        saving = true;
        saved++;
        entry(message, "saved", kept.header()).put("file", kept.place().toString());
        line(row(message) + who(kept.header()) + "  -> " + kept.place());
    }

    void savedBefore(Fetching.Listed message, Path place) {
        saving = true;
        before++;
        entry(message, "saved before", new HeaderBlock(List.of(), 0)).put("file", place.toString());
        line(row(message) + "  saved before: " + place);
    }

    void refused(Fetching.Listed message, FetchRefused refused) {
        entry(message, "refused", new HeaderBlock(List.of(), 0));
        console.err()
                .println("pennypost: message " + message.number() + " not saved: "
                        + Printable.of(String.valueOf(refused.getMessage())));
    }

    void deleted(int count) {
        deleted = count;
    }

    /** The session has ended well. */
    void end() {
        if (json) {
            report.put("saved", saved).put("savedBefore", before).put("deleted", deleted);
            ReportOption.print(console, report);
        } else if (saving) {
            line(saved + " saved, " + before + " saved before, " + deleted + " deleted on the server");
        }
    }

    private ObjectNode entry(Fetching.Listed message, String state, HeaderBlock header) {
        ObjectNode entry = list.addObject()
                .put("number", message.number())
                .put("octets", message.octets())
                .put("uidl", message.uidl())
                .put("state", state);
        header.first("From").ifPresent(from -> entry.put("from", from.text()));
        header.first("Subject").ifPresent(subject -> entry.put("subject", subject.text()));
        return entry;
    }

    private static String row(Fetching.Listed message) {
        return String.format(
                Locale.ROOT,
                "%4d %9d  %s",
                message.number(),
                message.octets(),
                message.uidl().isEmpty() ? "(no name)" : Printable.of(message.uidl()));
    }

    private static String who(HeaderBlock header) {
        return header.fields().isEmpty()
                ? ""
                : "  " + Printable.of(header.text("From")) + "  " + Printable.of(header.text("Subject"));
    }

    private void line(String text) {
        if (!json) {
            console.out().println(text);
        }
    }
}
