package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreInUse;

/**
 * The store's folder:
 *
 * <pre>
 * format   "pennypost-store 2\n": the version of everything below
 * owner    the process that has the store open, for people to read
 * keys/    RocksDB; its LOCK file keeps other processes out
 * packs/   blobs
 * </pre>
 *
 * <p>RocksDB's lock is the only one: a second lock file of Java's would be lost when the same process opens and closes it once
 * more, which is how POSIX record locks are.
 */
final class DataFolder {
    /** Version 1 had RocksDB's own log instead of the journal in the packs. It is read, and is version 2 from then on. */
    private static final int VERSION = 2;

    private static final String FORMAT_BEGIN = "pennypost-store ";

    private final Path folder;

    private DataFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder where there is none, and makes sure that this version can read it. */
    static DataFolder prepare(Path folder) throws IOException {
        DataFolder data = new DataFolder(folder);
        Files.createDirectories(data.keys());
        Files.createDirectories(data.packs());
        Path format = folder.resolve("format");
        if (Files.notExists(format) || Files.size(format) == 0) { // A kill or a full disk may leave an empty one
            if (Files.exists(data.keys().resolve("CURRENT"))) {
                throw new StoreException(format + " is missing; restore it from a backup, or write \"" + FORMAT_BEGIN
                        + VERSION + "\" into it if this version wrote the store");
            }
            writeFormat(format);
            Disk.real().syncFolder(folder);
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Disk.real().syncFolder(parent);
            }
        }
        data.checkFormat(format);
        return data;
    }

    /** Durable before anything is written that an older version would pass over. */
    private static void writeFormat(Path format) throws IOException {
        try (FileChannel file = FileChannel.open(format, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap((FORMAT_BEGIN + VERSION + "\n").getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
    }

    Path packs() {
        return folder.resolve("packs");
    }

    Rocks openKeys(Settings settings, Executor pool) throws StoreException {
        try {
            return Rocks.open(keys(), settings, pool);
        } catch (StoreException failed) {
            String message = String.valueOf(failed.getMessage());
            if (message.contains("LOCK") || message.contains("lock hold by current process")) {
                throw new StoreInUse(folder, holder(), failed);
            }
            throw failed;
        }
    }

    void writeOwner() throws IOException {
        Files.writeString(owner(), ProcessHandle.current().pid() + "\n");
    }

    void removeOwner() throws IOException {
        Files.deleteIfExists(owner());
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private Path keys() {
        return folder.resolve("keys");
    }

    private Path owner() {
        return folder.resolve("owner");
    }

    private void checkFormat(Path format) throws IOException {
        String text = new String(Files.readAllBytes(format), StandardCharsets.UTF_8).strip();
        int version;
        try {
            version = text.startsWith(FORMAT_BEGIN) ? Integer.parseInt(text.substring(FORMAT_BEGIN.length())) : 0;
        } catch (NumberFormatException other) {
            version = 0;
        }
        if (version < 1) {
            throw new CorruptFile(format.toString(), 0, "\"" + FORMAT_BEGIN + VERSION + "\"", "\"" + text + "\"");
        }
        if (version > VERSION) {
            throw new StoreException("the store in " + folder + " has format " + version
                    + " and was written by a newer Pennypost; this one reads up to format " + VERSION
                    + ". Run the newer version");
        }
        if (version < VERSION) {
            writeFormat(format);
        }
    }

    private String holder() {
        try {
            return "process " + Files.readString(owner()).strip();
        } catch (IOException unknown) {
            return "another process";
        }
    }
}
