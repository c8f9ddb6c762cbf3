package org.pennypost.store.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** What the engine asks of the file system for its pack files. Tests put a failing one in its place. Thread-safe. */
public interface Disk {
    /** The real one. */
    static Disk real() {
        return new FileDisk();
    }

    /** A new file; that it exists is durable after {@link #syncFolder}. */
    Output create(Path file) throws IOException;

    /** Cuts the file to {@code lengthBytes}, and goes on writing there. */
    Output append(Path file, long lengthBytes) throws IOException;

    /** @throws java.nio.file.NoSuchFileException if it is not there */
    Input open(Path file) throws IOException;

    /** Does nothing where there is no such file. */
    void delete(Path file) throws IOException;

    /** The names of the files in the folder. */
    List<String> list(Path folder) throws IOException;

    /** Makes created and deleted names durable. */
    void syncFolder(Path folder) throws IOException;

    /** How much room is left. */
    long freeBytes(Path folder) throws IOException;

    /** A file that is written. One owner. */
    interface Output extends Closeable {
        /**
         * Writes all that remains in the buffer behind what was written last, or cut to. After a failure some of it may be there.
         *
         * @throws DiskFull if there is no room
         */
        void write(ByteBuffer bytes) throws IOException;

        /** Writes all that remains in the buffer over what is at {@code position}. */
        void overwrite(ByteBuffer bytes, long position) throws IOException;

        /** Drops what is behind {@code lengthBytes}; the next write goes there. */
        void cut(long lengthBytes) throws IOException;

        /** Returns when everything written is on the medium. */
        void sync() throws IOException;
    }

    /** A file that is read. Thread-safe. */
    interface Input extends Closeable {
        /** Reads some bytes from {@code position}; -1 at or behind the end. */
        int read(ByteBuffer into, long position) throws IOException;

        long sizeBytes() throws IOException;
    }

    /** No room on the disk. */
    final class DiskFull extends IOException {
        private static final long serialVersionUID = 1L;

        public DiskFull(String message) {
            super(message);
        }

        public DiskFull(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
