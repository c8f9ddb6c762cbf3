package org.pennypost.mime.parse;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A message in a file, which is not read into memory. Any number of threads may read it until it is closed.
 *
 * {@snippet :
 * try (FileSource source = FileSource.open(Path.of("letter.eml"))) {
 *     ParsedMessage message = ParsedMessage.parse(source, ParserOptions.DEFAULT);
 *     message.defects().forEach(System.out::println);
 * }
 * }
 */
public final class FileSource implements ByteSource, Closeable {
    private final FileChannel channel;
    private final long sizeBytes;

    private FileSource(FileChannel channel) throws IOException {
        this.channel = channel;
        this.sizeBytes = channel.size();
    }

    /** Opens a file. @throws IOException when it cannot be read */
    public static FileSource open(Path file) throws IOException {
        return new FileSource(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(into, offset, length), position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
