package org.pennypost.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;
import org.pennypost.cli.ScriptedServer;
import org.pennypost.client.Credentials;
import org.pennypost.client.ImapUrl;
import org.pennypost.client.MailWatch;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

class WatchCommandTest {
    private static final String CAPABLE = "S: * OK [CAPABILITY IMAP4rev1 IDLE] ready\n";
    private static final String LOGIN = """
            C: a1 LOGIN "alice" "secret"
            S: a1 OK [CAPABILITY IMAP4rev1 IDLE] welcome
            C: a2 EXAMINE "INBOX"
            S: * 1 EXISTS
            S: * OK [UIDVALIDITY 77] which
            S: * OK [UIDNEXT 5] next
            S: a2 OK [READ-ONLY] looked at
            """;
    /** UID 4 is in the answer since the last message always is. */
    private static final String NOTHING = "C: a3 UID SEARCH UID 5:*\nS: * SEARCH 4\nS: a3 OK done\n";

    private static final String IDLE = """
            C: a4 IDLE
            S: + go on
            S: * OK still here
            S: * 2 EXISTS
            C: DONE
            S: a4 OK done
            """;
    private static final String FOUND = """
            C: a5 UID SEARCH UID 5:*
            S: * SEARCH 6
            S: a5 OK done
            C: a6 UID FETCH 6 (UID BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)])
            S: * 2 FETCH (UID 6 BODY[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)] {30}
            S: From: bob
            S: Subject: $(lunch)
            S: )
            S: a6 OK done
            """;

    private static final String FOUND_TWO = FOUND.replace("* SEARCH 6", "* SEARCH 6 7")
            .replace("FETCH 6 ", "FETCH 6:7 ")
            .replace(
                    "S: a6 OK done",
                    "S: * 3 FETCH (UID 7 BODY[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)] {14}\nS: Subject: two\nS: )\nS: a6 OK done");

    @TempDir
    Path folder;

    private final FakeConsole fake = new FakeConsole().environment("PENNYPOST_PASSWORD", "secret");

    @Test
    void tellsOfWhatComesWhileItWaits() throws Exception {
        assertThat(watch(CAPABLE + LOGIN + NOTHING + IDLE + FOUND, "--count", "1"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out()).isEqualTo("6  bob  $(lunch)\n");
        assertThat(fake.err())
                .startsWith("watching INBOX of alice on 127.0.0.1:")
                .hasLineCount(1);
    }

    @Test
    void tellsProgramsInJson() throws Exception {
        assertThat(watch(CAPABLE + LOGIN + NOTHING + IDLE + FOUND, "--count", "1", "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out())
                .isEqualTo("{\"mailbox\":\"INBOX\",\"uid\":6,\"from\":\"bob\",\"subject\":\"$(lunch)\"}\n");
    }

    /** The subject is in the command's environment, so that nothing in it is run. */
    @Test
    void runsACommandWithTheMessage() throws Exception {
        Path file = folder.resolve("came");
        String whole = "C: a7 UID FETCH 6 (UID BODY.PEEK[])\nS: * 2 FETCH (UID 6 BODY[] \"whole\")\nS: a7 OK done\n";
        assertThat(watch(
                        CAPABLE + LOGIN + NOTHING + IDLE + FOUND + whole,
                        "--count",
                        "1",
                        "--exec",
                        "{ cat; echo; echo \"$PENNYPOST_UID $PENNYPOST_MAILBOX $PENNYPOST_FROM $PENNYPOST_SUBJECT$PENNYPOST_PASSWORD\"; } > "
                                + file + "; exit 3"))
                .isEqualTo(ExitCode.OK);
        assertThat(file).hasContent("whole\n6 INBOX bob $(lunch)\n");
        assertThat(fake.err()).contains("message 6 is here, but the command ended with 3");
    }

    @Test
    void asksAgainAndAgainWhereThereIsNoIdle() throws Exception {
        List<Duration> pauses = new ArrayList<>();
        String script = CAPABLE.replace(" IDLE", "") + LOGIN.replace(" IDLE", "") + NOTHING
                + "C: a4 NOOP\nS: * 2 EXISTS\nS: a4 OK done\n" + FOUND;
        try (ScriptedServer server = ScriptedServer.start(script);
                MailWatch watch = open(server, null, pauses)) {
            assertThat(watch.await(Duration.ofSeconds(7)))
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.header().text("Subject")).isEqualTo("$(lunch)"));
            assertThat(watch.position()).isEqualTo(new MailWatch.Position(77, 7));
            assertThat(server.failure()).isEmpty();
        }
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    /** RFC 2177 §3: at least every 29 minutes, as servers may end sessions that say nothing for 30. */
    @Test
    void idleIsBegunAnewInTime() throws Exception {
        AtomicLong now = new AtomicLong(System.nanoTime());
        Deadlines deadlines = new Deadlines(now::get);
        String quiet = "C: %1$s IDLE\nS: + go on\nC: DONE\nS: %1$s OK done\n";
        try (ScriptedServer server = ScriptedServer.start(CAPABLE
                        + LOGIN
                        + NOTHING
                        + quiet.formatted("a4")
                        + NOTHING.replace("a3", "a5")
                        + NOTHING.replace("a3", "a6")
                        + quiet.formatted("a7")
                        + NOTHING.replace("a3", "a8"));
                MailWatch watch = open(server, null, new ArrayList<>(), deadlines)) {
            List<Integer> waiting = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread clock = Thread.ofPlatform().start(() -> {
                    while (deadlines.alarms() == 0) {
                        Thread.onSpinWait();
                    }
                    now.addAndGet(Duration.ofMinutes(25).toNanos());
                    deadlines.sweep();
                    waiting.add(deadlines.alarms());
                    now.addAndGet(Duration.ofMinutes(4).toNanos() - 1);
                    deadlines.sweep();
                });
                assertThat(watch.await(Duration.ofSeconds(7))).isEmpty();
                clock.join();
            }
            assertThat(waiting).as("after 25 minutes").containsExactly(1, 1);
            assertThat(server.failure()).isEmpty();
        }
    }

    /** RFC 9051 §7.1.5. */
    @Test
    void aServerThatSaysByeWhileWeWaitIsAskedAgain() throws Exception {
        List<ScriptedServer> later = new ArrayList<>();
        try (ScriptedServer first = ScriptedServer.start(CAPABLE + LOGIN + NOTHING
                + "C: a4 IDLE\nS: + go on\nS: * BYE [UNAVAILABLE] the server is restarted\n")) {
            WatchCommand command = new WatchCommand(fake.console(), _ -> {
                assertThat(later).as(fake.err()).isEmpty();
                closeQuietly(first);
                try {
                    later.add(ScriptedServer.start(
                            CAPABLE + LOGIN + FOUND.replace("a5", "a3").replace("a6", "a4"), first.port()));
                } catch (java.io.IOException busy) {
                    throw new AssertionError(busy);
                }
            });
            new picocli.CommandLine(command).parseArgs("imap://alice@127.0.0.1:" + first.port(), "--count", "1");
            assertThat(command.run()).isEqualTo(ExitCode.OK);
        } finally {
            later.forEach(WatchCommandTest::closeQuietly);
        }
        assertThat(fake.out()).isEqualTo("6  bob  $(lunch)\n");
        assertThat(fake.err()).contains("the server ended the session: the server is restarted", "again in 1 s");
    }

    @Test
    void aCommandThatFailsDoesNotEndTheWatching() throws Exception {
        String bodies = """
                C: a7 UID FETCH 6 (UID BODY.PEEK[])
                S: * 2 FETCH (UID 6 BODY[] "one")
                S: a7 OK done
                C: a8 UID FETCH 7 (UID BODY.PEEK[])
                S: a8 OK done
                """;
        assertThat(watch(
                        CAPABLE + LOGIN + NOTHING + IDLE + FOUND_TWO + bodies,
                        "--count",
                        "2",
                        "--exec",
                        "no-such-program"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out()).hasLineCount(2);
        assertThat(fake.err())
                .contains(
                        "message 6 is here, but the command ended with 127",
                        "message 7 is gone, so the command was not run");
    }

    /** Some servers offer IDLE and have too little of something for it. */
    @Test
    void asksAgainAndAgainWhereIdleIsRefused() throws Exception {
        List<Duration> pauses = new ArrayList<>();
        String script = CAPABLE + LOGIN + NOTHING + "C: a4 IDLE\nS: a4 NO [LIMIT] too many\nC: a5 NOOP\nS: a5 OK done\n"
                + NOTHING.replace("a3", "a6") + NOTHING.replace("a3", "a7") + "C: a8 NOOP\nS: a8 OK done\n"
                + FOUND.replace("a6", "a10").replace("a5", "a9");
        try (ScriptedServer server = ScriptedServer.start(script);
                MailWatch watch = open(server, null, pauses)) {
            assertThat(watch.await(Duration.ofSeconds(7))).isEmpty();
            assertThat(watch.await(Duration.ofSeconds(7))).hasSize(1);
            assertThat(server.failure()).isEmpty();
        }
        assertThat(pauses).hasSize(2);
    }

    @Test
    void whatCameWhileTheConnectionWasLostIsTold() throws Exception {
        String found = FOUND.replace("a5", "a3").replace("a6", "a4").replace("UID 5:*", "UID 3:*");
        try (ScriptedServer server = ScriptedServer.start(CAPABLE + LOGIN + found);
                MailWatch watch = open(server, new MailWatch.Position(77, 3), new ArrayList<>())) {
            assertThat(watch.await(Duration.ofSeconds(7))).hasSize(1);
        }
    }

    @Test
    void inAnotherMailboxOfTheSameNameOnlyWhatComesNowIsNew() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(CAPABLE + LOGIN);
                MailWatch watch = open(server, new MailWatch.Position(76, 3), new ArrayList<>())) {
            assertThat(watch.position()).isEqualTo(new MailWatch.Position(77, 5));
        }
    }

    @Test
    void aLostConnectionIsMadeAgain() throws Exception {
        List<Duration> pauses = new ArrayList<>();
        List<ScriptedServer> later = new ArrayList<>();
        try (ScriptedServer first = ScriptedServer.start(CAPABLE + LOGIN + NOTHING + "C: a4 IDLE\n")) {
            WatchCommand command = new WatchCommand(fake.console(), pause -> {
                pauses.add(pause);
                if (pauses.size() > 2) {
                    throw new AssertionError("a third time: " + fake.err());
                }
                if (pauses.size() == 2) {
                    try {
                        later.add(ScriptedServer.start(
                                CAPABLE + LOGIN + FOUND.replace("a5", "a3").replace("a6", "a4"), first.port()));
                    } catch (java.io.IOException busy) {
                        throw new AssertionError(busy);
                    }
                } else {
                    closeQuietly(first);
                }
            });
            new picocli.CommandLine(command).parseArgs("imap://alice@127.0.0.1:" + first.port(), "--count", "1");
            assertThat(command.run()).isEqualTo(ExitCode.OK);
        } finally {
            later.forEach(WatchCommandTest::closeQuietly);
        }
        assertThat(fake.out()).isEqualTo("6  bob  $(lunch)\n");
        assertThat(fake.err()).contains("the connection is lost", "again in 1 s", "again in 2 s");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** Two have come; the connection is lost when the second one is read for the command. */
    @Test
    void whatWasToldBeforeTheConnectionWasLostIsNotToldAgain() throws Exception {
        String again = FOUND.replace("a5", "a3")
                .replace("a6", "a4")
                .replace("UID 5:*", "UID 7:*")
                .replace("SEARCH 6", "SEARCH 7")
                .replace("FETCH 6 ", "FETCH 7 ")
                .replace("UID 6 ", "UID 7 ");
        String one = "C: a7 UID FETCH 6 (UID BODY.PEEK[])\nS: * 2 FETCH (UID 6 BODY[] \"one\")\nS: a7 OK done\n";
        String second = "C: a5 UID FETCH 7 (UID BODY.PEEK[])\nS: * 3 FETCH (UID 7 BODY[] \"two\")\nS: a5 OK done\n";
        Path file = folder.resolve("came");
        List<ScriptedServer> later = new ArrayList<>();
        try (ScriptedServer first = ScriptedServer.start(
                CAPABLE + LOGIN + NOTHING + IDLE + FOUND_TWO + one + "C: a8 UID FETCH 7 (UID BODY.PEEK[])\n")) {
            WatchCommand command = new WatchCommand(fake.console(), _ -> {
                assertThat(later).as(fake.err()).isEmpty();
                closeQuietly(first);
                try {
                    later.add(ScriptedServer.start(CAPABLE + LOGIN + again + second, first.port()));
                } catch (java.io.IOException busy) {
                    throw new AssertionError(busy);
                }
            });
            new picocli.CommandLine(command)
                    .parseArgs("imap://alice@127.0.0.1:" + first.port(), "--count", "2", "--exec", "cat >> " + file);
            assertThat(command.run()).isEqualTo(ExitCode.OK);
        } finally {
            later.forEach(WatchCommandTest::closeQuietly);
        }
        assertThat(file).hasContent("onetwo");
        assertThat(fake.out()).hasLineCount(2);
    }

    private static void closeQuietly(ScriptedServer server) {
        try {
            server.close();
        } catch (java.io.IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aServerThatIsNotThereIsToldAtOnce() throws Exception {
        assertThat(RunsPennypost.run(fake, List.of("watch", "imap://alice@127.0.0.1:" + ScriptedServer.unusedPort())))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).hasLineCount(1);
    }

    @Test
    void aWrongPasswordAMissingMailboxAndAnotherProtocolAreToldAtOnce() throws Exception {
        String refused = CAPABLE + "C: a1 LOGIN \"alice\" \"secret\"\nS: a1 NO [AUTHENTICATIONFAILED] wrong\n";
        assertThat(mistaken(refused)).isEqualTo(ExitCode.NO_PERMISSION);
        assertThat(fake.err()).contains("wrong").doesNotContain("secret").hasLineCount(1);
        fake.forget();
        String missing = CAPABLE + LOGIN.substring(0, LOGIN.indexOf("S: * 1 EXISTS"))
                + "S: a2 NO [NONEXISTENT] no such mailbox\n";
        assertThat(mistaken(missing)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("no such mailbox").hasLineCount(1);
        fake.forget();
        assertThat(mistaken("S: 220 mail.example.org ESMTP\n")).isEqualTo(ExitCode.PROTOCOL);
        assertThat(fake.err()).contains("220 mail.example.org ESMTP").hasLineCount(1);
    }

    private ExitCode mistaken(String script) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script)) {
            return RunsPennypost.run(fake, List.of("watch", "imap://alice@127.0.0.1:" + server.port()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pop3://127.0.0.1                     | write imap://HOST
            imap://127.0.0.1/INBOX/;UID=3        | a whole mailbox
            imap://127.0.0.1 --count 0           | 1 or more
            imap://127.0.0.1 --timeout 0         | --timeout takes
            imap://127.0.0.1                     | --user NAME
            """)
    void mistakesAreAnsweredInOneLine(String words, String answer) {
        assertThat(RunsPennypost.run(fake, List.of("watch"), words.split(" +", -1)))
                .isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).contains(answer).hasLineCount(1);
    }

    private static MailWatch open(ScriptedServer server, MailWatch.@Nullable Position since, List<Duration> pauses)
            throws Exception {
        return open(server, since, pauses, new Deadlines(() -> 0));
    }

    private static MailWatch open(
            ScriptedServer server, MailWatch.@Nullable Position since, List<Duration> pauses, Deadlines deadlines)
            throws Exception {
        return MailWatch.open(
                ImapUrl.parse("imap://alice@127.0.0.1:" + server.port()),
                false,
                new Credentials("alice", "secret"),
                Duration.ofSeconds(10),
                deadlines,
                since,
                pauses::add,
                DialogueListener.NONE);
    }

    private ExitCode watch(String script, String... options) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script)) {
            WatchCommand command = new WatchCommand(fake.console(), _ -> {
                throw new AssertionError("the connection is lost: " + server.failure() + fake.err());
            });
            List<String> words = new ArrayList<>(List.of("imap://alice@127.0.0.1:" + server.port()));
            words.addAll(List.of(options));
            new picocli.CommandLine(command).parseArgs(words.toArray(String[]::new));
            ExitCode code = command.run();
            assertThat(server.failure()).isEmpty();
            return code;
        }
    }
}
