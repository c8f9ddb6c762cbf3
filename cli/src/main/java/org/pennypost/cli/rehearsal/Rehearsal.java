package org.pennypost.cli.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.Pennypost;
import org.pennypost.server.admin.AdminClient;
import org.pennypost.server.admin.AdminRequest;

/**
 * A short life of the program, on the loopback and in a folder of its own: the JVM watches it and writes down the classes that it
 * loaded (JEP 483). A server that starts with this cache listens sooner. It takes a few hundred messages, so that what happens only now and then is seen, too. Run by {@code scripts/aot-cache.sh}; see {@code docs/adr/0030-aot-cache.md}.
 */
public final class Rehearsal {
    private static final int SENDERS = 8;
    private static final int MESSAGES_EACH = 100;
    private static final int SUBMITTED_EACH = 50;

    private Rehearsal() {}

    /**
     * Serves, sends, fetches, stops, and starts once more.
     *
     * @param args the data folder, which is removed at the end
     * @throws Exception when the mail did not come through: the packaging fails then, as the program does not work
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try {
            serve(folder, true);
            serve(folder, false); // what a start does that finds mail belongs into the cache, too
        } finally {
            remove(folder);
        }
    }

    private static void serve(Path folder, boolean busy) throws Exception {
        try (ExecutorService server = Executors.newSingleThreadExecutor()) {
            Screen screen = new Screen();
            Future<ExitCode> served =
                    server.submit(() -> Pennypost.run(screen.console(), "serve", "--data", folder.toString()));
            try {
                Correspondence mail = screen.awaitReady();
                if (busy) {
                    correspond(mail);
                    command(folder, "status");
                    command(folder, "check");
                }
            } finally {
                // The command waits for the end of the server's process, which is this one.
                AdminClient.ask(folder, new AdminRequest("stop", Map.of()));
            }
            expectSuccess("serve", served.get(), screen);
        }
    }

    private static void correspond(Correspondence mail) throws Exception {
        together(SENDERS, _ -> mail.sending(MESSAGES_EACH));
        together(SENDERS, sender -> mail.submitting(sender % mail.accounts(), SUBMITTED_EACH));
        together(mail.accounts(), mail::fetching);
        together(mail.accounts(), mail::keeping);
        mail.encrypted();
    }

    private static void command(Path folder, String name) {
        Screen screen = new Screen();
        expectSuccess(name, Pennypost.run(screen.console(), name, "--data", folder.toString()), screen);
    }

    private static void expectSuccess(String command, ExitCode code, Screen screen) {
        if (code != ExitCode.OK) {
            throw new IllegalStateException(command + " ended with " + code + ": " + screen.text());
        }
    }

    private static void together(int count, IntFunction<Callable<Void>> task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks =
                    IntStream.range(0, count).mapToObj(task).toList();
            for (Future<Void> each : threads.invokeAll(tasks)) {
                each.get();
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
