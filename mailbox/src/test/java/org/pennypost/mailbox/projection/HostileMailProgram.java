package org.pennypost.mailbox.projection;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.FileSource;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.HostileMail;

/**
 * Makes each {@link HostileMail}, in half its size and in full, and computes its projection. For each it prints a line: name, octets, octets read, octets
 * allocated for half of it, for all of it, milliseconds for all of it, and what came out; behind tabs. {@code HostileMailTest} runs it with little memory;
 * {@code docs/performance.md} has the times.
 */
final class HostileMailProgram {
    private HostileMailProgram() {}

    /** @param arguments a folder for files, which are removed */
    public static void main(String[] arguments) throws IOException, StoreException {
        Path file = Path.of(arguments[0]).resolve("hostile.eml");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (HostileMail mail : HostileMail.ALL) {
            Run half = run(mail, mail.times() / 2, file);
            Run all = run(mail, mail.times(), file);
            out.printf(
                    "%s\t%d\t%d\t%d\t%d\t%d\t%s%n",
                    mail.name(),
                    all.octets,
                    all.octetsRead,
                    half.octetsAllocated,
                    all.octetsAllocated,
                    all.nanos / 1_000_000,
                    all.outcome);
        }
        Files.delete(file);
    }

    private record Run(long octets, long octetsRead, long octetsAllocated, long nanos, String outcome) {}

    private static Run run(HostileMail mail, int times, Path file) throws IOException, StoreException {
        try (OutputStream made = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            mail.writeTo(made, times);
        }
        byte[] noPrefix = {};
        try (FileSource opened = FileSource.open(file)) {
            Counting source = new Counting(opened);
            long allocated = allocatedOctets();
            long begun = System.nanoTime();
            StoredProjection stored = Projector.project(source, noPrefix);
            long nanos = System.nanoTime() - begun;
            allocated = allocatedOctets() - allocated;
            String outcome = outcome(Projection.of(stored.bytes(), noPrefix), stored.bytes().length);
            return new Run(opened.sizeBytes(), source.octetsRead, allocated, nanos, outcome);
        }
    }

    private static long allocatedOctets() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static String outcome(Projection projection, int octets) throws StoreException {
        String preview = projection.preview();
        String begin = preview.substring(0, Math.min(preview.length(), 20));
        String said = "preview " + preview.length() + " '" + begin + "', references "
                + projection.threadKeys().references().length;
        if (!projection.isWhole()) {
            return "cut at " + octets + ", " + said;
        }
        Envelope envelope = projection.envelope();
        int[] parts = {0, 0};
        count(projection.structure(), 1, parts);
        return "parts " + parts[0] + " depth " + parts[1] + ", from "
                + envelope.from().size() + " to " + envelope.to().size() + " cc "
                + envelope.cc().size() + ", " + said;
    }

    private static void count(BodyStructure part, int depth, int[] parts) {
        parts[0]++;
        parts[1] = Math.max(parts[1], depth);
        part.children().forEach(child -> count(child, depth + 1, parts));
    }

    /** Counts what is read. Owned by one thread. */
    private static final class Counting implements ByteSource {
        private final ByteSource source;
        private long octetsRead;

        Counting(ByteSource source) {
            this.source = source;
        }

        @Override
        public long sizeBytes() {
            return source.sizeBytes();
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            int count = source.read(position, into, offset, length);
            octetsRead += Math.max(0, count);
            return count;
        }
    }
}
