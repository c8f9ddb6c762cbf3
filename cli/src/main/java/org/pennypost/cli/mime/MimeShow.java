package org.pennypost.cli.mime;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.Octets;
import org.pennypost.cli.Printable;
import org.pennypost.cli.ReportOption;
import org.pennypost.mime.ContentDisposition;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.Defect;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code pennypost mime show}: the tree of a message. */
@CommandLine.Command(
        name = "show",
        description = "Show the parts of a message, with types, encodings, sizes and what is wrong with them.",
        footerHeading = "%nExamples:%n",
        footer = {"  pennypost mime show letter.eml", "  pennypost mime show --json - < letter.eml"})
final class MimeShow implements Command {
    private static final int NUMBER_COLUMN = 8;

    private final Console console;

    @Mixin
    private ReportOption report = new ReportOption();

    @Mixin
    private Messages messages = new Messages();

    @Parameters(paramLabel = "FILE", description = "The message, or a mailbox file; - is standard input.")
    private String file = "";

    /** One message at least. */
    private boolean shown;

    MimeShow(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        boolean several = messages.each(file, console, this::showAndClose);
        if (several && report.json()) {
            console.out().println("]");
        }
        return ExitCode.OK;
    }

    private void showAndClose(OpenMessage open, OptionalLong number) throws IOException {
        try (open) {
            String before = shown ? "," : "[";
            if (report.json()) {
                ObjectNode node = json(open);
                number.ifPresentOrElse(
                        message -> console.out().print(before + node.put("message", message)),
                        () -> ReportOption.print(console, node));
            } else {
                if (number.isPresent()) {
                    console.out().println((shown ? "\n" : "") + "Message " + number.getAsLong() + "\n");
                }
                print(open);
            }
            shown = true;
        }
    }

    private void print(OpenMessage open) throws IOException {
        ParsedMessage message = open.message();
        for (String name : List.of("From", "To", "Subject", "Date")) {
            message.root()
                    .header()
                    .first(name)
                    .ifPresent(field -> console.out().println(name + ": " + Printable.of(field.text())));
        }
        console.out().println();
        for (OpenMessage.Numbered each : open.parts()) {
            String number = each.number().isEmpty() ? "-" : each.number();
            console.out()
                    .println(number
                            + " ".repeat(Math.max(1, NUMBER_COLUMN - number.length()))
                            + "  ".repeat(each.depth())
                            + describe(each.part()));
        }
        open.remark().ifPresent(remark -> console.out().println("\n" + remark));
        if (message.defectCount() > 0) {
            console.out().println();
            long[] lines =
                    open.lines(message.defects().stream().map(Defect::offset).toList());
            for (int i = 0; i < lines.length; i++) {
                Defect defect = message.defects().get(i);
                console.out()
                        .println(OpenMessage.place(lines[i], defect.offset())
                                + defect.kind().says());
            }
            long more = message.defectCount() - message.defects().size();
            if (more > 0) {
                console.out().println("and " + more + " more");
            }
        }
    }

    private static String describe(Part part) {
        StringBuilder line = new StringBuilder(part.contentType().type().toString());
        String charset = part.contentType().charset();
        if (!charset.isEmpty()) {
            line.append("; charset=").append(Printable.of(charset));
        }
        if (part instanceof Part.Leaf) {
            line.append("  ")
                    .append(part.encoding().map(TransferEncoding::label).orElse("unknown encoding"));
        }
        line.append("  ").append(Octets.of(part.octets()));
        part.disposition()
                .map(ContentDisposition::type)
                .ifPresent(type -> line.append("  ").append(Printable.of(type)));
        part.fileName()
                .ifPresent(
                        name -> line.append("  \"").append(Printable.of(name)).append('"'));
        part.contentId()
                .ifPresent(id -> line.append("  <").append(Printable.of(id)).append('>'));
        return line.toString();
    }

    private static ObjectNode json(OpenMessage open) throws IOException {
        ParsedMessage message = open.message();
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("octets", message.sizeBytes());
        shown.put("subject", message.root().header().text("Subject"));
        ArrayNode parts = shown.putArray("parts");
        for (OpenMessage.Numbered each : open.parts()) {
            Part part = each.part();
            ObjectNode node = parts.addObject();
            node.put("number", each.number());
            node.put("depth", each.depth());
            node.put("type", part.contentType().type().toString());
            node.put("charset", part.contentType().charset());
            node.put("encoding", part.encoding().map(TransferEncoding::label).orElse(""));
            node.put("offset", part.headerStart());
            node.put("bodyOffset", part.bodyStart());
            node.put("octets", part.octets());
            node.put("lines", part.lines());
            part.disposition().ifPresent(disposition -> node.put("disposition", disposition.type()));
            part.fileName().ifPresent(name -> node.put("fileName", name));
            part.contentId().ifPresent(id -> node.put("contentId", id));
        }
        ArrayNode defects = shown.putArray("defects");
        long[] lines = open.lines(message.defects().stream().map(Defect::offset).toList());
        for (int i = 0; i < lines.length; i++) {
            Defect defect = message.defects().get(i);
            defects.addObject()
                    .put("kind", defect.kind().name())
                    .put("offset", defect.offset())
                    .put("line", lines[i])
                    .put("says", defect.kind().says());
        }
        return shown.put("defectCount", message.defectCount());
    }
}
