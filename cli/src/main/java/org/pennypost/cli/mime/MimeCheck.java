package org.pennypost.cli.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.Printable;
import org.pennypost.cli.ReportOption;
import org.pennypost.mime.charset.Charsets;
import org.pennypost.mime.codec.TransferDecoder;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.HeaderField;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code pennypost mime check}: what in a message other programs may trip over. */
@CommandLine.Command(
        name = "check",
        description = "Say what in a message other programs may trip over.",
        footerHeading = "%nExamples:%n",
        footer = {"  pennypost mime check letter.eml", "  pennypost mime check --json - < letter.eml"})
final class MimeCheck implements Command {
    /** RFC 5322 §2.1.1. */
    private static final int LINE_MAX = 998;
    /** The fields that RFC 5322 §3.6 allows once. */
    private static final List<String> ONCE = List.of(
            "Date",
            "From",
            "Sender",
            "Reply-To",
            "To",
            "Cc",
            "Bcc",
            "Message-ID",
            "In-Reply-To",
            "References",
            "Subject");

    private final Console console;
    private final List<Finding> findings = new ArrayList<>();

    @Mixin
    private ReportOption report = new ReportOption();

    @Mixin
    private Messages messages = new Messages();

    @Parameters(paramLabel = "FILE", description = "The message, or a mailbox file; - is standard input.")
    private String file = "";

    /** One finding at least. */
    private boolean told;

    MimeCheck(Console console) {
        this.console = console;
    }

    private record Finding(long offset, String says) {}

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        messages.each(file, console, this::checkAndClose);
        if (report.json()) {
            console.out().println(told ? "]" : "[]");
        } else if (!told) {
            console.out().println("nothing that other programs trip over");
        }
        return ExitCode.OK;
    }

    private void checkAndClose(OpenMessage open, OptionalLong number) throws IOException {
        try (open) {
            findings.clear();
            ParsedMessage message = open.message();
            open.remark().ifPresent(remark -> find(0, remark));
            message.defects()
                    .forEach(defect -> find(defect.offset(), defect.kind().says()));
            checkHeader(message.root());
            checkLines(message);
            for (OpenMessage.Numbered each : open.parts()) {
                checkPart(each);
            }
            findings.sort(Comparator.comparingLong(Finding::offset));
            tell(number, open.lines(findings.stream().map(Finding::offset).toList()));
        }
    }

    private void find(long offset, String says) {
        findings.add(new Finding(offset, says));
    }

    private void checkHeader(Part root) {
        for (String name : List.of("Date", "From")) {
            if (root.header().first(name).isEmpty()) {
                find(root.headerStart(), "no " + name + " field, which every message has (RFC 5322 §3.6)");
            }
        }
        for (String name : ONCE) {
            List<HeaderField> all = root.header().all(name);
            if (all.size() > 1) {
                find(all.get(1).start(), "a second " + name + " field: programs differ in which they show");
            }
        }
        for (HeaderField field : root.header().fields()) {
            for (byte octet : field.raw()) {
                if (octet < 0) {
                    find(
                            field.start(),
                            "octets above 127 in " + field.name() + ": only SMTPUTF8 carries them (RFC 6532)");
                    break;
                }
            }
        }
    }

    /** The first line that is too long is enough. */
    private void checkLines(ParsedMessage message) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long offset = 0;
        long lineFrom = 0;
        try (InputStream in = message.source().stream(0, message.sizeBytes())) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++, offset++) {
                    if (buffer[i] != '\n') {
                        continue;
                    }
                    if (offset - lineFrom > LINE_MAX + 1) {
                        find(lineFrom, tooLong(offset - lineFrom));
                        return;
                    }
                    lineFrom = offset + 1;
                }
            }
        }
        if (offset - lineFrom > LINE_MAX) {
            find(lineFrom, tooLong(offset - lineFrom));
        }
    }

    private static String tooLong(long octets) {
        return "a line of " + octets
                + " octets: 998 are allowed (RFC 5322 §2.1.1), and servers cut or refuse longer ones";
    }

    private void checkPart(OpenMessage.Numbered each) throws IOException {
        if (!(each.part() instanceof Part.Leaf leaf)) {
            return;
        }
        String where = "part " + each.number() + ": ";
        String charset = leaf.contentType().charset();
        if (leaf.contentType().type().isText()
                && !charset.isEmpty()
                && Charsets.named(charset).isEmpty()) {
            find(leaf.headerStart(), where + "a character set that nobody knows: " + charset);
        }
        TransferEncoding encoding = OpenMessage.encoding(leaf);
        TransferDecoder decoder = encoding.decoder();
        byte[] in = new byte[TransferDecoder.PIECE_OCTETS];
        byte[] out = new byte[decoder.roomFor(in.length) + in.length];
        try (InputStream body = leaf.body()) {
            for (int count = body.read(in); count > 0; count = body.read(in)) {
                decoder.decode(in, 0, count, out, 0);
            }
        }
        decoder.end(out, 0);
        if (decoder.faults() > 0) {
            find(
                    leaf.bodyStart(),
                    where + "its " + encoding.label() + " is damaged in " + decoder.faults() + " places");
        }
    }

    /** @param lines of the findings */
    private void tell(OptionalLong number, long[] lines) {
        for (int i = 0; i < lines.length; i++) {
            Finding finding = findings.get(i);
            if (report.json()) {
                ObjectNode node = JsonNodeFactory.instance.objectNode();
                number.ifPresent(message -> node.put("message", message));
                node.put("offset", finding.offset()).put("line", lines[i]).put("says", finding.says());
                console.out().print((told ? "," : "[") + node);
            } else {
                console.out()
                        .println((number.isPresent() ? "message " + number.getAsLong() + ", " : "")
                                + OpenMessage.place(lines[i], finding.offset())
                                + Printable.of(finding.says()));
            }
            told = true;
        }
    }
}
