package org.pennypost.cli.rehearsal;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.cli.Console;

/** What a command of the rehearsal prints; the server's tells where it listens and who has an account. */
final class Screen {
    private static final int READY_SECONDS_MAX = 60;
    /** {@code alice@example.test password XYZ}. */
    private static final Pattern ACCOUNT = Pattern.compile("(\\S+@example\\.test)\\s+password (\\S+)");

    /** Every port is a free one. Nobody answers at the resolver's: making the cache asks nothing of the outside. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("PENNYPOST_LAB", "true"),
            Map.entry("PENNYPOST_LOG_LEVEL", "error"),
            Map.entry("PENNYPOST_DNS_SERVERS", "127.0.0.1:1"),
            Map.entry("PENNYPOST_SMTP_LISTEN", "127.0.0.1:0"),
            Map.entry("PENNYPOST_SUBMISSION_LISTEN", "127.0.0.1:0"),
            Map.entry("PENNYPOST_SUBMISSION_MESSAGES_PER_HOUR_MAX", "1000000"),
            Map.entry("PENNYPOST_SUBMISSION_MESSAGES_PER_DAY_MAX", "1000000"),
            Map.entry("PENNYPOST_SUBMISSIONS_LISTEN", "127.0.0.1:0"),
            Map.entry("PENNYPOST_POP3_LISTEN", "127.0.0.1:0"),
            Map.entry("PENNYPOST_POP3S_LISTEN", "127.0.0.1:0"),
            Map.entry("PENNYPOST_IMAP_LISTEN", "127.0.0.1:0"),
            Map.entry("PENNYPOST_IMAPS_LISTEN", "127.0.0.1:0"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch ready = new CountDownLatch(1);

    Console console() {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.startsWith("Ready:")) {
                    ready.countDown();
                }
            }
        };
        Console world = Console.system();
        return new Console(
                InputStream.nullInputStream(), out, out, SETTINGS, false, false, world.clock(), world.random());
    }

    /** Waits until the server says that it is ready. */
    Correspondence awaitReady() throws InterruptedException {
        if (!ready.await(READY_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server is not ready: " + text());
        }
        Map<String, String> passwords = new TreeMap<>();
        Matcher account = ACCOUNT.matcher(text());
        while (account.find()) {
            passwords.put(account.group(1), account.group(2));
        }
        return new Correspondence(
                new Correspondence.Ports(port("SMTP"), port("SUBMISSION"), port("POP3"), port("IMAP")), passwords);
    }

    private int port(String service) {
        Matcher address =
                Pattern.compile("\\b" + service + " 127\\.0\\.0\\.1:(\\d+)").matcher(text());
        if (!address.find()) {
            throw new IllegalStateException("the server does not say where " + service + " listens: " + text());
        }
        return Integer.parseInt(address.group(1));
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
