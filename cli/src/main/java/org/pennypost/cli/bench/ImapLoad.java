package org.pennypost.cli.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.client.FetchTarget;
import org.pennypost.imap.client.FetchedMessage;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.imap.client.ImapRefused;
import org.pennypost.imap.client.Response;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.wire.ByteSink;

/** The load on an IMAP server: fills a mailbox, works in it from several sessions, waits in it with others, and removes it. */
final class ImapLoad {
    /** What a mail program shows at once. */
    private static final int SCREEN = 50;

    /** Longer than a server needs to tell that a message has come. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** So long, at most, the first message is waited for, which may have come before all were listening. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private static final int SETTLINGS_MAX = 30;
    private static final long UNCOUNTED = Long.MIN_VALUE;
    /** Less than the 30 minutes after which a server may end a session (RFC 9051 §5.4). */
    private static final Duration IDLE_MAX = Duration.ofMinutes(25);

    private final Opening opening;
    private final Size size;
    private final String run;
    private final RandomGenerator random;
    private final String mailbox;
    private final AtomicInteger written = new AtomicInteger();

    /** Opens the session of this number, counted from 0, logged in. */
    @FunctionalInterface
    interface Opening {
        ImapClient open(int number) throws IOException;
    }

    /**
     * How much is done.
     *
     * @param users accounts; session n is that of user n modulo users
     * @param sessions at once
     * @param messages in each user's mailbox at the beginning
     * @param octets of each message
     * @param steps of all sessions together
     * @param waiting sessions in IDLE; 0 for no such row
     * @param news messages that they are told of
     */
    record Size(int users, int sessions, int messages, int octets, int steps, int waiting, int news) {}

    /**
     * A load.
     *
     * @param run a word that no other load has
     * @param random draws steps and messages; may be asked by several threads
     */
    ImapLoad(Opening opening, Size size, String run, RandomGenerator random) {
        this.opening = opening;
        this.size = size;
        this.run = run;
        this.random = random;
        this.mailbox = "pennypost-bench-" + run;
    }

    /** A session with what it knows of its mailbox. */
    private static final class Session implements Closeable {
        private final ImapClient client;
        private final int number;
        private List<Uid> uids = List.of();

        Session(ImapClient client, int number) {
            this.client = client;
            this.number = number;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** Does everything; whatever comes of it, the mailboxes are gone afterwards. */
    List<Measured> measure(ImapMix mix) throws IOException {
        List<Measured> rows;
        try {
            Sessions.hold(size.users, user -> {
                try (ImapClient client = opening.open(user)) {
                    client.create(mailbox);
                    client.logout();
                }
            });
            Measured filled = fill();
            rows = work(mix);
            if (size.waiting > 0) {
                rows.add(idle());
            }
            rows.add(filled);
        } catch (IOException failed) {
            try {
                remove();
            } catch (IOException also) {
                failed.addSuppressed(also);
            }
            throw failed;
        }
        remove();
        return rows;
    }

    private void remove() throws IOException {
        Sessions.hold(size.users, user -> {
            try (ImapClient client = opening.open(user)) {
                client.delete(mailbox);
                client.logout();
            }
        });
    }

    private void append(ImapClient client, Measured measured) throws IOException {
        long began = measured.now();
        measured.done(began, append(client));
    }

    private void openThenHold(int count, Runnable begin, Sessions.Opened<Session> held) throws IOException {
        AtomicInteger opened = new AtomicInteger();
        Sessions.openThenHold(
                count,
                () -> {
                    int number = opened.getAndIncrement();
                    return new Session(opening.open(number), number);
                },
                begin,
                held);
    }

    /** Each user's mailbox, by all sessions of that user together. */
    private Measured fill() throws IOException {
        Measured measured = new Measured("APPEND at first", System::nanoTime);
        int writers = Math.max(size.sessions, size.users);
        openThenHold(writers, measured::restart, session -> {
            int user = session.number % size.users;
            int together = (writers - user + size.users - 1) / size.users;
            boolean oneMore = session.number / size.users < size.messages % together;
            for (int left = size.messages / together + (oneMore ? 1 : 0); left > 0; left--) {
                append(session.client, measured);
            }
            session.client.logout();
        });
        return measured;
    }

    private List<Measured> work(ImapMix mix) throws IOException {
        Measured all = new Measured("all of these", System::nanoTime);
        Map<ImapMix.Step, Measured> rows = new EnumMap<>(ImapMix.Step.class);
        mix.steps().forEach(step -> rows.put(step, new Measured(step.row(), System::nanoTime)));
        AtomicInteger left = new AtomicInteger(size.steps);
        openThenHold(
                size.sessions,
                () -> {
                    all.restart();
                    rows.values().forEach(Measured::restart);
                },
                session -> {
                    session.client.select(mailbox);
                    session.uids = uids(session.client.search("ALL"));
                    while (left.getAndDecrement() > 0) {
                        ImapMix.Step step = mix.draw(random);
                        Measured row = rows.get(step);
                        if (row == null) {
                            throw new IllegalStateException(step + " has no row");
                        }
                        long began = row.now();
                        try {
                            long octets = take(session, step);
                            row.done(began, octets);
                            all.done(began, octets);
                        } catch (ImapRefused refused) {
                            row.failed(String.valueOf(refused.getMessage()));
                        }
                    }
                    session.client.logout();
                });
        List<Measured> measured = new ArrayList<>();
        measured.add(all);
        measured.addAll(rows.values());
        return measured;
    }

    private static List<Uid> uids(UidSet set) {
        List<Uid> uids = new ArrayList<>();
        for (UidSet.Range range : set.ranges()) {
            for (long uid = range.first().number(); uid <= range.last().number(); uid++) {
                uids.add(new Uid(uid));
            }
        }
        return uids;
    }

    /** Returns how many octets of messages passed. */
    private long take(Session session, ImapMix.Step step) throws IOException {
        ImapClient client = session.client;
        Octets octets = new Octets();
        switch (step) {
            case FETCH -> client.fetch(UidSet.of(anyOf(session.uids)), "(UID FLAGS BODY.PEEK[])", octets);
            case LIST -> {
                int end = random.nextInt(session.uids.size()) + 1;
                List<Uid> screen = session.uids.subList(Math.max(0, end - SCREEN), end);
                client.fetch(UidSet.of(screen), "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)", octets);
            }
            case STORE -> {
                boolean read = random.nextBoolean();
                client.store(
                        UidSet.of(anyOf(session.uids)),
                        read ? ImapClient.Change.ADD : ImapClient.Change.REMOVE,
                        Flag.SEEN);
            }
            case SEARCH -> client.search("TEXT \"bench " + (1 + random.nextInt(size.messages)) + "\"");
            case APPEND -> octets.count += append(client);
            case SELECT -> client.select(mailbox);
            case STATUS -> client.status(mailbox, "MESSAGES", "UNSEEN", "UIDNEXT");
        }
        return octets.count;
    }

    private Uid anyOf(List<Uid> uids) {
        return uids.get(random.nextInt(uids.size()));
    }

    /** Counts and drops what comes. */
    private static final class Octets implements FetchTarget {
        private long count;

        @Override
        public ByteSink content(long number, String name, long octets) {
            return (_, _, length) -> count += length;
        }

        @Override
        public void message(FetchedMessage message) {}
    }

    /** One message that those who wait are to be told of. */
    private record News(long exists, long began, CountDownLatch heard) {}

    /** From the APPEND of a session beside them to each EXISTS; the next comes when all have heard of the last. */
    private Measured idle() throws IOException {
        Measured measured = new Measured("IDLE, told of mail", System::nanoTime);
        AtomicReference<@Nullable News> news = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        Queue<ImapClient> waiting = new ConcurrentLinkedQueue<>();
        try (ImapClient writer = opening.open(0);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < size.waiting; i++) {
                // All are of one user, who has them on several devices.
                ImapClient client = opening.open(0);
                waiting.add(client);
                client.select(mailbox);
                all.add(threads.submit(() -> {
                    listen(client, news, over, measured);
                    return null;
                }));
            }
            try {
                tell(writer, news, measured);
                over.set(true);
                append(writer);
                for (Future<?> each : all) {
                    each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
            } catch (InterruptedException | ExecutionException | TimeoutException failed) {
                throw new IOException("a session in IDLE did not end: " + failed.getMessage(), failed);
            } finally {
                waiting.forEach(ImapClient::close);
            }
            writer.logout();
        } finally {
            waiting.forEach(ImapClient::close);
        }
        return measured;
    }

    private void tell(ImapClient writer, AtomicReference<@Nullable News> news, Measured measured)
            throws IOException, InterruptedException {
        long exists = writer.select(mailbox).exists();
        // What comes before all are listening is not counted: it is said again until everybody has heard something.
        boolean settled = false;
        for (int i = 0; i < SETTLINGS_MAX && !settled; i++) {
            News first = new News(++exists, UNCOUNTED, new CountDownLatch(size.waiting));
            news.set(first);
            append(writer);
            settled = first.heard.await(SETTLING.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (!settled) {
            throw new IOException("the server tells sessions in IDLE of no new message");
        }
        measured.restart();
        for (int i = 0; i < size.news; i++) {
            News next = new News(++exists, measured.now(), new CountDownLatch(size.waiting));
            news.set(next);
            append(writer);
            if (!next.heard.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(next.heard.getCount() + " sessions in IDLE were not told of a message within "
                        + PATIENCE.toSeconds() + " seconds");
            }
        }
    }

    private static void listen(
            ImapClient client, AtomicReference<@Nullable News> news, AtomicBoolean over, Measured measured)
            throws IOException {
        AtomicReference<@Nullable News> last = new AtomicReference<>();
        client.idle(IDLE_MAX, response -> {
            News now = news.get();
            if (response instanceof Response.Exists(long count)
                    && now != null
                    && !now.equals(last.get())
                    && count >= now.exists) {
                if (now.began != UNCOUNTED) {
                    measured.done(now.began, 0);
                }
                last.set(now);
                now.heard.countDown();
            }
            return !over.get();
        });
        client.logout();
    }

    /** Returns how many octets the message has. */
    private int append(ImapClient client) throws IOException {
        byte[] content = BenchMessage.make("bench@localhost", run, written.incrementAndGet(), size.octets);
        client.append(mailbox, Set.of(), null, content.length, sink -> sink.accept(content, 0, content.length));
        return content.length;
    }
}
