package org.pennypost.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** A Maildir: messages are written in {@code tmp} and appear whole in {@code new}, under names that nobody else makes. */
public final class Maildir implements Destination {
    private final Path folder;
    private final InstantSource clock;
    private final AtomicInteger sequence = new AtomicInteger();
    private final String host = hostName();

    /**
     * @param folder the Maildir itself, made if it is not there
     * @param clock for the names
     */
    public Maildir(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public void prepare() throws IOException {
        boolean other = Files.isDirectory(folder) && !Files.isDirectory(folder.resolve("new"));
        if (other) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new IOException(
                            folder + " is a folder with other things in it, not a Maildir: name a new folder");
                }
            }
        }
        for (String name : new String[] {"tmp", "new", "cur"}) {
            Files.createDirectories(folder.resolve(name));
        }
    }

    @Override
    public Path drafts() {
        return folder.resolve("tmp");
    }

    @Override
    public Path index() {
        return folder.resolve(FetchedIndex.FILE_NAME);
    }

    @Override
    public Path place(Path draft, String uidl) throws IOException {
        Path place = folder.resolve("new").resolve(uniqueName(Files.size(draft)));
        Durable.rename(draft, place);
        return place;
    }

    /** A message that was read was moved to {@code cur} under a name with flags, or filed: that it came once is enough. */
    @Override
    public boolean holds(Path place, long octets) {
        return true;
    }

    /** The form that Dovecot and others use: time, microseconds, process, sequence, host, size. */
    private String uniqueName(long octets) {
        Instant now = clock.instant();
        return now.getEpochSecond() + ".M" + now.getNano() / 1000 + "P"
                + ProcessHandle.current().pid() + "Q" + sequence.incrementAndGet() + "." + host + ",S=" + octets;
    }

    private static String hostName() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            name = "localhost";
        }
        return name.replace("/", "\\057").replace(":", "\\072");
    }
}
