package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Files as the operating system has them. */
final class FileDisk implements Disk {
    @Override
    public Output create(Path file) throws IOException {
        try {
            return new FileOutput(
                    file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException failed) {
            throw named(file, failed);
        }
    }

    @Override
    public Output append(Path file, long lengthBytes) throws IOException {
        FileOutput output = new FileOutput(file, FileChannel.open(file, StandardOpenOption.WRITE));
        try {
            output.cut(lengthBytes);
            return output;
        } catch (IOException failed) {
            output.close();
            throw failed;
        }
    }

    @Override
    public Input open(Path file) throws IOException {
        return new FileInput(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        // Asked before each group: java.nio reads the table of all mounts for it, File asks for this folder alone, but
        // says 0 where it cannot.
        long free = folder.toFile().getUsableSpace();
        return free > 0 ? free : Files.getFileStore(folder).getUsableSpace();
    }

    /** Java says only in words that the disk is full, and in the user's language; so the room left is asked as well. */
    private static IOException named(Path file, IOException failed) {
        String message = failed.getMessage() == null ? "" : failed.getMessage();
        boolean full = message.contains("No space left") || message.contains("quota exceeded");
        try {
            full |= Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() == 0;
        } catch (IOException unknown) {
            failed.addSuppressed(unknown);
        }
        return full ? new DiskFull("no room to write " + file, failed) : failed;
    }

    private static final class FileOutput implements Output {
        private final Path file;
        private final FileChannel channel;

        FileOutput(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException failed) {
                throw named(file, failed);
            }
        }

        @Override
        public void overwrite(ByteBuffer bytes, long position) throws IOException {
            try {
                for (long at = position; bytes.hasRemaining(); ) {
                    at += channel.write(bytes, at);
                }
            } catch (IOException failed) {
                throw named(file, failed);
            }
        }

        @Override
        public void cut(long lengthBytes) throws IOException {
            channel.truncate(lengthBytes);
            channel.position(lengthBytes);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class FileInput implements Input {
        private final FileChannel channel;

        FileInput(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public long sizeBytes() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
