package org.pennypost.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.Likeness;
import org.pennypost.mailbox.TextIndex;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * The full-text indexes of all accounts, a folder each. They say which messages may hold a text: a superset of those that do, in exchange for which they
 * need no positions; the caller looks into each. What is not indexed yet is a candidate, so an index that is behind, lost or broken costs time and
 * never an answer. Asked loosely, they say how much messages are like it ({@link WordSearch}), and what is not indexed is looked at by the same rules.
 *
 * <p>One thread of low priority writes ({@link Indexer}), some time after the commit that brought a message; nobody waits for it. Questions run on a
 * few platform threads, since reading a mapped file would hold a virtual thread's carrier. Thread-safe.
 *
 * <p>Life: {@link #follow} for each account; {@link #close} before the store closes.
 */
public final class SearchIndexes implements TextIndex, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SearchIndexes.class.getName());
    private static final int SEARCHERS = 2;

    private final Path folder;
    private final SearchOptions options;
    private final IndexReaders readers;
    private final Indexer indexer;
    private final ExecutorService searchers;
    /** So many commits in one turn are a burst. */
    private static final int BUSY_COMMITS = 10;

    private static final long REST_FACTOR = 4;
    private static final long REST_NANOS_MAX = 2_000_000_000L;

    /** Since the last turn began. Guarded by the lock. */
    private int commits;

    /** When the last turn began. Guarded by the lock. */
    private long turnNanos;

    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Map<AccountId, Store.Watch> followed = new HashMap<>();
    private final Map<AccountId, Account> due = new LinkedHashMap<>();
    private final Map<AccountId, Account> lessDue = new LinkedHashMap<>();
    private final Map<AccountId, Task> tasks = new LinkedHashMap<>();
    private boolean closed;
    private boolean working;

    /** When idle indexes were last looked for; the indexing thread's. */
    private long tidiedNanos = System.nanoTime();

    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong candidates = new AtomicLong();

    /** Something that is to be done with an account's index before it is brought forward. */
    private record Task(Kind kind, AccountId id, @Nullable Account account, List<CompletableFuture<Boolean>> waiting) {
        Task(Kind kind, AccountId id, @Nullable Account account, CompletableFuture<Boolean> waiting) {
            this(kind, id, account, List.of(waiting));
        }

        /** The same, which does also what another task wanted. */
        Task insteadOf(Task other) {
            return new Task(
                    kind,
                    id,
                    account,
                    Stream.concat(waiting.stream(), other.waiting.stream()).toList());
        }

        void end(boolean done) {
            waiting.forEach(each -> each.complete(done));
        }
    }

    private enum Kind {
        REMOVE,
        REBUILD,
        SWEEP
    }

    private SearchIndexes(Path folder, SearchOptions options) {
        this.folder = folder;
        this.options = options;
        this.readers = new IndexReaders(options.readersMax());
        this.indexer = new Indexer(folder, options, readers);
        this.searchers = Executors.newFixedThreadPool(
                SEARCHERS, Thread.ofPlatform().daemon().name("search-", 1).factory());
        this.thread = Thread.ofPlatform().daemon().name("search-indexing").unstarted(this::run);
    }

    /**
     * Opens them.
     *
     * @param folder where their folders are, or will be
     */
    public static SearchIndexes open(Path folder, SearchOptions options) {
        SearchIndexes opened = new SearchIndexes(folder, options);
        opened.thread.start();
        return opened;
    }

    @Override
    public Candidates candidates(Account account, TextQuery query) {
        Optional<Candidates> found =
                ask(account, () -> readers.candidates(account, Indexer.folder(folder, account.id()), query));
        found.ifPresent(some -> candidates.addAndGet(some.named()));
        return found.orElse(Candidates.ALL);
    }

    @Override
    public boolean searchesLoosely() {
        return true;
    }

    @Override
    public Optional<Likeness> likeness(Account account, TextQuery query) {
        Optional<LooseQuery> loose = LooseQuery.of(query);
        if (loose.isEmpty()) {
            return Optional.empty();
        }
        Optional<Likeness> found =
                ask(account, () -> readers.likeness(account, Indexer.folder(folder, account.id()), loose.get()));
        return Optional.of(found.orElseGet(() -> Alikes.unknown(loose.get())));
    }

    /** Puts a question to an account's index; empty if it has none, or that failed. */
    private <T> Optional<T> ask(Account account, Callable<Optional<T>> question) {
        questions.incrementAndGet();
        Optional<T> found = Optional.empty();
        try {
            found = searchers.submit(question).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            indexer.failures.incrementAndGet();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the search index of account " + account.id().number()
                            + " failed a question; it is made anew, and the messages are read until then",
                    e.getCause());
            add(new Task(Kind.REBUILD, account.id(), account, new CompletableFuture<>()));
        }
        if (found.isEmpty()) {
            unanswered.incrementAndGet();
        }
        return found;
    }

    @Override
    public void follow(Account account) {
        lock.lock();
        try {
            if (!closed && !followed.containsKey(account.id())) {
                followed.put(account.id(), account.watch(_ -> committed(account)));
            }
        } finally {
            lock.unlock();
        }
        changed(account);
    }

    /** Runs on the store's committer: it must not wait. */
    private void committed(Account account) {
        lock.lock();
        try {
            commits++;
        } finally {
            lock.unlock();
        }
        changed(account);
    }

    private void changed(Account account) {
        lock.lock();
        try {
            if (due.putIfAbsent(account.id(), account) == null) {
                wanted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(AccountId account) {
        lock.lock();
        try {
            Store.Watch watch = followed.remove(account);
            if (watch != null) {
                watch.close();
            }
            due.remove(account);
            lessDue.remove(account);
        } finally {
            lock.unlock();
        }
        add(new Task(Kind.REMOVE, account, null, new CompletableFuture<>()));
    }

    /** Removes the indexes of accounts that are gone, as when they were removed without this index. */
    public void removeAllBut(Set<AccountId> accounts) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> folders = Files.list(folder)) {
            folders.map(each -> each.getFileName().toString())
                    .filter(name -> name.matches("[1-9][0-9]{0,17}"))
                    .map(name -> new AccountId(Long.parseLong(name)))
                    .filter(account -> !accounts.contains(account))
                    .forEach(this::remove);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the folders of the search indexes could not be listed", e);
        }
    }

    /**
     * Throws an account's index away and makes it anew, in the background.
     *
     * @return done when the old one is gone
     */
    public CompletableFuture<Boolean> rebuild(Account account) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        add(new Task(Kind.REBUILD, account.id(), account, done));
        return done;
    }

    /** Takes out of an account's index, in the background, what is gone from the store: to be called after messages were purged. */
    public void sweepLater(Account account) {
        add(new Task(Kind.SWEEP, account.id(), account, new CompletableFuture<>()));
    }

    private void add(Task task) {
        lock.lock();
        try {
            Task other = closed ? task : tasks.put(task.id(), task);
            if (closed) {
                task.end(false);
            } else if (other != null) {
                // What removes an index also does what the other task wanted.
                boolean otherFirst = other.kind().compareTo(task.kind()) < 0;
                tasks.put(task.id(), otherFirst ? other.insteadOf(task) : task.insteadOf(other));
            }
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How much of an account its index knows. */
    public SearchProgress progress(Account account) throws IOException {
        long last = account.lastContent();
        try (IndexReaders.Lent index = readers.lend(
                        account.id().number(),
                        Indexer.folder(folder, account.id()),
                        account.modSeq().number())
                .orElse(null)) {
            return index == null
                    ? new SearchProgress(0, 0, last)
                    : new SearchProgress(index.reader().numDocs(), index.through(), last);
        }
    }

    /** What it has done so far. */
    public SearchFigures figures() {
        lock.lock();
        try {
            return new SearchFigures(
                    indexer.indexed.get(),
                    questions.get(),
                    unanswered.get(),
                    candidates.get(),
                    due.size() + lessDue.size() + tasks.size() + (working ? 1 : 0),
                    readers.size(),
                    indexer.failures.get());
        } finally {
            lock.unlock();
        }
    }

    // The indexing thread

    /** What the indexing thread does next. */
    private sealed interface Turn {
        record Do(Task task) implements Turn {}

        record Step(Account account, boolean evenLittle) implements Turn {}

        record Idle() implements Turn {}

        record End() implements Turn {}
    }

    private void run() {
        boolean going = true;
        boolean low = false;
        while (going) {
            try {
                Turn turn = next();
                if (!low && (turn instanceof Turn.Step || turn instanceof Turn.Do)) {
                    // Not before there is work: the call into the C library takes a moment to build, in which the
                    // server starts.
                    Niceness.low();
                    low = true;
                }
                going = turn(turn);
            } catch (InterruptedException e) {
                going = false;
            } catch (StoreException e) {
                // The store is stopped; whoever stopped it stops this too.
                going = false;
            }
        }
        end();
        indexer.close();
    }

    /** Nobody waits for what will not be done any more. */
    private void end() {
        lock.lock();
        try {
            closed = true;
            tasks.values().forEach(task -> task.end(false));
            tasks.clear();
        } finally {
            lock.unlock();
        }
    }

    private boolean turn(Turn turn) throws StoreException {
        switch (turn) {
            case Turn.Do(Task task) -> perform(task);
            case Turn.Step(Account account, boolean evenLittle) -> {
                switch (indexer.step(account, evenLittle)) {
                    case NOTHING -> {}
                    case MORE -> changed(account);
                    case LITTLE -> later(account);
                }
            }
            case Turn.Idle() -> indexer.closeIdle();
            case Turn.End() -> {
                return false;
            }
        }
        return true;
    }

    private void perform(Task task) throws StoreException {
        switch (task.kind()) {
            case REMOVE -> indexer.wipe(task.id());
            case REBUILD -> {
                indexer.wipe(task.id());
                if (task.account() != null) {
                    changed(task.account());
                }
            }
            case SWEEP -> {
                if (task.account() != null) {
                    indexer.sweep(task.account());
                }
            }
        }
        task.end(true);
    }

    private void later(Account account) {
        lock.lock();
        try {
            lessDue.putIfAbsent(account.id(), account);
        } finally {
            lock.unlock();
        }
    }

    /** Changes that come close together are gathered, so that one step brings many messages. */
    private Turn next() throws InterruptedException {
        lock.lock();
        try {
            working = false;
            rest();
            if (System.nanoTime() - tidiedNanos > options.idle().toNanos()) {
                tidiedNanos = System.nanoTime();
                return new Turn.Idle();
            }
            boolean waited = false;
            long left = options.idle().toNanos();
            while (!closed && due.isEmpty() && lessDue.isEmpty() && tasks.isEmpty()) {
                waited = true;
                left = wanted.awaitNanos(left);
                if (left <= 0) {
                    tidiedNanos = System.nanoTime();
                    return new Turn.Idle();
                }
            }
            long gather = waited ? options.gather().toNanos() : 0;
            while (!closed && gather > 0) {
                gather = wanted.awaitNanos(gather);
            }
            working = true;
            commits = 0;
            turnNanos = System.nanoTime();
            Task task = first(tasks);
            if (task != null) {
                return new Turn.Do(task);
            }
            if (closed) {
                return new Turn.End();
            }
            Account account = first(due);
            if (account != null) {
                return new Turn.Step(account, false);
            }
            account = first(lessDue);
            return account == null ? new Turn.Idle() : new Turn.Step(account, true);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Leaves the machine to deliveries, four times as long as the last turn took, when many came during that: what is indexed a little later is read meanwhile.
     * Under the lock.
     */
    private void rest() throws InterruptedException {
        if (commits <= BUSY_COMMITS) {
            return;
        }
        long left = Math.min(REST_NANOS_MAX, REST_FACTOR * (System.nanoTime() - turnNanos));
        while (!closed && tasks.isEmpty() && left > 0) {
            left = wanted.awaitNanos(left);
        }
    }

    private static <T> @Nullable T first(Map<AccountId, T> waiting) {
        var entries = waiting.entrySet().iterator();
        if (!entries.hasNext()) {
            return null;
        }
        T first = entries.next().getValue();
        entries.remove();
        return first;
    }

    /** Ends it: what was indexed is committed. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            followed.values().forEach(Store.Watch::close);
            followed.clear();
            tasks.values().removeIf(task -> {
                if (task.kind() == Kind.SWEEP) {
                    task.end(false);
                }
                return task.kind() == Kind.SWEEP;
            });
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
        searchers.shutdown();
        try {
            thread.join();
            if (!searchers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "a search did not end in time");
            }
            readers.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the search indexes did not close as they should", e);
        }
    }
}
