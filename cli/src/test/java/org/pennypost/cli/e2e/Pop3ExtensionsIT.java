package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What POP3 has beyond RFC 1939, seen by programs that know it: Python's poplib (CAPA, STLS, UTF8), and our own, by a URL. */
@Tag("interop")
class Pop3ExtensionsIT {
    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";

    @TempDir
    Path folder;

    /** RFC 2449 §6.5, §6.7, §8, RFC 3206 §4, RFC 6856 §2, §3. */
    @Test
    void pythonsPoplibIsToldWhatItMayAndWhyItMayNot() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder, "pop3.login_delay_seconds = 600");
                var resource =
                        Objects.requireNonNull(Pop3ExtensionsIT.class.getResourceAsStream("/pop3/extensions.py"))) {
            Path script = Files.write(folder.resolve("extensions.py"), resource.readAllBytes());
            RunningProgram.Finished seen = RunningProgram.Finished.of(
                    Map.of("HOME", folder.toString()),
                    folder,
                    "python3",
                    script.toString(),
                    Integer.toString(program.port("smtp")),
                    Integer.toString(program.port("pop3")),
                    ALICE,
                    program.password(ALICE),
                    BOB,
                    program.password(BOB));

            assertThat(seen.checkedOutput()).isEqualTo("""
                    EXPIRE NEVER
                    LOGIN-DELAY 600
                    UTF8 USER
                    LANG
                    RESP-CODES
                    AUTH-RESP-CODE
                    PIPELINING
                    utf8 +OK
                    wrong [AUTH]
                    right +OK
                    twice [IN-USE]
                    asked for True
                    again [LOGIN-DELAY]
                    another +OK
                    not asked for True
                    """);
        }
    }

    /** RFC 2384: the account, the mechanism and the server in one word. */
    @Test
    void aUrlSaysWhatToLogInWith() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            String url = "pop://" + ALICE.replace("@", "%40") + ";AUTH=SCRAM-SHA-256@127.0.0.1:" + program.port("pop3");
            RunningProgram.Finished listed = RunningProgram.Finished.of(
                    Map.of("PENNYPOST_PASSWORD", program.password(ALICE)),
                    folder,
                    command(List.of("fetch", url, "--list", "--insecure", "--verbose")));

            assertThat(listed.exit()).as(listed.output() + listed.errors()).isZero();
            assertThat(listed.errors()).contains("AUTH SCRAM-SHA-256").doesNotContain("PASS ");
        }
    }

    private static String[] command(List<String> arguments) {
        return RunningProgram.process(arguments).command().toArray(String[]::new);
    }
}
