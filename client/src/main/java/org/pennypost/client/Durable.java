package org.pennypost.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** File operations that survive a crash. */
final class Durable {
    private Durable() {}

    /** Gives a file a second name, and takes its first, without ever replacing another file. Both are in folders of one file system. */
    static void rename(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
            Files.delete(from);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException _) {
            // File systems without links (FAT): the check and the move are two steps there.
            Files.move(from, to);
        }
        syncFolder(to);
    }

    /** Makes the names in a file's folder durable. */
    static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException _) {
            // Windows opens no folders, and keeps names durable by itself.
        }
    }
}
