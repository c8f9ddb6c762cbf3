package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.testkit.Repository;

/** Programs that were not written for us work with mailboxes by IMAP. A missing program fails the test. */
@Tag("interop")
class ImapProgramsIT {
    private static final String ALICE = "alice@example.test";
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");

    @TempDir
    Path folder;

    private RunningProgram program;

    // JUnit runs it before every test.
    @SuppressWarnings("NullAway.Init")
    ImapProgramsIT() {}

    @BeforeEach
    void start() throws Exception {
        program = RunningProgram.start(folder);
    }

    @AfterEach
    void stop() {
        program.close();
    }

    @Test
    void pythonsImaplib() throws Exception {
        assertThat(script("python3", "session.py").lines()).containsExactly("plain", "starttls", "idle");
    }

    @Test
    void perlsMailImapClient() throws Exception {
        assertThat(script("perl", "session.pl").lines()).containsExactly("plain", "starttls", "tls", "idle");
    }

    @Test
    void curl() throws Exception {
        put("by curl");
        assertThat(curl("imap://127.0.0.1:" + program.port("imap") + "/INBOX;MAILINDEX=1"))
                .contains("Subject: by curl\r\n");
        assertThat(curl("imaps://127.0.0.1:" + program.port("imaps") + "/INBOX?SUBJECT%20curl"))
                .contains("* SEARCH 1");
        assertThat(curl("imap://127.0.0.1:" + program.port("imap"))).contains("* LIST (", "INBOX");
    }

    /** Changes on both sides, until both are equal. */
    @Test
    void mbsyncBothWays() throws Exception {
        put("one");
        put("two");
        put("three");
        mbsync();
        Path inbox = folder.resolve("local/INBOX");
        assertThat(local(inbox)).hasSize(3);

        mark(inbox, holding(inbox, "Subject: one"), "S");
        mark(inbox, holding(inbox, "Subject: two"), "ST");
        Files.writeString(inbox.resolve("new/1.here"), "Subject: four\n\nwritten here\n");
        server("STORE 3 +FLAGS (\\Flagged)");
        put("five");
        mbsync();

        assertThat(local(inbox)).hasSize(4);
        assertThat(holding(inbox, "Subject: three").toString()).endsWith(":2,FS");
        assertThat(holding(inbox, "Subject: five")).exists();
        assertThat(server("SEARCH SUBJECT one SEEN").strip()).isEqualTo("* SEARCH 1");
        assertThat(server("SEARCH SUBJECT two").strip()).isEqualTo("* SEARCH");
        assertThat(server("SEARCH SUBJECT four").strip()).matches("\\* SEARCH \\d");
        String flags = server("FETCH 1:* (UID FLAGS)");
        assertThat(flags.lines()).hasSize(4);

        List<Path> before = local(inbox);
        mbsync();
        assertThat(local(inbox)).isEqualTo(before);
        assertThat(server("FETCH 1:* (UID FLAGS)").replace("\\Recent", "").replaceAll(" +", " "))
                .isEqualTo(flags.replace("\\Recent", "").replaceAll(" +", " "));
    }

    @Test
    void fetchmail() throws Exception {
        put("for fetchmail");
        Path config = Files.writeString(folder.resolve("fetchmailrc"), """
            poll 127.0.0.1 protocol imap port %d auth password
            user "%s" password "%s" sslproto '' keep fetchall mda "tee -a %s"
            """.formatted(
                        program.port("imap"), ALICE, program.password(ALICE), folder.resolve("fetched")));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        run(Map.of("FETCHMAILHOME", folder.toString()), "fetchmail", "-f", config.toString(), "--nosyslog");
        assertThat(folder.resolve("fetched")).content().contains("Subject: for fetchmail");
    }

    @Test
    void offlineimap() throws Exception {
        put("for offlineimap");
        Path config = Files.writeString(folder.resolve("offlineimaprc"), """
            [general]
            accounts = alice
            metadata = %s
            [Account alice]
            localrepository = here
            remoterepository = there
            [Repository here]
            type = Maildir
            localfolders = %s
            [Repository there]
            type = IMAP
            remotehost = 127.0.0.1
            remoteport = %d
            remoteuser = %s
            remotepass = %s
            ssl = no
            starttls = no
            """.formatted(
                        folder.resolve("offline-state"),
                        folder.resolve("offline"),
                        program.port("imap"),
                        ALICE,
                        program.password(ALICE)));
        String[] once = {"offlineimap", "-c", config.toString(), "-o", "-u", "basic"};
        run(Map.of("HOME", folder.toString()), once);
        Path inbox = folder.resolve("offline/INBOX");
        assertThat(holding(inbox, "Subject: for offlineimap")).exists();

        Files.writeString(inbox.resolve("new/1.here"), "Subject: from here\n\nwritten here\n");
        run(Map.of("HOME", folder.toString()), once);
        assertThat(server("SEARCH SUBJECT \"from here\"").strip()).isEqualTo("* SEARCH 2");
    }

    /** Reads, flags, deletes, saves to another folder, copies to a new one; then appends what is on this machine. */
    @Test
    void mutt() throws Exception {
        for (String subject : List.of("one", "two", "three", "four")) {
            put(subject);
        }
        mutt("imap://127.0.0.1:" + program.port("imap") + "/INBOX", "<f2><f3><f4><f5><sync-mailbox><quit>");
        assertThat(folder.resolve("read")).content().contains("Subject: three\n", "\n\nhello\n");
        assertThat(listing("INBOX")).containsExactly("three \\Flagged \\Seen", "four \\Seen");
        assertThat(listing("Archive")).containsExactly("one \\Seen");
        assertThat(listing("Notes/2026")).containsExactly("four \\Seen");

        Path mbox = Files.writeString(folder.resolve("mbox"), """
            From a@example.org Wed Nov 25 12:00:00 2026
            From: a@example.org
            Subject: here

            written here
            """);
        mutt(mbox.toString(), "<f6><sync-mailbox><quit>");
        assertThat(listing("Notes/2026")).containsExactly("four \\Seen", "here");
        assertThat(mbox).isEmptyFile();
    }

    /** mutt wants a terminal even for keys that are pushed: {@code script} is one. */
    private void mutt(String mailbox, String keys) throws Exception {
        String command = "mutt -n -F '" + Repository.top().resolve("cli/src/test/resources/imap/session.muttrc")
                + "' -f '" + mailbox + "' -e 'push \"" + keys + "\"'";
        run(
                Map.of(
                        "HOME", folder.toString(),
                        "TERM", "vt100",
                        "PENNYPOST_PORT", Integer.toString(program.port("imap")),
                        "PENNYPOST_USER", ALICE,
                        "PENNYPOST_PASSWORD", program.password(ALICE),
                        "PENNYPOST_CERTIFICATE", program.certificate().toString(),
                        "PENNYPOST_READ", folder.resolve("read").toString()),
                "script",
                "-qec",
                command,
                "/dev/null");
    }

    /** Each message of a mailbox: its subject, and its flags. */
    private List<String> listing(String mailbox) throws Exception {
        List<String> flags = answers("FETCH 1:* FLAGS", mailbox, FLAGS);
        List<String> all = new ArrayList<>();
        for (int number = 1; number <= flags.size(); number++) {
            String subject = curl("imap://127.0.0.1:" + program.port("imap") + "/" + mailbox + ";MAILINDEX=" + number
                    + ";SECTION=HEADER.FIELDS%20(SUBJECT)");
            String known = flags.get(number - 1).replaceFirst(" ?\\\\Recent", "");
            all.add((subject.strip().replaceFirst("^Subject: ", "") + " " + known).strip());
        }
        return all;
    }

    private List<String> answers(String command, String mailbox, Pattern pattern) throws Exception {
        return pattern.matcher(curl("-X", command, "imap://127.0.0.1:" + program.port("imap") + "/" + mailbox))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void gitImapSend() throws Exception {
        Path patch = Files.writeString(folder.resolve("patch"), """
            From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
            From: a@example.org
            Date: Wed, 25 Nov 2026 12:00:00 +0000
            Subject: [PATCH] a patch

            ---
            """);
        run(
                Map.of("HOME", folder.toString()),
                "sh",
                "-c",
                "git -c imap.host=imap://127.0.0.1 -c imap.port=" + program.port("imap") + " -c imap.user=" + ALICE
                        + " -c imap.pass=" + program.password(ALICE)
                        + " -c imap.folder=Drafts -c imap.sslverify=false imap-send < " + patch);
        assertThat(curl("-X", "SEARCH SUBJECT PATCH", "imap://127.0.0.1:" + program.port("imap") + "/Drafts")
                        .strip())
                .isEqualTo("* SEARCH 1");
    }

    private String script(String interpreter, String name) throws Exception {
        return run(
                Map.of(),
                interpreter,
                Repository.top().resolve("cli/src/test/resources/imap/" + name).toString(),
                Integer.toString(program.port("imap")),
                Integer.toString(program.port("imaps")),
                ALICE,
                program.password(ALICE));
    }

    /** curl marks it as seen. */
    private void put(String subject) throws Exception {
        Path message = Files.writeString(
                folder.resolve("message"), "From: a@example.org\r\nSubject: " + subject + "\r\n\r\nhello\r\n");
        curl("-T", message.toString(), "imap://127.0.0.1:" + program.port("imap") + "/INBOX");
    }

    private String server(String command) throws Exception {
        return curl("-X", command, "imap://127.0.0.1:" + program.port("imap") + "/INBOX");
    }

    private String curl(String... arguments) throws Exception {
        return run(
                Map.of(),
                Stream.concat(
                                Stream.of("curl", "-sSk", "-u", ALICE + ":" + program.password(ALICE)),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private void mbsync() throws Exception {
        Path config = Files.writeString(folder.resolve("mbsyncrc"), """
            IMAPAccount alice
            Host 127.0.0.1
            Port %d
            User %s
            Pass %s
            SSLType None
            AuthMechs LOGIN

            IMAPStore far
            Account alice

            MaildirStore near
            Path %s/
            Inbox %s
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns INBOX
            Create Both
            Expunge Both
            Sync All
            SyncState *
            """.formatted(
                        program.port("imap"),
                        ALICE,
                        program.password(ALICE),
                        Files.createDirectories(folder.resolve("local")),
                        folder.resolve("local/INBOX")));
        run(Map.of("HOME", folder.toString()), "mbsync", "-c", config.toString(), "all");
    }

    private static List<Path> local(Path maildir) throws IOException {
        try (Stream<Path> current = Files.list(maildir.resolve("cur"));
                Stream<Path> arrived = Files.list(maildir.resolve("new"))) {
            return Stream.concat(current, arrived).sorted().toList();
        }
    }

    private static Path holding(Path maildir, String line) throws IOException {
        for (Path message : local(maildir)) {
            if (Files.readString(message).contains(line)) {
                return message;
            }
        }
        throw new AssertionError("no message with " + line + " in " + maildir);
    }

    /** Sets the flags of a message of a Maildir. */
    private static void mark(Path maildir, Path message, String flags) throws IOException {
        String name = message.getFileName().toString().replaceFirst(":2,.*", "");
        Files.move(message, maildir.resolve("cur").resolve(name + ":2," + flags));
    }

    private String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        RunningProgram.Finished finished = RunningProgram.Finished.of(environment, folder, command);
        assertThat(finished.exit())
                .as("%s%n%s%n%s", List.of(command), finished.output(), finished.errors())
                .isZero();
        return finished.output();
    }
}
