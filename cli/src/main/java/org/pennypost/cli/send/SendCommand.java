package org.pennypost.cli.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.LoginOptions;
import org.pennypost.cli.NetworkFailure;
import org.pennypost.cli.Patience;
import org.pennypost.cli.ProgressLine;
import org.pennypost.cli.ReportOption;
import org.pennypost.cli.TlsOptions;
import org.pennypost.client.BadServerAddress;
import org.pennypost.client.Credentials;
import org.pennypost.client.LoginRefused;
import org.pennypost.client.Protocol;
import org.pennypost.client.RawMessage;
import org.pennypost.client.ReportsWanted;
import org.pennypost.client.Sending;
import org.pennypost.client.ServerAddress;
import org.pennypost.mime.Address;
import org.pennypost.mime.AddressList;
import org.pennypost.mime.Attachment;
import org.pennypost.mime.BadField;
import org.pennypost.mime.Content;
import org.pennypost.mime.FileTypes;
import org.pennypost.mime.HeaderBlock;
import org.pennypost.mime.HeaderText;
import org.pennypost.mime.MessageBuilder;
import org.pennypost.mime.NotUtf8;
import org.pennypost.mime.OutgoingMessage;
import org.pennypost.mime.Target;
import org.pennypost.smtp.client.DeliveryResult;
import org.pennypost.smtp.client.SmtpRefused;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pennypost send}: writes a message, or takes one as it is, and hands it to a server. */
@CommandLine.Command(
        name = "send",
        description = "Send a message.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost send --from bob@example.test --to alice@example.test --subject Hello \"see you later\"",
            "  pennypost send --from bob@example.test --to alice@example.test --attach photo.jpg < letter.txt",
            "  pennypost send --server smtps://mail.example.org --user bob --from bob@example.org --to"
                    + " carol@example.net Hi",
            "  pennypost send --from bob@example.test --to alice@example.test --html p.html --inline logo=logo.png <"
                    + " p.txt",
            "  pennypost send --raw letter.eml --to alice@example.test --verbose",
            "",
            "The password is asked for, or comes from PENNYPOST_PASSWORD or --password-stdin."
        })
public final class SendCommand implements Command {
    private static final List<Protocol> PROTOCOLS =
            List.of(Protocol.SMTP, Protocol.SMTPS, Protocol.SUBMISSION, Protocol.SUBMISSIONS);
    private static final int HEADER_BYTES_MAX = 1_000_000;

    private final Console console;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "Who writes: \"Bob <bob@example.test>\".")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "ADDRESSES", description = "To whom; several with commas, or repeated.")
    private List<String> to = new ArrayList<>();

    @Option(names = "--cc", paramLabel = "ADDRESSES", description = "Who gets a copy.")
    private List<String> cc = new ArrayList<>();

    @Option(names = "--bcc", paramLabel = "ADDRESSES", description = "Who gets a copy that nobody sees.")
    private List<String> bcc = new ArrayList<>();

    @Option(
            names = {"-s", "--subject"},
            paramLabel = "TEXT",
            description = "What it is about.")
    private @Nullable String subject;

    @Option(
            names = "--body-file",
            paramLabel = "FILE",
            description = "The text is in this file, in UTF-8; - is standard input.")
    private @Nullable String bodyFile;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "The text in HTML too, in UTF-8: readers show the one they can.")
    private @Nullable Path html;

    @Option(
            names = "--inline",
            paramLabel = "NAME=FILE",
            description = "A picture that the HTML shows as <img src=\"cid:NAME\">; can be repeated.")
    private Map<String, Path> pictures = new LinkedHashMap<>();

    @Option(
            names = {"-a", "--attach"},
            paramLabel = "FILE",
            description = "Attach a file; can be repeated.")
    private List<Path> attachments = new ArrayList<>();

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Send this whole message (.eml) as it is; - is standard input.")
    private @Nullable String raw;

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            defaultValue = "127.0.0.1:2025",
            description =
                    "Through which server; also smtp://, submission:// or smtps://HOST. The lab's (${DEFAULT-VALUE})"
                            + " otherwise.")
    private String server = "";

    @Option(
            names = "--name",
            paramLabel = "DOMAIN",
            description = "What to call ourselves in EHLO: this machine's name in the DNS. Default: its address.")
    private String clientName = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait for the server at each step.")
    private int timeoutSeconds;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show what is said, on standard error.")
    private boolean verbose;

    @Option(names = "--dry-run", description = "Print the message and send nothing.")
    private boolean dryRun;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private LoginOptions login = new LoginOptions();

    @Mixin
    private DsnOptions dsn = new DsnOptions();

    @Mixin
    private ReportOption report = new ReportOption();

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            description = "The text; without it, it comes from standard input.")
    private @Nullable String text;

    /** @param console where input comes from and reports go */
    public SendCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        ServerAddress address = server();
        ReportsWanted reports = dsn.wanted();
        Optional<Credentials> credentials = dryRun ? Optional.empty() : login.credentials(console, address.user());
        Path file = Files.createTempFile("pennypost-send-", ".eml");
        try {
            Letter letter = raw == null ? compose(file) : takeRaw(raw, file);
            if (dryRun) {
                Files.copy(file, console.out());
                return ExitCode.OK;
            }
            return hand(letter, reports, address, credentials, file);
        } catch (BadField wrong) {
            throw new CommandFailure(ExitCode.DATA, String.valueOf(wrong.getMessage()));
        } catch (NotUtf8 wrong) {
            throw new CommandFailure(ExitCode.DATA, String.valueOf(wrong.getMessage()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private ServerAddress server() throws CommandFailure {
        try {
            return tls.applyTo(ServerAddress.parse(server, PROTOCOLS));
        } catch (BadServerAddress wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    /** Writes the message that the options describe. */
    private Letter compose(Path file) throws CommandFailure, BadField, IOException {
        if (from == null) {
            throw new CommandFailure(ExitCode.USAGE, "say who writes: --from ADDRESS");
        }
        Address.Mailbox author = AddressList.parseMailbox(from);
        AddressList visibleTo = addresses(to);
        AddressList visibleCc = addresses(cc);
        List<Address.Mailbox> recipients =
                visibleTo.plus(visibleCc).plus(addresses(bcc)).mailboxes();
        if (recipients.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "say to whom: --to ADDRESS");
        }
        MessageBuilder builder = new MessageBuilder(console.clock(), console.random())
                .from(author)
                .to(visibleTo)
                .cc(visibleCc)
                .zone(ZoneId.systemDefault());
        if (subject != null) {
            builder.subject(HeaderText.of(subject));
        }
        FileTypes types = FileTypes.load();
        for (Path path : attachments) {
            builder.attach(attachment(path, types));
        }
        addHtml(builder, types);
        Path typed = Files.createTempFile("pennypost-send-", ".txt");
        try {
            OutgoingMessage message = builder.text(body(typed)).build();
            boolean international =
                    message.international() || recipients.stream().anyMatch(Address.Mailbox::international);
            try (OutputStream out = Files.newOutputStream(file)) {
                message.writeTo(out, international ? Target.INTERNATIONAL : Target.SEVEN_BIT);
            }
            return new Letter(author, recipients, message.messageId().toString());
        } finally {
            Files.deleteIfExists(typed);
        }
    }

    private Attachment attachment(Path path, FileTypes types) throws BadField, IOException {
        Attachment attachment = Attachment.of(path, types);
        if (!attachment.note().isEmpty()) {
            console.err().println("pennypost: note: " + attachment.note());
        }
        return attachment;
    }

    private void addHtml(MessageBuilder builder, FileTypes types) throws CommandFailure, BadField, IOException {
        if (html == null) {
            if (!pictures.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--inline adds a picture to the HTML: give it with --html, or use --attach");
            }
            return;
        }
        if (!Files.exists(html)) {
            throw new NoSuchFileException(html.toString());
        }
        builder.html(Content.of(html));
        for (Map.Entry<String, Path> picture : pictures.entrySet()) {
            Attachment attachment = attachment(picture.getValue(), types);
            try {
                builder.inline(picture.getKey(), attachment);
            } catch (IllegalArgumentException unfit) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--inline " + picture.getKey()
                                + ": the name is made of letters, digits and . - _ @, as it stands behind cid: in the"
                                + " HTML");
            }
        }
    }

    /** Standard input is kept in a file first, as a message is read more than once. */
    private Content body(Path typed) throws CommandFailure, IOException {
        if (text != null && bodyFile != null) {
            throw new CommandFailure(ExitCode.USAGE, "the text is given twice: as an argument and with --body-file");
        }
        if (text != null) {
            return Content.of(text);
        }
        if (bodyFile != null && !bodyFile.equals("-")) {
            Path path = Path.of(bodyFile);
            if (!Files.exists(path)) {
                throw new NoSuchFileException(bodyFile);
            }
            return Content.of(path);
        }
        if (console.interactive()) {
            console.err().println("Type the text and end it with Ctrl-D on a line of its own:");
        }
        Files.copy(console.in(), typed, StandardCopyOption.REPLACE_EXISTING);
        return Content.of(typed);
    }

    /** Takes a message as it is; whom it goes to is said by the options, or else by its own header. */
    private Letter takeRaw(String source, Path file) throws CommandFailure, BadField, IOException {
        if (text != null
                || bodyFile != null
                || html != null
                || subject != null
                || !cc.isEmpty()
                || !attachments.isEmpty()
                || !pictures.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--raw sends a message as it is: only --from, --to and --bcc go with it");
        }
        if (source.equals("-")) {
            Files.copy(console.in(), file, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.copy(Path.of(source), file, StandardCopyOption.REPLACE_EXISTING);
        }
        RawMessage survey = RawMessage.survey(file);
        if (survey.nul()) {
            throw new CommandFailure(
                    ExitCode.DATA, source + " holds NUL bytes, which mail cannot carry: send it with --attach instead");
        }
        if (survey.bareLineEnds() > 0) {
            console.err()
                    .println("pennypost: note: " + survey.bareLineEnds() + " line ends of " + source
                            + " are not CRLF; mail knows no others, so they are sent as CRLF");
        }
        HeaderBlock header;
        try (InputStream in = Files.newInputStream(file)) {
            header = HeaderBlock.read(in.readNBytes(HEADER_BYTES_MAX));
        }
        List<Address.Mailbox> recipients =
                new ArrayList<>(addresses(to).plus(addresses(bcc)).mailboxes());
        if (recipients.isEmpty()) {
            recipients.addAll(inHeader(header, "To"));
            recipients.addAll(inHeader(header, "Cc"));
        }
        if (recipients.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "neither the message nor --to says to whom: add --to ADDRESS");
        }
        if (header.first("Bcc").isPresent()) {
            console.err().println("pennypost: note: the message has a Bcc field, which its recipients will see");
        }
        List<Address.Mailbox> authors = from == null
                ? inHeader(header, "From")
                : addresses(List.of(from)).mailboxes();
        if (authors.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "neither the message nor --from says who writes: add --from ADDRESS");
        }
        return new Letter(authors.getFirst(), recipients, header.text("Message-ID"));
    }

    private static List<Address.Mailbox> inHeader(HeaderBlock header, String name) throws BadField {
        Optional<HeaderBlock.Field> field = header.first(name);
        return field.isEmpty()
                ? List.of()
                : AddressList.parse(field.get().value()).mailboxes();
    }

    private static AddressList addresses(List<String> texts) throws BadField {
        AddressList all = AddressList.EMPTY;
        for (String each : texts) {
            all = all.plus(AddressList.parse(each));
        }
        return all;
    }

    private ExitCode hand(
            Letter letter, ReportsWanted reports, ServerAddress address, Optional<Credentials> credentials, Path file)
            throws CommandFailure, IOException {
        Sending sending =
                new Sending(address, tls.insecure(), clientName, credentials.orElse(null), Patience.of(timeoutSeconds));
        SendReport sent = new SendReport(console, address, letter.messageId);
        try {
            DeliveryResult result = send(sending, letter, reports, file);
            return sent.print(result, Files.size(file), report.json());
        } catch (SmtpRefused refused) {
            throw sent.failure(refused);
        } catch (LoginRefused refused) {
            throw new CommandFailure(
                    refused.temporary() ? ExitCode.TEMPORARY : ExitCode.NO_PERMISSION,
                    String.valueOf(refused.getMessage()));
        } catch (IOException broken) {
            throw NetworkFailure.of(address.toString(), broken);
        }
    }

    private DeliveryResult send(Sending sending, Letter letter, ReportsWanted reports, Path file) throws IOException {
        try (ProgressLine progress = new ProgressLine(console, "sending")) {
            return sending.send(letter.from, letter.to, reports, file, new Dialogue(console.err(), verbose, progress));
        }
    }

    private record Letter(Address.Mailbox from, List<Address.Mailbox> to, String messageId) {}
}
