package org.pennypost.imap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.EmbeddedStore;

/** Where the server of a {@link ModelWorld} keeps what it has, and what is left of it when the server is killed. */
interface ModelDisk extends AutoCloseable {
    Store store();

    /** Kills the server; afterwards the store is what the next one finds. */
    void kill() throws IOException;

    /**
     * Lets the next commit fail, as if the server had been killed before it was durable.
     *
     * @return false if this disk cannot do that
     */
    boolean failNext();

    @Override
    void close() throws StoreException;

    /** In memory. */
    final class Memory implements ModelDisk {
        private final MemoryStore store;

        Memory(InstantSource clock) {
            store = new MemoryStore(clock);
        }

        @Override
        public Store store() {
            return store;
        }

        @Override
        public void kill() {
            store.crash();
        }

        @Override
        public boolean failNext() {
            store.failNext(new StoreException("killed before it was durable"));
            return true;
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** On the disk: who was killed left a copy of what the disk holds at that moment, nothing closed, nothing flushed. */
    final class Folder implements ModelDisk {
        private final Path folder;
        private Store store;
        private int lives;

        Folder(Path folder) throws StoreException {
            this.folder = folder;
            this.store = EmbeddedStore.open(folder.resolve("life0"));
        }

        @Override
        public Store store() {
            return store;
        }

        @Override
        public void kill() throws IOException {
            Path now = folder.resolve("life" + lives);
            Path next = folder.resolve("life" + ++lives);
            copy(now, next);
            store.close();
            store = EmbeddedStore.open(next);
        }

        private static void copy(Path from, Path to) throws IOException {
            List<Path> files;
            try (Stream<Path> all = Files.walk(from)) {
                files = all.toList();
            }
            for (Path each : files) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }

        @Override
        public boolean failNext() {
            return false;
        }

        @Override
        public void close() throws StoreException {
            store.close();
        }
    }
}
