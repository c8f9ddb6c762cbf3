package org.pennypost.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.Likeness;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.search.IndexFormat.Outdated;
import org.pennypost.search.IndexFormat.Stamp;

/**
 * The indexes that questions are put to: for each account what the indexing thread published last, or else the last commit, opened when somebody asks.
 * Those used last stay open. Thread-safe.
 */
final class IndexReaders implements AutoCloseable {
    private final int openMax;
    private final ReentrantLock lock = new ReentrantLock();

    /** The one used longest ago comes first. */
    private final Map<Long, Lent> open = new LinkedHashMap<>(16, 0.75f, true);

    IndexReaders(int openMax) {
        this.openMax = openMax;
    }

    /** An index at one moment, which stays open until it is given back. */
    static final class Lent implements AutoCloseable {
        private final DirectoryReader reader;
        private final long through;
        private final @Nullable Directory directory;
        private long usedNanos = System.nanoTime();

        private Lent(DirectoryReader reader, long through, @Nullable Directory directory) {
            this.reader = reader;
            this.through = through;
            this.directory = directory;
        }

        DirectoryReader reader() {
            return reader;
        }

        /** It knows all contents up to this number. */
        long through() {
            return through;
        }

        /** Gives it back. */
        @Override
        public void close() throws IOException {
            reader.decRef();
            if (directory != null && reader.getRefCount() <= 0) {
                directory.close();
            }
        }
    }

    /**
     * The index of an account; empty if there is none that can be used.
     *
     * @param change the account's change counter now
     */
    Optional<Lent> lend(long account, Path folder, long change) throws IOException {
        lock.lock();
        try {
            Lent known = open.get(account);
            if (known != null && known.reader.tryIncRef()) {
                known.usedNanos = System.nanoTime();
                return Optional.of(known);
            }
        } finally {
            lock.unlock();
        }
        if (AccountWriter.committed(folder, change).isEmpty()) {
            return Optional.empty();
        }
        Directory directory = new MMapDirectory(folder);
        try {
            DirectoryReader reader = DirectoryReader.open(directory);
            Lent opened = new Lent(
                    reader, Stamp.of(reader.getIndexCommit().getUserData()).through(), directory);
            reader.incRef();
            keep(account, opened, false);
            return Optional.of(opened);
        } catch (Outdated e) {
            directory.close();
            return Optional.empty();
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** The contents that may answer the question; empty if there is no index that can be used. */
    Optional<Candidates> candidates(Account account, Path folder, TextQuery query) throws IOException {
        Optional<Lent> lent =
                lend(account.id().number(), folder, account.modSeq().number());
        if (lent.isEmpty()) {
            return Optional.empty();
        }
        try (Lent index = lent.get()) {
            long[] found = Contents.of(new IndexSearcher(index.reader()), IndexFormat.query(query));
            return Optional.of(Candidates.of(index.through(), found));
        }
    }

    /** How much contents are like what is asked for; empty if there is no index that can be used. */
    Optional<Likeness> likeness(Account account, Path folder, LooseQuery query) throws IOException {
        Optional<Lent> lent =
                lend(account.id().number(), folder, account.modSeq().number());
        if (lent.isEmpty()) {
            return Optional.empty();
        }
        try (Lent index = lent.get()) {
            return Optional.of(WordSearch.of(index.reader(), index.through(), query));
        }
    }

    /** From now on this is the account's index. The reader is ours to close. */
    void publish(long account, DirectoryReader reader, long through) throws IOException {
        keep(account, new Lent(reader, through, null), true);
    }

    private void keep(long account, Lent lent, boolean newest) throws IOException {
        List<Lent> leaving = new ArrayList<>();
        lock.lock();
        try {
            if (!newest && open.containsKey(account)) {
                leaving.add(lent);
            } else {
                Lent old = open.put(account, lent);
                if (old != null) {
                    leaving.add(old);
                }
            }
            Iterator<Lent> oldest = open.values().iterator();
            while (open.size() > openMax && oldest.hasNext()) {
                leaving.add(oldest.next());
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
        closeAll(leaving);
    }

    /** Closes the account's index as soon as nobody asks it any more. */
    void forget(long account) throws IOException {
        List<Lent> leaving = new ArrayList<>();
        lock.lock();
        try {
            Lent lent = open.remove(account);
            if (lent != null) {
                leaving.add(lent);
            }
        } finally {
            lock.unlock();
        }
        closeAll(leaving);
    }

    /** Closes those that nobody has asked for so long. */
    void closeIdle(long idleNanos) throws IOException {
        List<Lent> leaving = new ArrayList<>();
        long now = System.nanoTime();
        lock.lock();
        try {
            open.values().removeIf(lent -> now - lent.usedNanos > idleNanos && leaving.add(lent));
        } finally {
            lock.unlock();
        }
        closeAll(leaving);
    }

    /** How many are open. */
    int size() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    private static void closeAll(List<Lent> leaving) throws IOException {
        for (Lent lent : leaving) {
            lent.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeIdle(Long.MIN_VALUE);
    }
}
