package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pulls the plug ten times while mail is submitted to people here and elsewhere, and programs append to a mailbox: whatever was acknowledged is there
 * after the restart, in mailboxes and queue, and SEARCH by the index finds what a reading of all messages finds.
 */
@Tag("slow")
class KilledUnderLoadIT {
    private static final int ROUNDS = 10;
    private static final int SUBMITTERS = 3;
    private static final int APPENDERS = 2;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 60;
    private static final int WORDS = 7;

    /** More than any answer here has: at the end of a connection lines are empty for ever. */
    private static final int LINES_MAX = 1_000_000;

    private static final String[] SETTINGS = {
        "submission.messages_per_hour_max = 1000000", "submission.messages_per_day_max = 1000000"
    };
    private static final Pattern FETCHED = Pattern.compile("\\* \\d+ FETCH \\(.*\\{\\d+}");
    private static final Pattern UID = Pattern.compile("UID (\\d+)");
    private static final Pattern QUEUED = Pattern.compile("queued as (Q[0-9A-Z]+)");

    @TempDir
    Path folder;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> queued = new ConcurrentLinkedQueue<>();
    private String password = "";

    @Test
    void whatWasAcknowledgedIsThereAndFound() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RunningProgram program = RunningProgram.start(folder, SETTINGS);
            try {
                password = password.isEmpty() ? program.password("alice@example.test") : password;
                verify(program);
                load(program, round);
            } finally {
                program.kill();
            }
        }
        try (RunningProgram program = RunningProgram.start(folder, SETTINGS)) {
            verify(program);
            assertThat(program.run(List.of(), "check", "--deep").checkedOutput())
                    .startsWith("sound");
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * ACKNOWLEDGED_BEFORE_THE_KILL);
        assertThat(queued).isNotEmpty();
    }

    /** Goes on until the process is killed in the middle of it. */
    private void load(RunningProgram program, int round) throws Exception {
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < SUBMITTERS; i++) {
                String name = "s" + round + "-" + i;
                running.add(clients.submit(() -> submitUntilTheEnd(program.port("submission"), name, enough)));
            }
            for (int i = 0; i < APPENDERS; i++) {
                String name = "a" + round + "-" + i;
                running.add(clients.submit(() -> appendUntilTheEnd(program.port("imap"), name, enough)));
            }
            enough.await();
            program.kill();
            for (Future<Void> one : running) {
                one.get();
            }
        }
    }

    private static String message(String subject, int i) {
        return "Subject: " + subject + "\r\n\r\nthe word is token" + i % WORDS + "x\r\n" + "y".repeat(i) + "\r\n";
    }

    private Void submitUntilTheEnd(int port, String name, CountDownLatch enough) {
        String login = Base64.getEncoder()
                .encodeToString(("\0alice@example.test\0" + password).getBytes(StandardCharsets.UTF_8));
        try (Telnet telnet = Telnet.to(port)) {
            telnet.reply();
            telnet.send("EHLO client.example\r\n");
            telnet.reply();
            assertThat(telnet.type("AUTH PLAIN " + login)).startsWith("235");
            for (int i = 0; ; i++) {
                telnet.type("MAIL FROM:<alice@example.test>");
                telnet.type("RCPT TO:<alice@example.test>");
                if (i % 4 == 0) {
                    telnet.type("RCPT TO:<you@elsewhere.example>");
                }
                telnet.type("DATA");
                String reply = telnet.type(message(name + "-" + i + "-", i) + ".");
                if (!reply.startsWith("250")) {
                    return null;
                }
                acknowledged.add(name + "-" + i + "-");
                Matcher id = QUEUED.matcher(reply);
                if (id.find()) {
                    queued.add(id.group(1));
                }
                enough.countDown();
            }
        } catch (IOException killed) {
            return null;
        }
    }

    private Void appendUntilTheEnd(int port, String name, CountDownLatch enough) {
        try (Telnet telnet = imap(port)) {
            for (int i = 0; ; i++) {
                String message = message(name + "-" + i + "-", i);
                telnet.send("a APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n");
                String line = telnet.line();
                while (line.startsWith("* ")) {
                    line = telnet.line();
                }
                if (!line.startsWith("a OK")) {
                    return null;
                }
                acknowledged.add(name + "-" + i + "-");
                enough.countDown();
            }
        } catch (IOException killed) {
            return null;
        }
    }

    private Telnet imap(int port) throws IOException {
        Telnet telnet = Telnet.to(port);
        telnet.line();
        telnet.send("l LOGIN alice@example.test \"" + password + "\"\r\n");
        answer(telnet, "l");
        telnet.send("s SELECT INBOX\r\n");
        answer(telnet, "s");
        return telnet;
    }

    private static List<String> answer(Telnet telnet, String tag) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = telnet.line();
        while (!line.startsWith(tag + " ")) {
            if (lines.size() > LINES_MAX) {
                throw new IOException("the connection ended inside an answer");
            }
            lines.add(line);
            line = telnet.line();
        }
        assertThat(line).startsWith(tag + " OK");
        return lines;
    }

    private void verify(RunningProgram program) throws Exception {
        try (Telnet telnet = imap(program.port("imap"))) {
            Map<Long, String> messages = messages(telnet);
            Set<String> subjects = new HashSet<>();
            messages.values().forEach(text -> subjects.add(subject(text)));
            assertThat(subjects).containsAll(acknowledged);

            for (int word = 0; word < WORDS; word++) {
                String token = "token" + word + "x";
                assertThat(search(telnet, "BODY " + token)).isEqualTo(scan(messages, token));
            }
            for (String part : List.of("s0-", "a1-1-", "-3-", "nothing of the kind")) {
                assertThat(search(telnet, "SUBJECT \"" + part + "\""))
                        .isEqualTo(new TreeSet<>(messages.entrySet().stream()
                                .filter(message -> subject(message.getValue()).contains(part))
                                .map(Map.Entry::getKey)
                                .toList()));
            }
        }
        Set<String> waiting = new HashSet<>();
        JsonMapper.shared()
                .readTree(program.run(List.of(), "queue", "list", "--limit", "10000", "--json")
                        .checkedOutput())
                .forEach(message -> waiting.add(message.path("id").asString()));
        assertThat(waiting).containsAll(queued);
    }

    private static String subject(String message) {
        int start = message.indexOf("Subject: ") + "Subject: ".length();
        return message.substring(start, message.indexOf('\n', start));
    }

    private static Set<Long> scan(Map<Long, String> messages, String token) {
        TreeSet<Long> found = new TreeSet<>();
        messages.forEach((uid, text) -> {
            if (text.substring(text.indexOf("\n\n")).toLowerCase(Locale.ROOT).contains(token)) {
                found.add(uid);
            }
        });
        return found;
    }

    private static Set<Long> search(Telnet telnet, String key) throws IOException {
        telnet.send("q UID SEARCH " + key + "\r\n");
        TreeSet<Long> found = new TreeSet<>();
        for (String line : answer(telnet, "q")) {
            if (line.startsWith("* SEARCH")) {
                for (String uid : line.substring("* SEARCH".length()).strip().split(" ", -1)) {
                    if (!uid.isEmpty()) {
                        found.add(Long.parseLong(uid));
                    }
                }
            }
        }
        return found;
    }

    /** All messages by their UIDs, each line ended by LF. */
    private static Map<Long, String> messages(Telnet telnet) throws IOException {
        telnet.send("f UID FETCH 1:* (UID BODY.PEEK[])\r\n");
        Map<Long, String> messages = new TreeMap<>();
        long uid = 0;
        StringBuilder text = new StringBuilder();
        for (String line : answer(telnet, "f")) {
            if (FETCHED.matcher(line).matches()) {
                Matcher number = UID.matcher(line);
                assertThat(number.find()).isTrue();
                uid = Long.parseLong(number.group(1));
                text.setLength(0);
            } else if (line.equals(")")) {
                messages.put(uid, text.toString());
            } else {
                text.append(line).append('\n');
            }
        }
        return messages;
    }
}
