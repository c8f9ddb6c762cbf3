package org.pennypost.cli.talk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.NetworkFailure;
import org.pennypost.client.BadServerAddress;
import org.pennypost.client.Protocol;
import org.pennypost.client.ServerAddress;
import org.pennypost.wire.TlsMode;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pennypost talk HOST:PORT}: what telnet is for in the tutorial, with TLS and a line editor. */
@CommandLine.Command(
        name = "talk",
        description = "Talk to a mail server by hand, as with telnet.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost talk localhost:2025                     type SMTP: HELO . and so on",
            "  pennypost talk localhost:2110 --save lesson.txt   type POP3 and keep what was said",
            "  pennypost talk --tls mail.example.org:465         encrypted from the start",
            "  printf 'EHLO me\\nQUIT\\n' | pennypost talk localhost:2025",
            "",
            "STARTTLS and STLS work: type them, and the conversation goes on encrypted.",
            "IMAP: tags are added where you leave them out. {20} at the end of a line announces 20 octets, which are asked",
            "for next; {=message.eml} stands for the octets of a file.",
            "Passwords are shown as stars and never kept. Ctrl-D ends."
        })
public final class TalkCommand implements Command {
    private static final List<Protocol> PROTOCOLS = List.of(
            Protocol.SMTP,
            Protocol.SMTPS,
            Protocol.SUBMISSION,
            Protocol.SUBMISSIONS,
            Protocol.POP3,
            Protocol.POP,
            Protocol.POP3S,
            Protocol.IMAP,
            Protocol.IMAPS);

    private final Console console;

    @Parameters(paramLabel = "HOST:PORT", description = "Where to, also as a URL such as pop3s://mail.example.org.")
    private String server = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PORT",
            description = "The port, as telnet takes it: a number, or a name such as pop3.")
    private @Nullable String port;

    @Option(
            names = "--tls",
            description = "Encrypted from the first byte (ports 465, 993, 995 and the lab's are so by themselves).")
    private boolean tls;

    @Option(names = "--insecure", description = "Accept any certificate, as servers of your own sign theirs.")
    private boolean insecure;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write what is said into a new file, as a transcript; secrets masked.")
    private @Nullable Path save;

    @Option(
            names = "--exact",
            description = "Send lines to an IMAP server as they are typed: no tag is added, and {=FILE} means itself.")
    private boolean exact;

    /** @param console where it is typed and shown */
    public TalkCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        ServerAddress address = address();
        Conversation conversation = new Conversation(Dialect.ofPort(address.port()));
        try (TalkSocket socket = connect(address);
                SavedTranscript transcript = transcript(address);
                TalkTerminal terminal =
                        console.interactive() ? LineTerminal.system(conversation) : new PipeTerminal(console)) {
            welcome(terminal, socket, address, conversation.dialect());
            new Talk(socket, terminal, conversation, transcript, exact).hold(address.tls() == TlsMode.IMPLICIT);
        } catch (FileAlreadyExistsException taken) {
            throw new CommandFailure(ExitCode.CANNOT_CREATE, taken.getFile() + " exists: name a new file for --save");
        } catch (IOException broken) {
            throw NetworkFailure.of(address.toString(), broken);
        }
        return ExitCode.OK;
    }

    private ServerAddress address() throws CommandFailure {
        try {
            ServerAddress address = ServerAddress.parse(port == null ? server : server + ":" + number(port), PROTOCOLS);
            return tls ? address.with(TlsMode.IMPLICIT) : address;
        } catch (BadServerAddress wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private static String number(String name) {
        return switch (name) {
            case "smtp" -> "25";
            case "submission" -> "587";
            case "submissions", "smtps" -> "465";
            case "pop3" -> "110";
            case "pop3s" -> "995";
            case "imap" -> "143";
            case "imaps" -> "993";
            default -> name;
        };
    }

    private TalkSocket connect(ServerAddress address) throws CommandFailure {
        try {
            return TalkSocket.connect(address, !insecure);
        } catch (IOException refused) {
            throw NetworkFailure.of(address.toString(), refused);
        }
    }

    private @Nullable SavedTranscript transcript(ServerAddress address) throws IOException {
        return save == null
                ? null
                : SavedTranscript.create(save, address, console.clock().instant());
    }

    private void welcome(TalkTerminal terminal, TalkSocket socket, ServerAddress address, Dialect dialect) {
        String usual = dialect == Dialect.UNKNOWN ? "" : "; this port usually speaks " + dialect;
        terminal.note(
                "connected to " + socket.remote().getAddress().getHostAddress() + " port " + address.port() + usual);
        terminal.note(dialect.hint() + (console.interactive() ? "; Ctrl-D ends" : ""));
    }
}
