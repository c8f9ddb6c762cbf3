package org.pennypost.store.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's machine code. Its jar holds it for fifteen kinds of machine, and unless it finds the library in {@code java.library.path} it
 * unpacks one into the system's folder for temporary files at every start: 17 MB, a tenth of the time in which the server starts, left
 * behind by each process that was killed, and impossible where that folder is mounted {@code noexec}.
 */
public final class NativeLibrary {
    private NativeLibrary() {}

    /**
     * Unpacks the library of the machine that this runs on, once and for all.
     *
     * @param folder where it is to lie: named in {@code java.library.path} later
     * @throws IOException if it cannot be written, or there is none for this kind of machine
     */
    public static void unpackInto(Path folder) throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        try (InputStream library = RocksDB.class.getClassLoader().getResourceAsStream(name)) {
            if (library == null) {
                throw new FileNotFoundException("RocksDB has no " + name + ": it does not run on this kind of machine");
            }
            Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
