package org.pennypost.cli.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.NetworkFailure;
import org.pennypost.client.Protocol;
import org.pennypost.client.Sending;
import org.pennypost.client.ServerAddress;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.client.DeliveryResult;
import org.pennypost.smtp.client.MessageContent;
import org.pennypost.smtp.client.OutgoingMessage;
import org.pennypost.smtp.client.SmtpRefused;
import org.pennypost.wire.Deadlines;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pennypost bench smtp}: sends messages from several sessions, each with a text of its own, and times every one of them. */
@CommandLine.Command(
        name = "smtp",
        description = {
            "Send messages from several sessions at once and time each, from MAIL to the final reply.",
            "The clock starts when all sessions are open and logged in.",
            "No two messages are alike. They stay where they arrive: take accounts that are there for it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost bench smtp localhost:2025 --to alice@example.test",
            "  pennypost bench smtp localhost:2025 --to u%%d@example.test --users 20 --sessions 50 --size 50000 --json"
        })
final class SmtpBench implements Command {
    private static final List<Protocol> PROTOCOLS =
            List.of(Protocol.SMTP, Protocol.SMTPS, Protocol.SUBMISSION, Protocol.SUBMISSIONS);

    private final Console console;

    @Parameters(paramLabel = "HOST:PORT", description = "The server; also smtp://HOST or smtps://HOST.")
    private String server = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ADDRESS",
            description = "To whom; %%d in it counts from 1 to --users.")
    private String to = "";

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many recipients %%d stands for.")
    private int users;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "Who writes; the null sender otherwise.")
    private @Nullable String from;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many sessions at once (${DEFAULT-VALUE}).")
    private int sessions;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many messages in all (${DEFAULT-VALUE}).")
    private int messages;

    @Option(
            names = "--size",
            paramLabel = "OCTETS",
            defaultValue = "4096",
            description = "How large each message is (${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "0",
            description = "Send so many messages before that are not counted.")
    private int warmUp;

    @Mixin
    private BenchOptions options = new BenchOptions();

    SmtpBench(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        check();
        ServerAddress address = options.address(server, PROTOCOLS);
        Sending sending = new Sending(
                address,
                options.insecure(),
                "localhost",
                options.credentials(console, address).orElse(null),
                BenchOptions.PATIENCE);
        try {
            if (warmUp > 0) {
                load(sending, warmUp);
            }
            Measured measured = load(sending, messages);
            return options.tell(console, List.of(measured));
        } catch (SmtpRefused refused) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, address + ": " + refused.getMessage());
        } catch (IOException broken) {
            throw NetworkFailure.of(address.toString(), broken);
        }
    }

    private void check() throws CommandFailure {
        if (sessions < 1 || messages < 1 || users < 1 || warmUp < 0 || size < 200) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--sessions, --messages and --users are at least 1, --size at least 200");
        }
        try {
            for (int i = 1; i <= users; i++) {
                recipient(i);
            }
            sender();
        } catch (IOException wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private Measured load(Sending sending, int count) throws IOException {
        AtomicInteger next = new AtomicInteger();
        String run = Long.toString(console.clock().millis(), Character.MAX_RADIX);
        try (Deadlines deadlines = Deadlines.start()) {
            Measured measured = new Measured("messages accepted", System::nanoTime);
            Sessions.openThenHold(
                    Math.min(sessions, count), () -> sending.open(deadlines), measured::restart, client -> {
                        for (int number = next.incrementAndGet(); number <= count; number = next.incrementAndGet()) {
                            byte[] content =
                                    BenchMessage.make(from == null ? "bench@localhost" : from, run, number, size);
                            OutgoingMessage message = OutgoingMessage.of(
                                    sender(), List.of(recipient(number)), MessageContent.of(content));
                            long began = measured.now();
                            DeliveryResult result = client.send(message);
                            if (result.complete()) {
                                measured.done(began, content.length);
                            } else {
                                measured.failed(
                                        result.failed().getFirst().reply().toString());
                            }
                        }
                    });
            return measured;
        }
    }

    private ReversePath sender() throws IOException {
        return from == null ? ReversePath.NULL : ReversePath.of(mailbox(from));
    }

    private ForwardPath recipient(int number) throws IOException {
        return ForwardPath.of(mailbox(to.replace("%d", Integer.toString((number - 1) % users + 1))));
    }

    private static Mailbox mailbox(String address) throws IOException {
        try {
            return Mailbox.parse(address);
        } catch (BadSyntax wrong) {
            throw new IOException("'" + address + "' is not an address: " + wrong.getMessage(), wrong);
        }
    }
}
