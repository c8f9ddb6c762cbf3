package org.pennypost.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The messages of one account that have been fetched to one place. A message counts only when all of it is on the disk under its final name: what is being
 * fetched is a draft, which a crash may leave behind and nothing mistakes for a message. Not for several threads.
 */
public final class Archive {
    private static final String DRAFT_PREFIX = ".pennypost-draft-";

    private final Destination destination;
    private final String account;
    private final FetchedIndex index;

    private Archive(Destination destination, String account, FetchedIndex index) {
        this.destination = destination;
        this.account = account;
        this.index = index;
    }

    /**
     * Opens the place, making it if needed.
     *
     * @param account whose messages, as {@code user@server:port}: UIDLs of two accounts may be the same
     * @throws IOException when it cannot be used
     */
    public static Archive open(Destination destination, String account) throws IOException {
        destination.prepare();
        return new Archive(destination, account, FetchedIndex.open(destination.index()));
    }

    /** Returns where a message is, if it has been fetched whole. */
    public Optional<Path> find(String uidl) {
        return index.find(account, uidl)
                .filter(entry -> destination.holds(entry.place(), entry.octets()))
                .map(FetchedIndex.Entry::place);
    }

    /** Begins a message. @throws DiskFailure when there is no room */
    public Draft draft(String uidl) throws IOException {
        try {
            return new Draft(uidl);
        } catch (IOException failed) {
            throw new DiskFailure(failed);
        }
    }

    /** A message that is being fetched. Not closed by {@link #keep}, it is thrown away. */
    public final class Draft extends OutputStream {
        private final String uidl;
        private final Path file;
        private final FileChannel channel;
        private final OutputStream out;
        private final MessageDigest digest = SafeName.sha256();
        private long octets;
        private boolean kept;

        private Draft(String uidl) throws IOException {
            this.uidl = uidl;
            file = Files.createTempFile(destination.drafts(), DRAFT_PREFIX, "");
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            out = Channels.newOutputStream(channel);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException failed) {
                throw new DiskFailure(failed);
            }
            digest.update(bytes, offset, length);
            octets += length;
        }

        /** Returns how much has been written, in octets. */
        public long octets() {
            return octets;
        }

        /**
         * Puts the message to its place. When this returns it is durable there and will not be fetched again.
         *
         * @return where it is
         * @throws DiskFailure when it could not be kept
         */
        public Path keep() throws IOException {
            try {
                return place();
            } catch (IOException failed) {
                throw new DiskFailure(failed);
            }
        }

        private Path place() throws IOException {
            channel.force(true);
            channel.close();
            String sha256 = HexFormat.of().formatHex(digest.digest());
            // A server without UIDL: the content itself is the name.
            String name = uidl.isEmpty() ? sha256 : uidl;
            Path place = destination.place(file, name);
            kept = true;
            index.add(account, name, new FetchedIndex.Entry(octets, sha256, place));
            return place;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            if (!kept) {
                Files.deleteIfExists(file);
            }
        }
    }
}
