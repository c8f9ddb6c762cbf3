package org.pennypost.cli.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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
import org.pennypost.mime.MediaType;
import org.pennypost.mime.legacy.EncodedBlock;
import org.pennypost.mime.legacy.Tnef;
import org.pennypost.mime.parse.Part;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code pennypost mime extract}: the files of a message, those too that are in {@code winmail.dat} or encoded in its text. */
@CommandLine.Command(
        name = "extract",
        description = "Write the files of messages into a folder: never outside it, never over another file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost mime extract letter.eml",
            "  pennypost mime extract letter.eml --into folder --all",
            "  pennypost mime extract piece1.eml piece2.eml piece3.eml"
        })
final class MimeExtract implements Command {
    /** A text or winmail.dat longer than this is written as it is, not looked into. */
    private static final int LOOKED_INTO_MAX = 64 << 20;
    /** As many files of the same name as one folder gets. */
    private static final int SAME_NAMES_MAX = 10_000;

    private static final int TNEF_BEGIN_OCTETS = 8;

    private final Console console;
    private final List<Written> written = new ArrayList<>();
    /** Which message of a mailbox file is being extracted. */
    private OptionalLong from = OptionalLong.empty();

    @Mixin
    private ReportOption report = new ReportOption();

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where the files go; it is made if it is missing. This folder otherwise.")
    private Path folder = Path.of(".");

    @Mixin
    private Messages messages = new Messages();

    @Option(names = "--all", description = "The texts of the message too, not only its files.")
    private boolean all;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Messages or mailbox files; - is standard input. Pieces of one message (message/partial) are put together.")
    private List<String> files = List.of();

    MimeExtract(Console console) {
        this.console = console;
    }

    private record Written(OptionalLong message, String number, Path path, long octets) {}

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        if (!Files.isDirectory(folder) && Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandFailure(
                    ExitCode.CANNOT_CREATE, folder + " is there and no folder: name another one with --into");
        }
        Files.createDirectories(folder);
        try (Pieces pieces = new Pieces(console)) {
            for (String file : files) {
                messages.each(file, console, (open, number) -> {
                    if (!pieces.keep(open)) {
                        extractAndClose(open, number);
                    }
                });
            }
            from = OptionalLong.empty();
            for (OpenMessage whole : pieces.joined()) {
                extract(whole);
            }
        }
        tell();
        return ExitCode.OK;
    }

    private void extractAndClose(OpenMessage open, OptionalLong number) throws IOException {
        try (open) {
            from = number;
            extract(open);
        }
    }

    private void extract(OpenMessage open) throws IOException {
        for (OpenMessage.Numbered each : open.parts()) {
            if (each.part() instanceof Part.Leaf leaf) {
                extract(each.number(), leaf);
            } else if (each.part() instanceof Part.Message message) {
                write(each.number(), message.fileName().orElse(""), ".eml", message.body());
            }
        }
    }

    private void extract(String number, Part.Leaf leaf) throws IOException {
        MediaType type = leaf.contentType().type();
        String name = leaf.fileName().orElse("");
        boolean small = leaf.octets() <= LOOKED_INTO_MAX;
        // Whatever it is called: it comes as application/octet-stream too, or as a file that somebody saved.
        if (small && isTnef(leaf)) {
            extract(number, Tnef.read(octets(leaf)));
            return;
        }
        boolean attached = leaf.disposition()
                .map(ContentDisposition::type)
                .filter("attachment"::equals)
                .isPresent();
        boolean text = type.isText() && name.isEmpty() && !attached;
        if (text && small) {
            byte[] octets = octets(leaf);
            for (EncodedBlock block : EncodedBlock.find(octets, 0, octets.length)) {
                write(number, block.name(), "", new ByteArrayInputStream(block.content(octets)));
                if (block.piece(octets).filter(piece -> !piece.intact()).isPresent()) {
                    console.err()
                            .println("pennypost: " + Printable.of(block.name())
                                    + " is damaged: its size or checksum is not what its last line says; ask"
                                    + " for it again");
                }
            }
        }
        if (!text || all) {
            try (InputStream content = OpenMessage.content(leaf)) {
                write(number, name, extension(type), content);
            }
        }
    }

    private void extract(String number, Tnef message) throws IOException {
        if (all) {
            if (message.text().isPresent()) {
                byte[] text = message.text().get().getBytes(StandardCharsets.UTF_8);
                write(number, "", ".txt", new ByteArrayInputStream(text));
            }
            if (message.html().isPresent()) {
                write(
                        number,
                        "",
                        ".html",
                        new ByteArrayInputStream(message.html().get()));
            }
            if (message.rtf().isPresent()) {
                write(number, "", ".rtf", new ByteArrayInputStream(message.rtf().get()));
            }
        }
        for (Tnef.File attachment : message.files()) {
            if (attachment.message().isPresent()) {
                extract(number, attachment.message().get());
            } else {
                write(number, attachment.name(), "", new ByteArrayInputStream(attachment.content()));
            }
        }
    }

    private static boolean isTnef(Part part) throws IOException {
        try (InputStream content = OpenMessage.content(part)) {
            return Tnef.begins(content.readNBytes(TNEF_BEGIN_OCTETS));
        }
    }

    private static byte[] octets(Part part) throws IOException {
        try (InputStream content = OpenMessage.content(part)) {
            return content.readAllBytes();
        }
    }

    private static String extension(MediaType type) {
        return switch (type.toString()) {
            case "text/plain" -> ".txt";
            case "text/html" -> ".html";
            case "image/jpeg" -> ".jpg";
            case "image/png", "image/gif", "application/pdf", "text/css", "text/csv" -> "." + type.subtype();
            case "text/calendar" -> ".ics";
            default -> "";
        };
    }

    /** Writes a file that is not there yet: a link that lies in wait is not followed, nothing is overwritten. */
    private void write(String number, String name, String extension, InputStream content) throws IOException {
        String safe = SafeName.of(name, "part-" + number + extension);
        for (int i = 1; i <= SAME_NAMES_MAX; i++) {
            Path path = folder.resolve(i == 1 ? safe : SafeName.numbered(safe, i));
            try (OutputStream out =
                    Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                written.add(new Written(from, number, path, content.transferTo(out)));
                return;
            } catch (FileAlreadyExistsException _) {
                // The next name is tried.
            }
        }
        throw new IOException(
                folder + " has " + SAME_NAMES_MAX + " files named like " + safe + ": name another folder");
    }

    private void tell() {
        if (report.json()) {
            ArrayNode files = JsonNodeFactory.instance.arrayNode();
            for (Written each : written) {
                ObjectNode node = files.addObject();
                each.message().ifPresent(message -> node.put("message", message));
                node.put("part", each.number())
                        .put("file", each.path().toString())
                        .put("octets", each.octets());
            }
            ReportOption.print(console, files);
            return;
        }
        written.forEach(
                each -> console.out().println(Printable.of(each.path().toString()) + "  " + Octets.of(each.octets())));
        if (written.isEmpty()) {
            console.out()
                    .println("no files in " + (files.size() == 1 ? "this message" : "these messages")
                            + (all ? "" : "; --all writes its texts"));
        }
    }
}
