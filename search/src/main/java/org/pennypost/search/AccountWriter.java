package org.pennypost.search;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.MessageText;
import org.pennypost.search.IndexFormat.Outdated;
import org.pennypost.search.IndexFormat.Stamp;
import org.pennypost.store.StoreException;

/**
 * One account's index while it is written. Belongs to the indexing thread, which does all of its work, merging too: Lucene starts no thread of its
 * own here.
 *
 * <p>Life: opened; filled with {@link #add}; what was added can be read by {@link #reader} at once, and survives a crash after {@link #commit}; closed,
 * which commits.
 */
final class AccountWriter implements Closeable {
    /** What is added is kept in memory up to so much, then becomes a segment. */
    private static final double MEMORY_MEGABYTES = 48;

    private final Directory directory;
    private final IndexWriter writer;
    private final IndexFormat.Documents documents = new IndexFormat.Documents();
    private final Runnable pause;
    private Stamp stamp;
    private int uncommitted;

    private AccountWriter(Directory directory, IndexWriter writer, Stamp stamp, Runnable pause) {
        this.pause = pause;
        this.directory = directory;
        this.writer = writer;
        this.stamp = stamp;
    }

    /**
     * How far the index in this folder reaches; empty if there is none that can be used.
     *
     * @param change the account's change counter now
     */
    static Optional<Stamp> committed(Path folder, long change) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Directory directory = new MMapDirectory(folder)) {
            Stamp stamp = Stamp.of(SegmentInfos.readLatestCommit(directory).getUserData());
            return stamp.change() <= change ? Optional.of(stamp) : Optional.empty();
        } catch (Outdated e) {
            return Optional.empty();
        } catch (IOException e) {
            if (isDamage(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether the files are not what was written: the index is then made anew. Anything else, as a full disk, may pass. */
    static boolean isDamage(Exception e) {
        return e instanceof CorruptIndexException
                || e instanceof IndexFormatTooOldException
                || e instanceof IndexFormatTooNewException
                || e instanceof IndexNotFoundException
                || e instanceof EOFException
                || e instanceof NoSuchFileException;
    }

    /**
     * Opens the index in this folder, or makes a new one in the place of one that cannot be used.
     *
     * @param pause is called between pieces of work of some milliseconds at most
     */
    static AccountWriter open(Path folder, long change, Runnable pause) throws IOException {
        Optional<Stamp> stamp = committed(folder, change);
        if (stamp.isPresent()) {
            try {
                return open(folder, stamp.get(), pause);
            } catch (IOException e) {
                if (!isDamage(e)) {
                    throw e;
                }
            }
        }
        delete(folder);
        return open(folder, Stamp.EMPTY, pause);
    }

    private static AccountWriter open(Path folder, Stamp stamp, Runnable pause) throws IOException {
        Files.createDirectories(folder);
        Directory directory = new YieldingDirectory(new MMapDirectory(folder), pause);
        try {
            IndexWriterConfig config = new IndexWriterConfig()
                    .setMergeScheduler(new SerialMergeScheduler())
                    .setRAMBufferSizeMB(MEMORY_MEGABYTES)
                    .setCommitOnClose(false);
            return new AccountWriter(directory, new IndexWriter(directory, config), stamp, pause);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** Removes an index with its folder; no harm if there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    Stamp stamp() {
        return stamp;
    }

    /** How many documents a crash would lose now. */
    int uncommitted() {
        return uncommitted;
    }

    /**
     * Adds the contents that follow.
     *
     * @return how many; fewer than {@code limit} if these were the last
     */
    int add(Account account, int limit) throws IOException {
        long change = account.modSeq().number();
        Adding adding = new Adding();
        long through = account.contentsAfter(stamp.through(), limit, adding);
        stamp = new Stamp(through, change);
        uncommitted += adding.count;
        return adding.count;
    }

    private final class Adding implements Account.ContentVisitor {
        private int count;

        @Override
        public void content(long number, MessageText text) throws StoreException {
            add(documents.of(number, text));
        }

        @Override
        public void unreadable(long number) throws StoreException {
            add(documents.ofUnreadable(number));
        }

        private void add(List<IndexableField> document) throws StoreException {
            pause.run();
            try {
                writer.addDocument(document);
                count++;
            } catch (IOException e) {
                throw new IndexFailure(e);
            }
        }
    }

    /** The numbers of all contents that are in it, rising. */
    long[] known() throws IOException {
        try (DirectoryReader reader = reader()) {
            return Contents.of(new IndexSearcher(reader), MatchAllDocsQuery.INSTANCE);
        }
    }

    /** Takes documents out whose contents are gone. */
    void remove(long[] contents) throws IOException {
        if (contents.length > 0) {
            writer.deleteDocuments(LongField.newSetQuery(IndexFormat.CONTENT, contents));
            uncommitted += contents.length;
        }
    }

    /** All that was added so far. The caller closes it. */
    DirectoryReader reader() throws IOException {
        return DirectoryReader.open(writer);
    }

    /** Makes what was added durable, if anything was. */
    void commit() throws IOException {
        if (uncommitted > 0) {
            writer.setLiveCommitData(stamp.toCommit().entrySet());
            writer.commit();
            uncommitted = 0;
        }
    }

    @Override
    public void close() throws IOException {
        try (directory;
                writer) {
            if (writer.isOpen()) {
                commit();
            }
        }
    }

    /** Closes it without a commit, after a failure. */
    void abandon() {
        try (directory) {
            writer.rollback();
        } catch (IOException e) {
            // It failed before; what is on the disk is the last commit.
        }
    }

    /** The index could not be written, in the middle of a walk over the store. */
    private static final class IndexFailure extends StoreException {
        private static final long serialVersionUID = 1L;

        IndexFailure(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
