package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our own commands submit mail to our own server and look at its queue; and the plug is pulled meanwhile. */
class SubmissionIT {
    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";
    private static final int SENDERS = 4;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 60;

    @TempDir
    Path folder;

    @Test
    void sendSubmitsThroughBothPortsAndTheQueueShowsIt() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder)) {
            for (String server : List.of(
                    "submission://localhost:" + program.port("submission"),
                    "submissions://localhost:" + program.port("submissions"),
                    "localhost:" + program.port("submission"))) {
                RunningProgram.Finished sent = send(program, ALICE, server, BOB, "you@elsewhere.example");
                assertThat(sent.exit()).as(sent.errors()).isZero();
            }
            assertThat(send(program, BOB, "localhost:" + program.port("submission"), BOB)
                            .errors())
                    .contains("5.7.1", "is no address of the account");

            JsonNode queue = queue(program);
            assertThat(queue).hasSize(3);
            String id = queue.get(0).path("id").asString();
            assertThat(program.run(List.of(), "queue", "list").checkedOutput()).contains(id, "<" + ALICE + ">");
            assertThat(program.run(List.of(), "queue", "show", id).checkedOutput())
                    .contains("from " + ALICE, "you@elsewhere.example");
            assertThat(program.run(List.of(), "queue", "remove", id).checkedOutput())
                    .isEqualTo("removed " + id + "; its sender is told\n");
            assertThat(program.run(List.of(), "queue", "show", id).errors()).contains("there is no message " + id);
            assertThat(program.run(List.of(), "queue", "remove", "x").errors()).contains("'x' is no id");
            assertThat(queue(program)).hasSize(2);
            String other = queue(program).get(0).path("id").asString();
            assertThat(program.run(List.of(), "queue", "remove", other, "--silent")
                            .checkedOutput())
                    .isEqualTo("removed " + other + "; nobody is told\n");
            assertThat(program.run(List.of(), "account", "show", ALICE).checkedOutput())
                    .contains("1 message");
            assertThat(program.run(List.of(), "check", "--deep").checkedOutput())
                    .startsWith("sound");
        }
    }

    @Test
    void anAccountThatSendsTooMuchIsToldSo() throws Exception {
        try (RunningProgram program = RunningProgram.start(folder, "submission.messages_per_hour_max = 1")) {
            String server = "localhost:" + program.port("submission");
            assertThat(send(program, ALICE, server, BOB).exit()).isZero();
            assertThat(send(program, ALICE, server, BOB).errors()).contains("450 4.7.1", "Try again after");
        }
    }

    @Test
    void whatWasAcknowledgedIsInTheQueueOnce() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
        String[] limits = {"submission.messages_per_hour_max = 1000000", "submission.messages_per_day_max = 1000000"};
        RunningProgram program = RunningProgram.start(folder, limits);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> sending = new ArrayList<>();
            String login = Base64.getEncoder()
                    .encodeToString(("\0" + ALICE + "\0" + program.password(ALICE)).getBytes(StandardCharsets.UTF_8));
            for (int sender = 0; sender < SENDERS; sender++) {
                sending.add(senders.submit(
                        () -> submitUntilTheEnd(program.port("submission"), login, acknowledged, enough)));
            }
            enough.await();
            program.kill();
            for (Future<Void> one : sending) {
                one.get();
            }
        }

        try (RunningProgram again = RunningProgram.start(folder, limits)) {
            JsonNode queue = queue(again);
            assertThat(queue.size()).isBetween(acknowledged.get(), acknowledged.get() + SENDERS);
            Set<String> ids = new HashSet<>();
            queue.forEach(message -> ids.add(message.path("id").asString()));
            assertThat(ids).hasSize(queue.size());
            assertThat(again.run(List.of(), "check", "--deep").checkedOutput()).startsWith("sound");
        }
    }

    private static Void submitUntilTheEnd(int port, String login, AtomicInteger acknowledged, CountDownLatch enough) {
        try (Telnet telnet = Telnet.to(port)) {
            telnet.reply();
            telnet.type("HELO .");
            assertThat(telnet.type("AUTH PLAIN " + login)).startsWith("235");
            while (true) {
                telnet.type("MAIL FROM:<" + ALICE + ">");
                telnet.type("RCPT TO:<you@elsewhere.example>");
                telnet.type("DATA");
                if (!telnet.type("Subject: x\r\n\r\nhello\r\n.").startsWith("250")) {
                    return null;
                }
                acknowledged.incrementAndGet();
                enough.countDown();
            }
        } catch (IOException killed) {
            return null;
        }
    }

    private static JsonNode queue(RunningProgram program) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(program.run(List.of(), "queue", "list", "--limit", "10000", "--json")
                        .checkedOutput());
    }

    /** Logs in as alice. */
    private static RunningProgram.Finished send(RunningProgram program, String from, String server, String... to)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("send", "--server", server, "--insecure", "--user", ALICE, "--from", from, "hello"));
        for (String one : to) {
            command.addAll(List.of("--to", one));
        }
        ProcessBuilder builder = RunningProgram.process(command);
        builder.environment().put("PENNYPOST_PASSWORD", program.password(ALICE));
        return RunningProgram.Finished.of(builder, "");
    }
}
