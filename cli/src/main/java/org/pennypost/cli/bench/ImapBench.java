package org.pennypost.cli.bench;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.NetworkFailure;
import org.pennypost.cli.Printable;
import org.pennypost.client.Credentials;
import org.pennypost.client.FetchRefused;
import org.pennypost.client.Fetching;
import org.pennypost.client.LoginRefused;
import org.pennypost.client.Protocol;
import org.pennypost.client.ServerAddress;
import org.pennypost.imap.client.ImapRefused;
import org.pennypost.wire.Deadlines;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pennypost bench imap}: several sessions do in a mailbox of their own what mail programs do, and others wait there for mail. */
@CommandLine.Command(
        name = "imap",
        description = {
            "Make a mailbox, fill it, do there from several sessions what mail programs do, and time each step;",
            "then time how soon sessions in IDLE are told of new mail. The mailbox is deleted at the end.",
            "Nothing else in the account is touched."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost bench imap localhost:2143 --user alice@example.test",
            "  pennypost bench imap localhost:2143 --user u%%d@example.test --users 20 --sessions 50 --mix fetch=9,append=1",
            "  pennypost bench imap imaps://alice@mail.example.org --idle 0 --this-is-my-server"
        })
final class ImapBench implements Command {
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.IMAP, Protocol.IMAPS);

    /** What people's programs do, most of all read. */
    private static final String MIX = "fetch=50,list=20,store=15,search=5,append=5,select=3,status=2";

    /** Stands for the number of the user. */
    private static final String COUNTED = "%d";

    private final Console console;

    @Parameters(paramLabel = "HOST:PORT", description = "The server; also imap://[USER@]HOST or imaps://[USER@]HOST.")
    private String server = "";

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many accounts %%d in --user stands for, all with the same password.")
    private int users;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many sessions at once (${DEFAULT-VALUE}).")
    private int sessions;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many messages each mailbox has at the beginning (${DEFAULT-VALUE}).")
    private int messages;

    @Option(
            names = "--size",
            paramLabel = "OCTETS",
            defaultValue = "4096",
            description = "How large each message is (${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many steps all sessions take together (${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--mix",
            paramLabel = "STEP=WEIGHT,...",
            defaultValue = MIX,
            converter = ImapMix.Converter.class,
            description = "How often each step comes (${DEFAULT-VALUE}).")
    private @Nullable ImapMix mix;

    @Option(
            names = "--idle",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many sessions of the first account wait in IDLE (${DEFAULT-VALUE}); 0 for none.")
    private int waiting;

    @Option(
            names = "--news",
            paramLabel = "N",
            defaultValue = "100",
            description = "Of how many messages they are told (${DEFAULT-VALUE}).")
    private int news;

    @Mixin
    private BenchOptions options = new BenchOptions();

    ImapBench(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        check();
        ServerAddress address = options.address(server, PROTOCOLS);
        Credentials credentials = options.credentials(console, address)
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "say whose mailbox: --user NAME"));
        if (users > 1 && !credentials.user().contains(COUNTED)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--users counts what " + COUNTED + " in --user stands for, and there is none");
        }
        List<Measured> measured;
        try (Deadlines deadlines = Deadlines.start()) {
            ImapLoad load = new ImapLoad(
                    number -> Fetching.loginToImap(
                            address,
                            options.insecure(),
                            new Credentials(
                                    credentials.user().replace(COUNTED, Integer.toString(number % users + 1)),
                                    credentials.password()),
                            BenchOptions.PATIENCE,
                            deadlines),
                    new ImapLoad.Size(users, sessions, messages, size, steps, waiting, news),
                    Long.toString(console.clock().millis(), Character.MAX_RADIX),
                    console.random());
            measured = load.measure(mix());
        } catch (LoginRefused refused) {
            throw new CommandFailure(ExitCode.NO_PERMISSION, Printable.of(String.valueOf(refused.getMessage())));
        } catch (ImapRefused | FetchRefused refused) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, Printable.of(address + ": " + refused.getMessage()));
        } catch (IOException broken) {
            throw NetworkFailure.of(address.toString(), broken);
        }
        return options.tell(console, measured);
    }

    private ImapMix mix() {
        if (mix == null) {
            throw new IllegalStateException("--mix has a default");
        }
        return mix;
    }

    private void check() throws CommandFailure {
        if (users < 1 || sessions < 1 || messages < 1 || steps < 1 || news < 1 || waiting < 0 || size < 200) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--users, --sessions, --messages, --steps and --news are at least 1, --idle 0, --size 200");
        }
    }
}
