package org.pennypost.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pennypost.cli.Command;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.NetworkFailure;
import org.pennypost.cli.Printable;
import org.pennypost.client.Credentials;
import org.pennypost.client.Fetching;
import org.pennypost.client.LoginRefused;
import org.pennypost.client.Protocol;
import org.pennypost.client.ServerAddress;
import org.pennypost.pop3.client.Pop3Client;
import org.pennypost.pop3.client.Pop3Refused;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.Deadlines;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pennypost bench pop3}: lists and reads one account's mail, one message at a time and pipelined, and deletes nothing. */
@CommandLine.Command(
        name = "pop3",
        description = {
            "Log in, time STAT, LIST and UIDL, then RETR of each message: one at a time, and with several under way.",
            "Nothing is deleted."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pennypost bench pop3 localhost:2110 --user alice@example.test",
            "  pennypost bench pop3 pop3s://alice@mail.example.org --messages 1000 --this-is-my-server"
        })
final class Pop3Bench implements Command {
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.POP3, Protocol.POP, Protocol.POP3S);

    private final Console console;

    @Parameters(paramLabel = "HOST:PORT", description = "The server; also pop3://[USER@]HOST or pop3s://[USER@]HOST.")
    private String server = "";

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Read at most so many messages (${DEFAULT-VALUE}).")
    private int messages;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often to list and to read them all (${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private BenchOptions options = new BenchOptions();

    Pop3Bench(Console console) {
        this.console = console;
    }

    @Override
    public ExitCode run() throws CommandFailure, IOException {
        check();
        ServerAddress address = options.address(server, PROTOCOLS);
        Credentials credentials = options.credentials(console, address)
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "say whose mail: --user NAME"));
        List<Measured> measured = new ArrayList<>();
        try (Deadlines deadlines = Deadlines.start();
                Pop3Client client =
                        Fetching.login(address, options.insecure(), credentials, BenchOptions.PATIENCE, deadlines)) {
            List<Integer> numbers = List.copyOf(client.list().keySet());
            List<Integer> some = numbers.subList(0, Math.min(messages, numbers.size()));
            measured.add(each(client, some));
            measured.add(pipelined(client, some));
            measured.add(repeated("STAT", client::stat));
            measured.add(repeated("LIST of " + numbers.size(), client::list));
            measured.add(repeated("UIDL of " + numbers.size(), client::uniqueIds));
            client.quit();
        } catch (LoginRefused refused) {
            throw new CommandFailure(ExitCode.NO_PERMISSION, Printable.of(String.valueOf(refused.getMessage())));
        } catch (Pop3Refused refused) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, Printable.of(address + ": " + refused.getMessage()));
        } catch (IOException broken) {
            throw NetworkFailure.of(address.toString(), broken);
        }
        return options.tell(console, measured);
    }

    private void check() throws CommandFailure {
        if (messages < 1 || rounds < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--messages and --rounds are at least 1");
        }
    }

    private Measured each(Pop3Client client, List<Integer> numbers) throws IOException {
        Measured measured = new Measured("RETR one at a time", System::nanoTime);
        for (int round = 0; round < rounds; round++) {
            for (int number : numbers) {
                long began = measured.now();
                measured.done(began, client.retrieve(number, (_, _, _) -> {}));
            }
        }
        return measured;
    }

    /** The time of each is the time since the one before it had come. */
    private Measured pipelined(Pop3Client client, List<Integer> numbers) throws IOException {
        Measured measured = new Measured("RETR pipelined", System::nanoTime);
        for (int round = 0; round < rounds; round++) {
            client.retrieve(numbers, new Pop3Client.MessageTarget() {
                private long began = measured.now();

                @Override
                public ByteSink begin(int number) {
                    return (_, _, _) -> {};
                }

                @Override
                public void end(int number, long octets) {
                    measured.done(began, octets);
                    began = measured.now();
                }

                @Override
                public void refused(int number, Pop3Refused why) {
                    measured.failed(String.valueOf(why.getMessage()));
                }
            });
        }
        return measured;
    }

    private interface Asking {
        Object ask() throws IOException;
    }

    private Measured repeated(String what, Asking asking) throws IOException {
        Measured measured = new Measured(what, System::nanoTime);
        for (int round = 0; round < rounds; round++) {
            long began = measured.now();
            asking.ask();
            measured.done(began, 0);
        }
        return measured;
    }
}
