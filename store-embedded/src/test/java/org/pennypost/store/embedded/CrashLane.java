package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreInUse;
import org.pennypost.store.embedded.Mail.Message;

/** One folder in which a process is killed in the middle of its work, again and again, and what it may and must hold afterwards. */
final class CrashLane {
    private static final int ACKNOWLEDGED_MAX = 300;

    /** A process that is killed while it opens what the last one left lives so long after its first word, at most. */
    private static final int OPENING_MICROS_MAX = 150_000;

    private final Path folder;
    private final Random random;

    /** What the killed processes said: seeds by account and UID. */
    private final Map<String, Long> delivered = new HashMap<>();

    private final Set<String> expunging = new HashSet<>();
    private final Set<String> expunged = new HashSet<>();

    /** Counters by account, as the last walk found them. */
    private final Map<Integer, Long> counters = new HashMap<>();

    CrashLane(Path folder, Random random) {
        this.folder = folder;
        this.random = random;
    }

    void killAndVerify(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            boolean whileOpening = round > 0 && random.nextInt(4) == 0;
            kill(whileOpening, round == 0);
            verify();
        }
    }

    private void kill(boolean whileOpening, boolean first) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        folder.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int until = whileOpening ? Integer.MAX_VALUE : 1 + random.nextInt(ACKNOWLEDGED_MAX);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
            int count = 0;
            lines.readLine();
            if (whileOpening) {
                killAfter(writer, random.nextInt(OPENING_MICROS_MAX));
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
                if (++count == 1 && first) {
                    assertThatThrownBy(this::open)
                            .isInstanceOf(StoreInUse.class)
                            .hasMessageContaining("process " + writer.pid());
                }
                if (count == until) {
                    killAfter(writer, 0);
                }
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static void killAfter(Process writer, long micros) {
        // Process.destroyForcibly would also close the pipe that still holds what was said.
        CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS)
                .execute(() -> writer.toHandle().destroyForcibly());
    }

    private void note(String line) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() < 3) {
            throw new AssertionError("the writer said " + line);
        }
        String message = words.get(1) + " " + words.get(2);
        switch (words.get(0)) {
            case "A" -> {
                if (words.size() == 4) {
                    delivered.put(message, Long.parseLong(words.get(3)));
                }
            }
            case "d" -> expunging.add(message);
            case "D" -> expunged.add(message);
            default -> throw new AssertionError("the writer said " + line);
        }
    }

    private EmbeddedStore open() throws StoreException {
        return EmbeddedStore.open(folder, CrashWriter.SETTINGS, InstantSource.system(), Disk.real());
    }

    private void verify() throws IOException {
        try (EmbeddedStore store = open()) {
            CheckReport report = store.check(CheckDepth.BYTES);
            assertThat(report.damage()).isEmpty();
            Map<String, Long> there = new HashMap<>();
            for (int number = 0; number < CrashWriter.ACCOUNTS; number++) {
                long highest = store.<Long>read(CrashWriter.account(number), now -> now.counter(Mail.UIDS));
                assertThat(highest).isGreaterThanOrEqualTo(counters.getOrDefault(number, 0L));
                counters.put(number, highest);
                for (Message message : Mail.verify(store, CrashWriter.account(number))) {
                    there.put(number + " " + message.uid(), message.seed());
                    assertThat(message.uid()).isLessThanOrEqualTo(highest);
                }
            }
            for (String message : delivered.keySet()) {
                assertThat(uid(message)).isLessThanOrEqualTo(counters.getOrDefault(account(message), 0L));
            }
            assertThat(expunged).noneMatch(there::containsKey);
            Map<String, Long> expected = new HashMap<>(delivered);
            expected.keySet().removeAll(expunging);
            assertThat(there).containsAllEntriesOf(expected);
            store.sweep();
            assertThat(store.check(CheckDepth.KEYS).orphanBlobs()).isZero();
        }
    }

    private static int account(String message) {
        return Integer.parseInt(message.substring(0, message.indexOf(' ')));
    }

    private static long uid(String message) {
        return Long.parseLong(message.substring(message.indexOf(' ') + 1));
    }
}
