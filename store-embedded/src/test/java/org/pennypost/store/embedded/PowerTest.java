package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** The power fails at any call, again and again. */
@ExtendWith(QuietLog.class)
class PowerTest {
    private static final List<Partition> ACCOUNTS =
            List.of(new Partition(Partition.FIRST_ACCOUNT), new Partition(Partition.FIRST_ACCOUNT + 1));
    private static final Settings SMALL =
            new Settings(60_000, 12_000, 8 << 20, 0, Duration.ofHours(1), 1 << 20, 70_000);

    @TempDir
    private Path folder = Path.of(".");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));

    /** Of one account, by seed: those that are there for certain, and those that may be. */
    private static final class Model {
        final Set<Long> there = ConcurrentHashMap.newKeySet();
        final Set<Long> open = ConcurrentHashMap.newKeySet();
    }

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        run(Gen.seeded("PowerTest"), 2);
    }

    @Test
    @Tag("slow")
    void norOfManyStores() throws Exception {
        run(Gen.seeded("PowerTest, many stores"), 200);
    }

    private void run(Gen gen, int stores) throws Exception {
        for (int i = 0; i < stores; i++) {
            run(gen.split().seed());
        }
    }

    private void run(long seed) throws Exception {
        Random random = new Random(seed);
        List<Model> models = List.of(new Model(), new Model());
        AtomicLong seeds = new AtomicLong(1);
        Path data = folder.resolve(seed + "-0");
        int lives = 12;
        for (int life = 1; life <= lives; life++) {
            Path next = folder.resolve(seed + "-" + life);
            PowerDisk disk = new PowerDisk(data.resolve("packs"));
            Path from = data;
            long imageSeed = random.nextLong();
            disk.failAt(
                    2 + random.nextInt(random.nextInt(10) == 0 ? 10 : 400),
                    () -> image(disk, from, next, new Random(imageSeed)));
            live(data, disk, models, seeds, random);
            if (!Files.exists(next)) {
                disk.failAt(0, () -> image(disk, from, next, new Random(imageSeed)));
                try {
                    disk.syncFolder(data);
                } catch (IOException off) {
                    // Now.
                }
            }
            Path copy = folder.resolve("copy-" + seed + "-" + life);
            copy(next, copy);
            try {
                try (EmbeddedStore store = EmbeddedStore.open(copy, SMALL, now::get, Disk.real())) {
                    verify(store, models);
                }
            } catch (AssertionError | Exception failed) {
                throw new AssertionError("seed " + seed + ", life " + life + ", " + next, failed);
            }
            delete(copy);
            delete(data);
            data = next;
        }
        delete(data);
    }

    private void verify(EmbeddedStore store, List<Model> models) throws StoreException {
        for (int i = 0; i < models.size(); i++) {
            Model model = models.get(i);
            Set<Long> found = Mail.verify(store, ACCOUNTS.get(i)).stream()
                    .map(Mail.Message::seed)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<Long> lost = new TreeSet<>(model.there);
            lost.removeAll(found);
            assertThat(lost).as("lost").isEmpty();
            Set<Long> more = new TreeSet<>(found);
            more.removeAll(model.there);
            more.removeAll(model.open);
            assertThat(more).as("came back").isEmpty();
            Set<Long> settled = new HashSet<>(found);
            settled.removeAll(model.there);
            model.there.addAll(settled);
            model.open.clear();
        }
        assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
    }

    private void live(Path data, PowerDisk disk, List<Model> models, AtomicLong seeds, Random random) throws Exception {
        EmbeddedStore store;
        try {
            store = EmbeddedStore.open(data, SMALL, now::get, disk);
        } catch (StoreException off) {
            assertThat(disk.isOff()).isTrue();
            return;
        }
        List<Thread> threads = new ArrayList<>();
        AtomicReference<Throwable> bug = new AtomicReference<>();
        for (int i = 0; i < 3; i++) {
            Random own = new Random(random.nextLong());
            boolean keeps = i == 0;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    while (!disk.isOff()) {
                        act(store, models, seeds, own, keeps);
                    }
                } catch (StoreException stopped) {
                    // Off.
                } catch (Throwable failed) {
                    bug.set(failed);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        try {
            store.close();
        } catch (StoreException off) {
            // As it is.
        }
        if (bug.get() != null) {
            throw new AssertionError(bug.get());
        }
    }

    private void act(EmbeddedStore store, List<Model> models, AtomicLong seeds, Random random, boolean keeps)
            throws StoreException {
        int what = random.nextInt(20);
        int who = random.nextInt(2);
        Model model = models.get(who);
        if (what < 12) {
            long seed = seeds.getAndIncrement();
            int size = switch (random.nextInt(8)) {
                case 0 -> 13_000 + random.nextInt(30_000);
                case 1, 2 -> 3_000 + random.nextInt(8_000);
                default -> random.nextInt(700);
            };
            boolean both = random.nextInt(4) == 0;
            List<Model> to = both ? models : List.of(model);
            to.forEach(each -> each.open.add(seed));
            Mail.deliver(store, both ? ACCOUNTS : List.of(ACCOUNTS.get(who)), seed, size);
            to.forEach(each -> {
                each.there.add(seed);
                each.open.remove(seed);
            });
        } else if (what < 19) {
            List<Mail.Message> all = Mail.messages(store, ACCOUNTS.get(who));
            for (int i = 0; i < 2 && !all.isEmpty(); i++) {
                Mail.Message message = all.get(random.nextInt(Math.min(all.size(), 40)));
                // One that was acknowledged is taken by one thread alone.
                if (model.there.remove(message.seed())) {
                    model.open.add(message.seed());
                    Mail.expunge(store, ACCOUNTS.get(who), message);
                    model.open.remove(message.seed());
                }
            }
        } else if (keeps) {
            now.updateAndGet(before -> before.plus(Duration.ofHours(2)));
            store.sweep();
            store.compact();
        }
    }

    private static void image(PowerDisk disk, Path data, Path next, Random random) throws IOException {
        Path keys = data.resolve("keys");
        Files.createDirectories(next.resolve("packs"));
        disk.image(next.resolve("packs"), random);
        Files.copy(data.resolve("format"), next.resolve("format"));
        Path to = next.resolve("keys");
        while (true) {
            try {
                List<Path> before = files(keys);
                Files.createDirectories(to);
                for (Path file : before) {
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, to.resolve(file.getFileName()));
                    }
                }
                if (files(keys).equals(before)) {
                    return;
                }
            } catch (NoSuchFileException | UncheckedIOException gone) {
                // Once more.
            }
            delete(to);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            for (Path file : files(folder).reversed()) {
                Files.delete(file);
            }
        }
    }
}
