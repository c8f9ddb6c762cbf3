package org.pennypost.cli.watch;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.MailboxOptions;
import org.pennypost.cli.NetworkFailure;
import org.pennypost.cli.Printable;
import org.pennypost.client.BadServerAddress;
import org.pennypost.client.Credentials;
import org.pennypost.client.FetchRefused;
import org.pennypost.client.ImapUrl;
import org.pennypost.client.LoginRefused;
import org.pennypost.client.MailWatch;
import org.pennypost.wire.Deadlines;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pennypost watch}: tells of each message as it comes. */
@CommandLine.Command(
        name = "watch",
        description = "Wait for mail in an IMAP mailbox, and tell of each message that comes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost watch --user alice@example.test                      the lab",
            "  pennypost watch imaps://alice@mail.example.org/INBOX",
            "  pennypost watch imaps://alice@mail.example.org --exec 'notify-send \"$PENNYPOST_SUBJECT\"'",
            "  pennypost watch imaps://alice@mail.example.org --count 1       until one has come",
            "",
            "The command of --exec gets the message on its standard input, and PENNYPOST_UID, PENNYPOST_MAILBOX,",
            "PENNYPOST_FROM and PENNYPOST_SUBJECT. Nothing is changed on the server. A lost connection is made again."
        })
public final class WatchCommand implements Command {
    private static final String LAB = "imap://127.0.0.1:2143";
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(5);

    private final Console console;
    private final MailWatch.Pause pause;

    @Parameters(
            paramLabel = "URL",
            arity = "0..1",
            description = "imap://[USER[;AUTH=MECHANISM]@]HOST[:PORT][/MAILBOX], or the same with imaps://; the lab's ("
                    + LAB + ") otherwise.")
    private String server = LAB;

    @Option(names = "--exec", paramLabel = "COMMAND", description = "Run this by the shell for each message.")
    private @Nullable String command;

    @Option(names = "--count", paramLabel = "NUMBER", description = "End after so many messages.")
    private @Nullable Integer count;

    @Option(
            names = "--poll",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How often to ask a server that has no IDLE.")
    private int pollSeconds;

    @Mixin
    private MailboxOptions options = new MailboxOptions();

    /** @param console where it tells */
    public WatchCommand(Console console) {
        this(console, Thread::sleep);
    }

    /** @param pause lets time go by between two attempts to connect, and between two questions */
    WatchCommand(Console console, MailWatch.Pause pause) {
        this.console = console;
        this.pause = pause;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        if ((count != null && count < 1) || pollSeconds < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--count and --poll take a number, 1 or more");
        }
        Duration patience = options.patience();
        ImapUrl url = url();
        Credentials credentials = options.credentials(console, url.server());
        try {
            watch(url, credentials, patience);
            return ExitCode.OK;
        } catch (LoginRefused refused) {
            throw MailboxOptions.failure(refused);
        } catch (FetchRefused refused) {
            throw MailboxOptions.failure(url.server(), refused);
        } catch (IOException unreachable) {
            throw NetworkFailure.of(url.server().toString(), unreachable);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.TEMPORARY;
        }
    }

    private ImapUrl url() throws CommandFailure {
        if (!ImapUrl.isOne(server)) {
            throw new CommandFailure(ExitCode.USAGE, "write imap://HOST or imaps://HOST, not " + Printable.of(server));
        }
        try {
            ImapUrl url = ImapUrl.parse(server);
            if (url.uid().isPresent() || !url.search().isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "a whole mailbox is watched: leave out /;UID= and ?SEARCH");
            }
            return url.with(options.applyTo(url.server()));
        } catch (BadServerAddress wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private void watch(ImapUrl url, Credentials credentials, Duration patience)
            throws CommandFailure, IOException, InterruptedException {
        try (Deadlines deadlines = Deadlines.start()) {
            watch(url, credentials, patience, deadlines);
        }
    }

    /** The first connection has to succeed, so that a mistake is told at once; a later one is tried until it does. */
    private void watch(ImapUrl url, Credentials credentials, Duration patience, Deadlines deadlines)
            throws CommandFailure, IOException, InterruptedException {
        Told told = new Told(console, url.mailbox(), options.json(), command, count);
        MailWatch.Position position = null;
        Duration wait = PAUSE_MIN;
        while (true) {
            try (MailWatch watch = MailWatch.open(
                    url,
                    options.insecure(),
                    credentials,
                    patience,
                    deadlines,
                    position,
                    pause,
                    options.shown(console))) {
                if (position == null) {
                    console.err()
                            .println("watching " + Printable.of(url.mailbox()) + " of "
                                    + Printable.of(credentials.user()) + " on " + url.server() + " (Ctrl-C ends it)");
                }
                position = watch.position();
                while (true) {
                    for (MailWatch.Arrived message : watch.await(Duration.ofSeconds(pollSeconds))) {
                        boolean enough = told.tell(watch, message);
                        position = new MailWatch.Position(
                                position.uidValidity(), message.uid().number() + 1);
                        if (enough) {
                            return;
                        }
                    }
                    position = watch.position();
                    // Not before, so that a server that takes a login and then goes away is not asked every second.
                    wait = PAUSE_MIN;
                }
            } catch (IOException lost) {
                boolean lasting = position == null
                        || (lost instanceof LoginRefused login && !login.temporary())
                        || (lost instanceof FetchRefused refused && !refused.temporary());
                if (lasting) {
                    throw lost;
                }
                console.err()
                        .println("pennypost: the connection is lost (" + Printable.of(String.valueOf(lost.getMessage()))
                                + "); again in " + wait.toSeconds() + " s");
                pause.pause(wait);
                wait = wait.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? wait.multipliedBy(2) : PAUSE_MAX;
            }
        }
    }
}
