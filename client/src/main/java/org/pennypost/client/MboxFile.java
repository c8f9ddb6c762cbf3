package org.pennypost.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.pennypost.mime.AddressList;
import org.pennypost.mime.BadField;
import org.pennypost.mime.HeaderBlock;

/**
 * An mbox file to append to (RFC 4155): a {@code From } line with sender and UTC time, the message with LF line ends, an empty line. Lines of the message
 * that look like {@code From } lines, with any number of {@code >} before, get one more {@code >} (mboxrd), so that the message can be got back exactly.
 *
 * <p>While appending, the file is locked both ways that mail programs know: with {@code FILE.lock} and with an operating system's lock. What could not be
 * appended whole is cut off again.
 */
public final class MboxFile implements Destination {
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
    private static final String SENDER_UNKNOWN = "MAILER-DAEMON";
    private static final int HEADER_BYTES_MAX = 256 * 1024;

    private final Path file;
    private final InstantSource clock;

    /**
     * @param file made if it is not there
     * @param clock for the From lines
     */
    public MboxFile(Path file, InstantSource clock) {
        this.file = file.toAbsolutePath();
        this.clock = clock;
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(drafts());
        if (!Files.exists(file)) {
            return;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file: name the mbox file to append to");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(5);
            if (begin.length > 0 && !new String(begin, StandardCharsets.US_ASCII).equals("From ")) {
                throw new IOException(file + " is not an mbox file (it does not begin with \"From \"): name another");
            }
        }
    }

    @Override
    public Path drafts() {
        Path folder = file.getParent();
        return folder == null ? file.getRoot() : folder;
    }

    @Override
    public Path index() {
        return drafts().resolve("." + file.getFileName() + FetchedIndex.FILE_NAME);
    }

    @Override
    public Path place(Path draft, String uidl) throws IOException {
        Path lockFile = drafts().resolve(file.getFileName() + ".lock");
        try {
            Files.createFile(lockFile);
        } catch (FileAlreadyExistsException _) {
            throw new IOException("another program is writing " + file + " (if none is, delete " + lockFile + ")");
        }
        try {
            append(draft);
        } finally {
            Files.delete(lockFile);
        }
        Files.delete(draft);
        return file;
    }

    /** Mail programs move messages out of an mbox file: that it came once is enough. */
    @Override
    public boolean holds(Path place, long octets) {
        return true;
    }

    private void append(Path draft) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new IOException("another program is writing " + file + ": try again when it is done");
            }
            long before = channel.size();
            channel.position(before);
            try {
                write(draft, Channels.newOutputStream(channel));
                channel.force(true);
            } catch (IOException failed) {
                channel.truncate(before);
                throw failed;
            }
        } catch (OverlappingFileLockException _) {
            throw new IOException("this program is already writing " + file);
        }
        Durable.syncFolder(file);
    }

    private void write(Path draft, OutputStream to) throws IOException {
        OutputStream out = new BufferedOutputStream(to);
        String time = ASCTIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        out.write(("From " + sender(draft) + " " + time + "\n").getBytes(StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(draft)) {
            MboxQuoting.copy(in, out);
        }
        out.write('\n');
        out.flush();
    }

    private static String sender(Path draft) throws IOException {
        byte[] header;
        try (InputStream in = Files.newInputStream(draft)) {
            header = in.readNBytes(HEADER_BYTES_MAX);
        }
        String path = HeaderBlock.read(header)
                .first("Return-Path")
                .map(HeaderBlock.Field::value)
                .orElse("");
        try {
            String sender = AddressList.parseMailbox(path).addrSpec();
            return sender.indexOf(' ') < 0 ? sender : SENDER_UNKNOWN;
        } catch (BadField _) {
            return SENDER_UNKNOWN;
        }
    }
}
