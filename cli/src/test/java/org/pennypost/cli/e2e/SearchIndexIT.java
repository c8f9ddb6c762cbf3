package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The search index of the packaged program: killed, lost, damaged and made anew, it costs no answer. */
@Timeout(300)
class SearchIndexIT {
    private static final int MESSAGES = 300;
    private static final String ALICE = "alice@example.test";

    @TempDir
    Path folder;

    private String password = "";

    @Test
    void whateverHappensToTheIndexAnswersStayRight() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            password = program.password(ALICE);
            deliver(program);
            answersAreRight(program);
            untilIndexed(program);
            answersAreRight(program);
            assertThat(program.run(List.of(), "search", "rebuild").checkedOutput())
                    .contains(ALICE)
                    .contains(MESSAGES + " messages indexed");
            answersAreRight(program);
        }

        // Killed while it makes the index anew.
        RunningProgram killed = RunningProgram.start(folder);
        Process rebuild = command(killed, "search", "rebuild", ALICE);
        untilRemoved(killed);
        killed.kill();
        rebuild.waitFor();
        try (RunningProgram again = RunningProgram.start(folder)) {
            answersAreRight(again);
            untilIndexed(again);
            answersAreRight(again);
        }

        // Without a server; and the command killed, too.
        deleteAll(index());
        Process alone = RunningProgram.process(List.of("search", "rebuild", "--data", data().toString()))
                .start();
        while (!Files.isDirectory(index()) && alone.isAlive()) {
            Thread.onSpinWait();
        }
        alone.destroyForcibly().waitFor();
        assertThat(RunningProgram.Finished.of(
                                RunningProgram.process(List.of("search", "rebuild", "--data", data().toString())), "")
                        .checkedOutput())
                .contains(MESSAGES + " messages indexed");

        // Lost.
        deleteAll(index());
        try (RunningProgram without = RunningProgram.start(folder)) {
            answersAreRight(without);
            untilIndexed(without);
        }

        // Damaged: each file cut in half.
        for (Path file : files(index())) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        }
        try (RunningProgram damaged = RunningProgram.start(folder)) {
            answersAreRight(damaged);
            untilIndexed(damaged);
            answersAreRight(damaged);
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path index() {
        return data().resolve("search");
    }

    private static Process command(RunningProgram program, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", program.data().toString()));
        return RunningProgram.process(all)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void deliver(RunningProgram program) throws IOException {
        try (Telnet smtp = Telnet.to(program.port("smtp"))) {
            smtp.reply();
            smtp.type("HELO .");
            for (int i = 1; i <= MESSAGES; i++) {
                smtp.type("MAIL FROM:<>");
                smtp.type("RCPT TO:<alice@example.test>");
                smtp.type("DATA");
                String subject = i == 7 ? "The invoices of November" : "letter";
                assertThat(smtp.type("Subject: " + subject + "\r\n\r\nnumber (" + i + ")\r\n."))
                        .startsWith("250");
            }
        }
    }

    private void answersAreRight(RunningProgram program) throws IOException {
        try (Telnet imap = Telnet.to(program.port("imap"))) {
            assertThat(imap.line()).startsWith("* OK");
            String login = imap.type("a LOGIN " + ALICE + " \"" + password + "\"");
            assertThat(login).startsWith("a OK").contains("SEARCH=FUZZY");
            String line = imap.type("b EXAMINE INBOX");
            while (!line.startsWith("b ")) {
                line = imap.line();
            }
            assertThat(answer(imap, "SEARCH BODY \"ber (" + MESSAGES + ")\"")).isEqualTo("* SEARCH " + MESSAGES);
            assertThat(answer(imap, "SEARCH TEXT \"nowhere at all\"")).isEqualTo("* SEARCH");
            assertThat(answer(imap, "SEARCH RETURN (RELEVANCY ALL) FUZZY TEXT \"novmber invoice\""))
                    .endsWith(" ALL 7 RELEVANCY (100)");
        }
    }

    private static String answer(Telnet imap, String command) throws IOException {
        String answer = imap.type("c " + command);
        assertThat(imap.line()).startsWith("c OK");
        return answer;
    }

    private static JsonNode status(RunningProgram program) throws Exception {
        return JsonMapper.shared()
                .readTree(program.run(List.of(), "search", "status", ALICE, "--json")
                        .checkedOutput());
    }

    private static void untilIndexed(RunningProgram program) throws Exception {
        while (status(program).path("accounts").path(0).path("documents").asLong() < MESSAGES) {
            Thread.onSpinWait();
        }
    }

    /** The old index is gone or the new one is there already, whichever is seen first. */
    private void untilRemoved(RunningProgram program) throws Exception {
        while (status(program).path("indexed").asLong() == 0 && !files(index()).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException vanished) {
            return List.of();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
