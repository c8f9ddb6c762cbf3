package org.pennypost.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.search.IndexFormat.Stamp;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreStopped;

/**
 * Writes the indexes. Everything here runs on the indexing thread, which owns it, but the counters.
 *
 * <p>An account is brought forward from its stamp: contents have rising numbers and never change, so all that is missing is what has a higher number.
 * Nothing is needed from the change log, and a crash, or a hint that got lost, costs nothing but time.
 */
final class Indexer {
    private static final System.Logger LOG = System.getLogger(Indexer.class.getName());

    /** Contents read in one go; between two such steps others have their turn. */
    private static final int STEP = 200;

    /** Contents added at most before they are shown to searches: each time makes a segment. */
    private static final int PUBLISHED_AFTER = 10_000;

    private static final long PUBLISHED_AFTER_NANOS = 5_000_000_000L;

    /** Contents added at most before a commit, which waits for the disk. */
    private static final int COMMITTED_AFTER = 50_000;

    private final Path folder;
    private final SearchOptions options;
    private final IndexReaders readers;
    private final GivingWay way = new GivingWay(System::nanoTime, LockSupport::parkNanos);

    /** The writer used longest ago comes first. */
    private final Map<AccountId, Writing> writers = new LinkedHashMap<>(16, 0.75f, true);

    /** The last content of accounts that had nothing left to do, so that a changed flag opens no file. */
    private final Map<AccountId, Long> doneThrough = new HashMap<>();

    final AtomicLong indexed = new AtomicLong();
    final AtomicLong failures = new AtomicLong();

    Indexer(Path folder, SearchOptions options, IndexReaders readers) {
        this.folder = folder;
        this.options = options;
        this.readers = readers;
    }

    private static final class Writing {
        private final AccountWriter writer;
        private long usedNanos = System.nanoTime();
        private long publishedNanos = usedNanos;
        private int unpublished;

        private Writing(AccountWriter writer) {
            this.writer = writer;
        }
    }

    /** What is left to do for an account. */
    enum Left {
        NOTHING,
        /** More of the same. */
        MORE,
        /** A few contents, not worth opening an index while others wait. */
        LITTLE
    }

    /** The folder of an account's index. */
    static Path folder(Path folder, AccountId account) {
        return folder.resolve(Long.toString(account.number()));
    }

    /**
     * Brings an account's index forward by a step.
     *
     * @param evenLittle whether to open an index for a few contents
     */
    Left step(Account account, boolean evenLittle) throws StoreException {
        way.begin();
        Writing writing = writers.get(account.id());
        try {
            if (writing == null) {
                Left backlog = backlog(account);
                if (backlog == Left.NOTHING || (backlog == Left.LITTLE && !evenLittle)) {
                    return backlog;
                }
                writing = open(account);
            }
            return add(account, writing);
        } catch (StoreStopped stopped) {
            throw stopped;
        } catch (IOException | RuntimeException e) {
            failed(account.id(), e);
            return Left.NOTHING;
        }
    }

    private Left backlog(Account account) throws IOException {
        long last = account.lastContent();
        Long done = doneThrough.get(account.id());
        if (done != null && done == last) {
            return Left.NOTHING;
        }
        Left left = backlogInFiles(account);
        if (left == Left.NOTHING) {
            doneThrough.put(account.id(), last);
        }
        return left;
    }

    private Left backlogInFiles(Account account) throws IOException {
        Optional<Stamp> stamp = AccountWriter.committed(
                folder(folder, account.id()), account.modSeq().number());
        if (stamp.isEmpty() && Files.exists(folder(folder, account.id()))) {
            // Of a store that went back, or damaged: when the change counter has grown beyond its stamp it would be
            // believed.
            readers.forget(account.id().number());
            AccountWriter.delete(folder(folder, account.id()));
        }
        int waiting = account.contentNumbers(stamp.map(Stamp::through).orElse(0L), options.indexedFrom()).length;
        if (waiting >= options.indexedFrom()) {
            return Left.MORE;
        }
        return waiting == 0 || stamp.isEmpty() ? Left.NOTHING : Left.LITTLE;
    }

    private Writing open(Account account) throws IOException {
        while (writers.size() >= options.writersMax()) {
            Iterator<Map.Entry<AccountId, Writing>> oldest = writers.entrySet().iterator();
            Map.Entry<AccountId, Writing> leaving = oldest.next();
            oldest.remove();
            close(leaving.getKey(), leaving.getValue());
        }
        Path place = folder(folder, account.id());
        long change = account.modSeq().number();
        if (AccountWriter.committed(place, change).isEmpty()) {
            // What was open of an index that is none any more must not answer.
            readers.forget(account.id().number());
        }
        Writing writing = new Writing(AccountWriter.open(place, change, () -> way.pause(account.commands())));
        writers.put(account.id(), writing);
        return writing;
    }

    private Left add(Account account, Writing writing) throws IOException {
        int added = writing.writer.add(account, STEP);
        indexed.addAndGet(added);
        writing.unpublished += added;
        writing.usedNanos = System.nanoTime();
        boolean more = added == STEP;
        boolean late = writing.usedNanos - writing.publishedNanos > PUBLISHED_AFTER_NANOS;
        if (writing.unpublished > 0 && (!more || writing.unpublished >= PUBLISHED_AFTER || late)) {
            publish(account.id(), writing);
        }
        if (writing.writer.uncommitted() >= COMMITTED_AFTER) {
            writing.writer.commit();
        }
        return more ? Left.MORE : Left.NOTHING;
    }

    private void publish(AccountId account, Writing writing) throws IOException {
        readers.publish(
                account.number(),
                writing.writer.reader(),
                writing.writer.stamp().through());
        writing.unpublished = 0;
        writing.publishedNanos = System.nanoTime();
    }

    /** Takes out of an account's index what is gone from the store, if it has one. */
    void sweep(Account account) throws StoreException {
        try {
            Writing writing = writers.get(account.id());
            if (writing == null) {
                if (AccountWriter.committed(
                                folder(folder, account.id()), account.modSeq().number())
                        .isEmpty()) {
                    return;
                }
                writing = open(account);
            }
            writing.writer.remove(gone(account, writing.writer.known()));
            publish(account.id(), writing);
        } catch (StoreStopped stopped) {
            throw stopped;
        } catch (IOException | RuntimeException e) {
            failed(account.id(), e);
        }
    }

    /** Those of the known contents that the account has no longer. */
    private static long[] gone(Account account, long[] known) throws StoreException {
        LongStream.Builder gone = LongStream.builder();
        long[] there = new long[0];
        long reached = 0;
        int at = 0;
        for (long number : known) {
            while (at == there.length && reached < number) {
                there = account.contentNumbers(Math.max(reached, number - 1), STEP);
                at = 0;
                reached = there.length < STEP ? Long.MAX_VALUE : there[there.length - 1];
            }
            while (at < there.length && there[at] < number) {
                at++;
            }
            if (at == there.length || there[at] != number) {
                gone.add(number);
            }
        }
        return gone.build().toArray();
    }

    /** Removes an account's index; it is made anew by the steps that follow, if there are any. */
    void wipe(AccountId account) {
        doneThrough.remove(account);
        Writing writing = writers.remove(account);
        if (writing != null) {
            writing.writer.abandon();
        }
        try {
            readers.forget(account.number());
            AccountWriter.delete(folder(folder, account));
        } catch (IOException e) {
            failures.incrementAndGet();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the search index of account " + account.number() + " could not be removed",
                    e);
        }
    }

    /** Commits and closes what was not used for a time. */
    void closeIdle() {
        long now = System.nanoTime();
        writers.entrySet().removeIf(each -> {
            if (now - each.getValue().usedNanos <= options.idle().toNanos()) {
                return false;
            }
            close(each.getKey(), each.getValue());
            return true;
        });
        try {
            readers.closeIdle(options.idle().toNanos());
        } catch (IOException e) {
            failures.incrementAndGet();
        }
    }

    private void close(AccountId account, Writing writing) {
        try {
            writing.writer.close();
        } catch (IOException | AlreadyClosedException e) {
            failed(account, e);
        }
    }

    /** The account is searched by reading until the index can be written again; damage means to begin anew. */
    private void failed(AccountId account, Exception e) {
        failures.incrementAndGet();
        LOG.log(
                System.Logger.Level.WARNING,
                "the search index of account " + account.number()
                        + " failed; its messages are read for each search until it is written again",
                e);
        Writing writing = writers.remove(account);
        if (writing != null) {
            writing.writer.abandon();
        }
        if (AccountWriter.isDamage(e) || AccountWriter.isDamage(cause(e))) {
            wipe(account);
        }
    }

    private static Exception cause(Exception e) {
        @Nullable Throwable cause = e.getCause();
        return cause instanceof Exception exception ? exception : e;
    }

    /** Ends without a commit, as a crash does. */
    void abandon() {
        writers.values().forEach(writing -> writing.writer.abandon());
        writers.clear();
    }

    void close() {
        writers.forEach(this::close);
        writers.clear();
    }
}
