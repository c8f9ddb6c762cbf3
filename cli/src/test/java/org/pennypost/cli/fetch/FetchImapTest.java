package org.pennypost.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;
import org.pennypost.cli.ScriptedServer;

/** {@code pennypost fetch imap://...}. */
class FetchImapTest {
    private static final String LOGIN = """
            S: * OK [CAPABILITY IMAP4rev1 UIDPLUS] ready
            C: a1 LOGIN "alice" "secret"
            S: a1 OK [CAPABILITY IMAP4rev1 UIDPLUS] welcome
            """;
    private static final String SELECTED = """
            S: * 2 EXISTS
            S: * OK [UIDVALIDITY 77] which
            S: * OK [UIDNEXT 9] next
            """;
    private static final String SIZES = """
            S: * 1 FETCH (UID 4 RFC822.SIZE 26)
            S: * 2 FETCH (UID 8 RFC822.SIZE 16)
            """;
    private static final String MESSAGES = """
            C: a5 UID FETCH 4 (UID BODY.PEEK[])
            S: * 1 FETCH (UID 4 BODY[] {26}
            S: Subject: one
            S: From: a
            S:
            S: x)
            S: a5 OK done
            C: a6 UID FETCH 8 (UID BODY.PEEK[])
            S: * 2 FETCH (UID 8 BODY[] {16}
            S: Subject: two
            S:
            S: )
            S: a6 OK done
            """;

    @TempDir
    Path folder;

    private final FakeConsole fake = new FakeConsole().environment("PENNYPOST_PASSWORD", "secret");

    @Test
    void savesWhatIsInAMailbox() throws Exception {
        assertThat(fetch(
                        "/Caf%C3%A9",
                        LOGIN + "C: a2 EXAMINE \"Caf&AOk-\"\n" + SELECTED + "S: a2 OK [READ-ONLY] looked at\n"
                                + "C: a3 UID SEARCH ALL\nS: * SEARCH 4 8\nS: a3 OK done\n"
                                + "C: a4 UID FETCH 4,8 (UID RFC822.SIZE)\n" + SIZES + "S: a4 OK done\n" + MESSAGES
                                + "C: a7 LOGOUT\nS: * BYE\nS: a7 OK bye\n"))
                .isEqualTo(ExitCode.OK);
        assertThat(Files.readString(folder.resolve("Caf%C3%A9-77-4.eml")))
                .isEqualTo("Subject: one\r\nFrom: a\r\n\r\nx");
        assertThat(Files.readString(folder.resolve("Caf%C3%A9-77-8.eml"))).isEqualTo("Subject: two\r\n\r\n");
        assertThat(fake.out()).contains("/Café: 2 messages, 42 bytes", "2 saved, 0 saved before, 0 deleted");
    }

    @Test
    void oneMessageOfTheMailboxThatWasMeant() throws Exception {
        assertThat(fetch(
                        "/INBOX;UIDVALIDITY=77/;UID=8",
                        LOGIN + "C: a2 EXAMINE \"INBOX\"\n" + SELECTED + "S: a2 OK [READ-ONLY] looked at\n"
                                + "C: a3 UID FETCH 8 (UID RFC822.SIZE)\nS: * 2 FETCH (UID 8 RFC822.SIZE 3)\nS: a3 OK done\n"
                                + "C: a4 UID FETCH 8 (UID BODY.PEEK[])\nS: * 2 FETCH (UID 8 BODY[] \"x y\")\nS: a4 OK done\n"
                                + "C: a5 LOGOUT\nS: * BYE\nS: a5 OK bye\n"))
                .isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("77-8.eml")).hasContent("x y");
    }

    @Test
    void anotherMailboxOfTheSameNameIsNotTaken() throws Exception {
        assertThat(fetch(
                        "/INBOX;UIDVALIDITY=76",
                        LOGIN + "C: a2 EXAMINE \"INBOX\"\n" + SELECTED + "S: a2 OK [READ-ONLY] looked at\n"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("UIDVALIDITY is 77 and not 76").hasLineCount(1);
    }

    @Test
    void listsWhatASearchFindsWithFromAndSubject() throws Exception {
        assertThat(fetch(
                        "/INBOX?UNSEEN%20SINCE%201-Nov-2026",
                        LOGIN + "C: a2 EXAMINE \"INBOX\"\n" + SELECTED + "S: a2 OK [READ-ONLY] looked at\n"
                                + "C: a3 UID SEARCH UNSEEN SINCE 1-Nov-2026\nS: * SEARCH 8\nS: a3 OK done\n"
                                + "C: a4 UID FETCH 8 (UID RFC822.SIZE)\nS: * 2 FETCH (UID 8 RFC822.SIZE 16)\nS: a4 OK done\n"
                                + "C: a5 UID FETCH 8 (UID BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])\n"
                                + "S: * 2 FETCH (UID 8 BODY[HEADER.FIELDS (FROM SUBJECT)] {22}\nS: From: a\nS: Subject: x\u001B\nS: )\n"
                                + "S: a5 OK done\nC: a6 LOGOUT\nS: * BYE\nS: a6 OK bye\n",
                        "--list"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out()).contains("   2        16  77-8  a  x\uFFFD");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void deletesThoseThatAreSavedAndNoOthers() throws Exception {
        assertThat(fetch(
                        "",
                        LOGIN + "C: a2 SELECT \"INBOX\"\n" + SELECTED + "S: a2 OK [READ-WRITE] selected\n"
                                + "C: a3 UID SEARCH ALL\nS: * SEARCH 4 8\nS: a3 OK done\n"
                                + "C: a4 UID FETCH 4,8 (UID RFC822.SIZE)\n" + SIZES + "S: a4 OK done\n"
                                + MESSAGES.replace("S: a6 OK done", "S: a6 NO [UNAVAILABLE] not now")
                                        .replace("S: * 2 FETCH (UID 8 BODY[] {16}\nS: Subject: two\nS:\nS: )\n", "")
                                + "C: a7 UID STORE 4 +FLAGS.SILENT (\\Deleted)\nS: a7 OK done\n"
                                + "C: a8 UID EXPUNGE 4\nS: * 1 EXPUNGE\nS: a8 OK done\n"
                                + "C: a9 LOGOUT\nS: * BYE\nS: a9 OK bye\n",
                        "--delete"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.out()).contains("1 saved, 0 saved before, 1 deleted on the server");
        assertThat(fake.err()).contains("message 2 not saved", "not now");
    }

    @Test
    void withoutUidplusNothingThatOthersHaveMarkedIsRemoved() throws Exception {
        assertThat(fetch(
                        "/INBOX/;UID=8",
                        LOGIN.replace(" UIDPLUS", "") + "C: a2 SELECT \"INBOX\"\n" + SELECTED
                                + "S: a2 OK [READ-WRITE] selected\n"
                                + "C: a3 UID FETCH 8 (UID RFC822.SIZE)\nS: * 2 FETCH (UID 8 RFC822.SIZE 1)\nS: a3 OK done\n"
                                + "C: a4 UID FETCH 8 (UID BODY.PEEK[])\nS: * 2 FETCH (UID 8 BODY[] \"x\")\nS: a4 OK done\n"
                                + "C: a5 UID SEARCH DELETED\nS: * SEARCH 4\nS: a5 OK done\n",
                        "--delete"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err())
                .contains("nothing was deleted: others have marked messages")
                .hasLineCount(1);
    }

    @Test
    void aMailboxThatIsNotThere() throws Exception {
        assertThat(fetch("/Nowhere", LOGIN + "C: a2 EXAMINE \"Nowhere\"\nS: a2 NO [NONEXISTENT] no such mailbox\n"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("no such mailbox").hasLineCount(1);
    }

    /** A port that waits for TLS says nothing to who speaks plain text, and ends it. */
    @Test
    void aServerThatSaysNothingPerhapsWantsTls() throws Exception {
        assertThat(fetch("", "")).isEqualTo(ExitCode.TEMPORARY);
        assertThat(fake.err()).contains("closed the connection", "TLS from the first byte");
    }

    @Test
    void aPortOfPop3() throws Exception {
        assertThat(fetch("", "S: +OK POP3 server ready\n")).isEqualTo(ExitCode.PROTOCOL);
        assertThat(fake.err())
                .contains("the server's greeting is no IMAP: '+OK POP3 server ready'", "something else")
                .hasLineCount(1);
    }

    @Test
    void aServerThatIsNotThere() throws Exception {
        assertThat(RunsPennypost.run(
                        fake, List.of("fetch", "imap://alice@127.0.0.1:" + ScriptedServer.unusedPort() + "/INBOX")))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("nothing listens at 127.0.0.1:").hasLineCount(1);
    }

    @Test
    void aWrongPassword() throws Exception {
        assertThat(
                        fetch(
                                "",
                                "S: * OK [CAPABILITY IMAP4rev1] ready\nC: a1 LOGIN \"alice\" \"secret\"\nS: a1 NO [AUTHENTICATIONFAILED] wrong\n"))
                .isEqualTo(ExitCode.NO_PERMISSION);
        assertThat(fake.err()).contains("wrong").doesNotContain("secret").hasLineCount(1);
    }

    @Test
    void aMechanismThatTheServerLacks() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\n")) {
            assertThat(RunsPennypost.run(
                            fake, List.of("fetch", "imap://alice;AUTH=SCRAM-SHA-1@127.0.0.1:" + server.port())))
                    .isNotEqualTo(ExitCode.OK);
        }
        assertThat(fake.err()).contains("the server offers no SCRAM-SHA-1").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            imap://alice@127.0.0.1/INBOX/;UID=0                | not a number from 1
            imap://alice@127.0.0.1/INBOX/;UID=8/;SECTION=1     | not a number from 1
            imap://alice@127.0.0.1/INBOX;EXPIRE=now            | only ;UIDVALIDITY= and /;UID=
            imap://alice@127.0.0.1/INBOX/;UID=8?ALL            | leave out
            imap://alice@127.0.0.1/IN%0D%0ABOX                 | control characters
            imap://alice@127.0.0.1/%zz                         | not well encoded
            imap://alice@127.0.0.1/%FF                         | not well encoded
            imap://alice@127.0.0.1/INBOX?SUBJECT%20{5}         | without literals
            imap://alice:secret@127.0.0.1/                     | a password does not belong
            """)
    void mistakesInTheAddress(String url, String answer) {
        assertThat(RunsPennypost.run(fake, List.of("fetch", url))).isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).contains(answer).hasLineCount(1);
    }

    private ExitCode fetch(String path, String script, String... options) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script)) {
            List<String> words = new ArrayList<>(
                    List.of("fetch", "imap://alice@127.0.0.1:" + server.port() + path, "--dir", folder.toString()));
            ExitCode code = RunsPennypost.run(fake, words, options);
            assertThat(server.failure()).isEmpty();
            return code;
        }
    }
}
