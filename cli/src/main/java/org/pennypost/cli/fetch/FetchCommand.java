package org.pennypost.cli.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.MailboxOptions;
import org.pennypost.cli.NetworkFailure;
import org.pennypost.cli.ProgressLine;
import org.pennypost.cli.ShownDialogue;
import org.pennypost.client.Archive;
import org.pennypost.client.BadServerAddress;
import org.pennypost.client.Credentials;
import org.pennypost.client.Destination;
import org.pennypost.client.DiskFailure;
import org.pennypost.client.EmlFolder;
import org.pennypost.client.FetchRefused;
import org.pennypost.client.Fetching;
import org.pennypost.client.ImapUrl;
import org.pennypost.client.LoginRefused;
import org.pennypost.client.Maildir;
import org.pennypost.client.MboxFile;
import org.pennypost.client.Protocol;
import org.pennypost.client.ServerAddress;
import org.pennypost.mime.HeaderBlock;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pennypost fetch}: saves what is in a mailbox, over POP3 or IMAP. */
@CommandLine.Command(
        name = "fetch",
        description = "Fetch messages from a mailbox and save them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost fetch --user alice@example.test                      from the lab, into this folder",
            "  pennypost fetch pop3s://alice@mail.example.org --list          only look",
            "  pennypost fetch pop3s://alice@mail.example.org --dir mail --delete",
            "  pennypost fetch --user alice@example.test --mbox alice.mbox",
            "  pennypost fetch 'pop://alice;AUTH=+APOP@mail.example.org:110' --list",
            "  pennypost fetch imaps://alice@mail.example.org/Archive --maildir archive",
            "  pennypost fetch 'imaps://alice@mail.example.org/INBOX?UNSEEN SINCE 1-Nov-2026' --list",
            "",
            "What was saved before is not fetched again. With --delete the server's copies go,",
            "after all messages are safely on the disk."
        })
public final class FetchCommand implements Command {
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.POP3, Protocol.POP, Protocol.POP3S);
    private static final byte[] NOTHING = {};
    private static final String LAB = "127.0.0.1:2110";

    private final Console console;

    @Parameters(
            paramLabel = "SERVER",
            arity = "0..1",
            description =
                    "HOST[:PORT], pop3://[USER[;AUTH=MECHANISM]@]HOST[:PORT], the same with pop:// or pop3s://, or with imap:// or"
                            + " imaps:// and /MAILBOX, /MAILBOX/;UID=NUMBER or /MAILBOX?SEARCH behind it; the lab's ("
                            + LAB
                            + ") otherwise.")
    private String server = LAB;

    @ArgGroup
    private Where where = new Where();

    @Option(names = "--list", description = "Only list what is there.")
    private boolean listOnly;

    @Option(
            names = "--top",
            paramLabel = "LINES",
            description = "Only print the header and so many lines of each message.")
    private @Nullable Integer top;

    @Option(names = "--delete", description = "Delete on the server what is saved here, after all is.")
    private boolean delete;

    @Mixin
    private MailboxOptions options = new MailboxOptions();

    /** Where messages are saved: one of these. */
    private static final class Where {
        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description =
                        "Save each as DIR/<uidl>.eml (with IMAP DIR/<uidvalidity>-<uid>.eml); the current folder otherwise.")
        private Path dir = Path.of("");

        @Option(names = "--maildir", paramLabel = "DIR", description = "Save into this Maildir.")
        private @Nullable Path maildir;

        @Option(names = "--mbox", paramLabel = "FILE", description = "Append to this mbox file.")
        private @Nullable Path mbox;

        Destination destination(Console console) {
            if (maildir != null) {
                return new Maildir(maildir, console.clock());
            }
            return mbox != null ? new MboxFile(mbox, console.clock()) : new EmlFolder(dir);
        }
    }

    /** @param console where reports go */
    public FetchCommand(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        if (delete && (listOnly || top != null)) {
            throw new CommandFailure(ExitCode.USAGE, "--delete deletes what was saved: leave out --list and --top");
        }
        if (top != null && top < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--top takes a number of lines, 0 or more");
        }
        Duration patience = options.patience();
        Optional<ImapUrl> imap = imap();
        ServerAddress address = imap.isPresent() ? imap.get().server() : address();
        Credentials credentials = options.credentials(console, address);
        String account = credentials.user() + "@" + address
                + imap.map(url -> "/" + url.mailbox()).orElse("");
        Optional<Archive> archive = listOnly || top != null
                ? Optional.empty()
                : Optional.of(Archive.open(where.destination(console), account));
        ShownDialogue shown = options.shown(console);
        try (Fetching fetching = imap.isPresent()
                ? Fetching.open(imap.get(), options.insecure(), credentials, patience, delete, shown)
                : Fetching.open(address, options.insecure(), credentials, patience, shown)) {
            return perform(fetching, archive, new FetchReport(console, account, options.json()));
        } catch (LoginRefused refused) {
            throw MailboxOptions.failure(refused);
        } catch (FetchRefused refused) {
            throw MailboxOptions.failure(address, refused);
        } catch (DiskFailure full) {
            throw new CommandFailure(
                    ExitCode.IO_ERROR,
                    "a message could not be saved: " + full.getMessage()
                            + " (nothing was deleted on the server; fetch again when there is room)");
        } catch (IOException broken) {
            throw NetworkFailure.of(address.toString(), broken);
        }
    }

    private Optional<ImapUrl> imap() throws CommandFailure {
        if (!ImapUrl.isOne(server)) {
            return Optional.empty();
        }
        try {
            ImapUrl url = ImapUrl.parse(server);
            return Optional.of(url.with(options.applyTo(url.server())));
        } catch (BadServerAddress wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private ServerAddress address() throws CommandFailure {
        try {
            return options.applyTo(ServerAddress.parse(server, PROTOCOLS));
        } catch (BadServerAddress wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private ExitCode perform(Fetching fetching, Optional<Archive> archive, FetchReport told)
            throws CommandFailure, IOException {
        List<Fetching.Listed> messages = fetching.list();
        told.greeting(messages);
        ExitCode code = ExitCode.OK;
        if (archive.isPresent()) {
            code = save(fetching, archive.get(), messages, told);
        } else if (top != null) {
            for (Fetching.Listed message : messages) {
                byte[] lines = fetching.top(message, top)
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.UNAVAILABLE, "this server has no TOP: fetch the messages instead"));
                told.top(message, new String(lines, StandardCharsets.UTF_8));
            }
        } else {
            look(fetching, messages, told);
        }
        fetching.quit();
        told.end();
        return code;
    }

    /** Lists with From and Subject as long as the server has TOP, which is optional with POP3. */
    private static void look(Fetching fetching, List<Fetching.Listed> messages, FetchReport told) throws IOException {
        boolean hasTop = true;
        for (Fetching.Listed message : messages) {
            Optional<byte[]> head = hasTop ? fetching.head(message) : Optional.empty();
            hasTop = head.isPresent();
            told.listed(message, HeaderBlock.read(head.orElse(NOTHING)));
        }
    }

    private ExitCode save(Fetching fetching, Archive archive, List<Fetching.Listed> messages, FetchReport told)
            throws IOException {
        ExitCode code = ExitCode.OK;
        List<Fetching.Listed> safe = new ArrayList<>();
        for (Fetching.Listed message : messages) {
            Optional<Path> before = message.uidl().isEmpty() ? Optional.empty() : archive.find(message.uidl());
            if (before.isPresent()) {
                told.savedBefore(message, before.get());
                safe.add(message);
                continue;
            }
            try {
                told.saved(message, fetch(fetching, archive, message));
                safe.add(message);
            } catch (FetchRefused refused) {
                told.refused(message, refused);
                code = ExitCode.UNAVAILABLE;
            }
        }
        if (delete) {
            for (Fetching.Listed message : safe) {
                fetching.delete(message);
            }
            told.deleted(safe.size());
        }
        return code;
    }

    private Fetching.Kept fetch(Fetching fetching, Archive archive, Fetching.Listed message) throws IOException {
        try (ProgressLine progress = new ProgressLine(console, "message " + message.number())) {
            return fetching.fetch(message, archive, progress);
        }
    }
}
