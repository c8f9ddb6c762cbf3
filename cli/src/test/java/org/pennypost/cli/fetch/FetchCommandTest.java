package org.pennypost.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;
import org.pennypost.cli.ScriptedServer;

class FetchCommandTest {
    private static final String LOGIN = """
            S: +OK ready
            C: CAPA
            S: -ERR what?
            C: USER alice
            S: +OK
            C: PASS secret
            S: +OK
            C: CAPA
            S: -ERR what?
            """;
    private static final String LISTING = LOGIN + """
                    C: UIDL
                    S: +OK
                    S: 1 U1
                    S: 2 U2
                    S: .
                    C: LIST
                    S: +OK 2 messages
                    S: 1 31
                    S: 2 20
                    S: .
                    """;
    private static final String FIRST = "Subject: one\r\nFrom: a\r\n\r\n.dot\r\n";
    private static final String RETR_1 = "C: RETR 1\nS: +OK\nS: Subject: one\nS: From: a\nS: \nS: ..dot\nS: .\n";
    private static final String RETR_2 = "C: RETR 2\nS: +OK\nS: Subject: two\nS: \nS: .\n";
    private static final String QUIT = "C: QUIT\nS: +OK bye\n";

    @TempDir
    Path folder;

    private final FakeConsole fake = new FakeConsole().environment("PENNYPOST_PASSWORD", "secret");

    @Test
    void savesEveryMessageByteForByte() throws Exception {
        assertThat(fetch(LISTING + RETR_1 + RETR_2 + QUIT)).isEqualTo(ExitCode.OK);
        assertThat(fake.out())
                .contains(
                        ": 2 messages, 51 bytes\n",
                        "   1        31  U1  a  one  -> ",
                        "2 saved, 0 saved before, 0 deleted");
        assertThat(folder.resolve("U1.eml")).hasContent(FIRST);
        assertThat(Files.readString(folder.resolve("U1.eml"))).isEqualTo(FIRST);
        assertThat(Files.readString(folder.resolve("U2.eml"))).isEqualTo("Subject: two\r\n\r\n");
    }

    @Test
    void fetchesNothingTwiceAndDeletesOnlyAfterAllIsSaved() throws Exception {
        int port;
        try (ScriptedServer server = ScriptedServer.start(LISTING + RETR_1 + RETR_2 + QUIT)) {
            port = server.port();
            assertThat(fetch(server)).isEqualTo(ExitCode.OK);
        }
        fake.forget();
        try (ScriptedServer server =
                ScriptedServer.start(LISTING + "C: DELE 1\nS: +OK\nC: DELE 2\nS: +OK\n" + QUIT, port)) {
            assertThat(fetch(server, "--delete")).isEqualTo(ExitCode.OK);
            assertThat(server.failure()).isEmpty();
        }
        assertThat(fake.out()).contains("0 saved, 2 saved before, 2 deleted on the server");
    }

    @Test
    void aMessageThatBreaksOffIsNoMessageAndIsFetchedAgain() throws Exception {
        int port;
        try (ScriptedServer server = ScriptedServer.start(LISTING + RETR_1 + "C: RETR 2\nS: +OK\nS: Subject: tw\n")) {
            port = server.port();
            assertThat(fetch(server, "--delete")).isEqualTo(ExitCode.TEMPORARY);
        }
        assertThat(fake.err()).contains("in the middle of an answer").hasLineCount(1);
        assertThat(saved()).containsExactly("U1.eml");
        fake.forget();
        try (ScriptedServer server = ScriptedServer.start(LISTING + RETR_2 + QUIT, port)) {
            assertThat(fetch(server)).isEqualTo(ExitCode.OK);
            assertThat(server.failure()).isEmpty();
        }
        assertThat(saved()).containsExactly("U1.eml", "U2.eml");
    }

    @Test
    void aMessageThatTheServerKeepsBackIsToldAndNotDeleted() throws Exception {
        assertThat(fetch(
                        LISTING + "C: RETR 1\nS: -ERR [SYS/PERM] damaged\n" + RETR_2 + "C: DELE 2\nS: +OK\n" + QUIT,
                        "--delete"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("message 1 not saved").hasLineCount(1);
        assertThat(saved()).containsExactly("U2.eml");
    }

    @Test
    void deletionsThatTheServerDidNotConfirmAreAFailure() throws Exception {
        assertThat(fetch(
                        LISTING + RETR_1 + RETR_2
                                + "C: DELE 1\nS: +OK\nC: DELE 2\nS: +OK\nC: QUIT\nS: -ERR some not deleted\n",
                        "--delete"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("some not deleted").hasLineCount(1);
        assertThat(saved()).hasSize(2);
    }

    @Test
    void oneUidlForTwoMessagesIsNoName() throws Exception {
        String listing =
                LOGIN + "C: UIDL\nS: +OK\nS: 1 same\nS: 2 same\nS: .\nC: LIST\nS: +OK\nS: 1 31\nS: 2 20\nS: .\n";
        assertThat(fetch(listing + RETR_1 + RETR_2 + "C: DELE 1\nS: +OK\nC: DELE 2\nS: +OK\n" + QUIT, "--delete"))
                .isEqualTo(ExitCode.OK);
        assertThat(saved()).hasSize(2);
    }

    @Test
    void worksWithoutUidl() throws Exception {
        String listing = LOGIN + "C: UIDL\nS: -ERR\nC: LIST\nS: +OK\nS: 1 31\nS: .\n";
        assertThat(fetch(listing + RETR_1 + QUIT)).isEqualTo(ExitCode.OK);
        assertThat(saved()).singleElement().asString().matches("[0-9a-f]{64}\\.eml");
    }

    @Test
    void hostileUidlsStayInTheFolder() throws Exception {
        String listing = LOGIN + "C: UIDL\nS: +OK\nS: 1 ../../x/\u001B[2J\nS: .\nC: LIST\nS: +OK\nS: 1 31\nS: .\n";
        assertThat(fetch(listing + RETR_1 + QUIT)).isEqualTo(ExitCode.OK);
        assertThat(saved()).containsExactly("%2E.%2F..%2Fx%2F%1B%5B2J.eml");
        assertThat(fake.out()).doesNotContain("\u001B");
    }

    @Test
    void listsWithFromAndSubject() throws Exception {
        assertThat(fetch(
                        LISTING
                                + "C: TOP 1 0\nS: +OK\nS: From: Alice <a@x.test>\nS: Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nS: .\n"
                                + "C: TOP 2 0\nS: -ERR no TOP\n" + QUIT,
                        "--list",
                        "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out())
                .contains(
                        "\"messages\":2,\"octets\":51",
                        "{\"number\":1,\"octets\":31,\"uidl\":\"U1\",\"state\":\"listed\",\"from\":\"Alice <a@x.test>\",\"subject\":\"Grüße\"}",
                        "{\"number\":2,\"octets\":20,\"uidl\":\"U2\",\"state\":\"listed\"}")
                .hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void printsTheFirstLines() throws Exception {
        assertThat(fetch(
                        LISTING
                                + "C: TOP 1 1\nS: +OK\nS: Subject: x\u001B[2J\nS: \nS: hello\nS: .\nC: TOP 2 1\nS: +OK\nS: .\n"
                                + QUIT,
                        "--top",
                        "1"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains("Subject: x\uFFFD[2J\n\nhello\n");
    }

    @Test
    void maildirAndMbox() throws Exception {
        Path maildir = folder.resolve("M");
        try (ScriptedServer server = ScriptedServer.start(LISTING + RETR_1 + RETR_2 + QUIT)) {
            assertThat(run(server, "--maildir", maildir.toString())).isEqualTo(ExitCode.OK);
        }
        try (Stream<Path> files = Files.list(maildir.resolve("new"))) {
            assertThat(files).hasSize(2);
        }
        Path mbox = folder.resolve("box");
        try (ScriptedServer server = ScriptedServer.start(LISTING + RETR_1 + RETR_2 + QUIT)) {
            assertThat(run(server, "--mbox", mbox.toString())).isEqualTo(ExitCode.OK);
        }
        assertThat(Files.readString(mbox))
                .startsWith("From MAILER-DAEMON Mon Nov 23 12:00:00 2026\nSubject: one\nFrom: a\n\n.dot\n\nFrom ");
    }

    @Test
    void stlsBeforeThePassword() throws Exception {
        assertThat(fetch("""
                        S: +OK ready
                        C: CAPA
                        S: +OK
                        S: STLS
                        S: .
                        C: STLS
                        S: +OK
                        tls
                        C: CAPA
                        S: -ERR
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: -ERR [AUTH] wrong
                        """, "--verbose")).isEqualTo(ExitCode.NO_PERMISSION);
        assertThat(fake.err()).contains("C: PASS ***\n", "[AUTH] wrong").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"-ERR [IN-USE] locked, TEMPORARY", "-ERR [SYS/TEMP] later, TEMPORARY", "-ERR no, NO_PERMISSION"})
    void aRefusedLogin(String reply, ExitCode expected) throws Exception {
        assertThat(fetch("S: +OK\nC: CAPA\nS: -ERR\nC: USER alice\nS: +OK\nC: PASS secret\nS: " + reply + "\n"))
                .isEqualTo(expected);
        assertThat(fake.err()).hasLineCount(1);
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".eml"));
    }

    @Test
    void requiredTlsThatIsNotThereKeepsThePassword() throws Exception {
        assertThat(fetch("S: +OK\nC: CAPA\nS: -ERR\nC: STLS\nS: -ERR no\n", "--tls", "required"))
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --delete --list            | leave out --list    | USAGE
            --top -1                   | 0 or more           | USAGE
            --timeout 0                | 1 or more           | USAGE
            --maildir a --mbox b       | mutually exclusive  | USAGE
            --lst                      | --list              | USAGE
            """)
    void mistakesAreAnsweredInOneLine(String words, String answer, ExitCode code) {
        assertThat(RunsPennypost.run(fake, List.of("fetch", "--user", "alice"), words.split(" +", -1)))
                .isEqualTo(code);
        assertThat(fake.err()).contains(answer).hasLineCount(1);
    }

    @Test
    void somebodyHasToBeNamed() {
        assertThat(RunsPennypost.run(fake, List.of("fetch"))).isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).contains("--user NAME").hasLineCount(1);
    }

    private ExitCode fetch(String script, String... options) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script)) {
            ExitCode code = fetch(server, options);
            assertThat(server.failure()).isEmpty();
            return code;
        }
    }

    private ExitCode fetch(ScriptedServer server, String... options) {
        List<String> all = new ArrayList<>(List.of("--dir", folder.toString()));
        all.addAll(List.of(options));
        return run(server, all.toArray(String[]::new));
    }

    private ExitCode run(ScriptedServer server, String... options) {
        return RunsPennypost.run(fake, List.of("fetch", "127.0.0.1:" + server.port(), "--user", "alice"), options);
    }

    private List<String> saved() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".pennypost-fetched"))
                    .sorted()
                    .toList();
        }
    }
}
