package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The real disk, until a call that a test has chosen fails. Thread-safe. */
public final class FaultyDisk implements Disk {
    /** The calls that change the disk. */
    public enum Call {
        CREATE,
        WRITE,
        CUT,
        SYNC,
        SYNC_FOLDER,
        DELETE
    }

    /** What happens then. */
    public enum Fault {
        /** Nothing is done. */
        FAIL,
        /** No room; nothing is done. */
        FULL,
        /** Half of the bytes are written, then there is no room. */
        SHORT
    }

    private final Disk disk = Disk.real();
    private final AtomicLong reads = new AtomicLong();
    private volatile Predicate<Call> which = _ -> false;
    private volatile Fault fault = Fault.FAIL;
    private volatile long left = Long.MAX_VALUE;
    private volatile boolean lasting;
    private volatile long freeBytes = -1;

    /** The {@code nth} call from now that is one of these fails, the first being 1. */
    public synchronized void fail(long nth, Fault how, Predicate<Call> what) {
        which = what;
        fault = how;
        lasting = false;
        left = nth;
    }

    /** As {@link #fail}, and all such calls after it until {@link #heal}. */
    public synchronized void failFrom(long nth, Fault how, Predicate<Call> what) {
        fail(nth, how, what);
        lasting = true;
    }

    public synchronized void heal() {
        left = Long.MAX_VALUE;
        freeBytes = -1;
    }

    /** What {@link #freeBytes(Path)} says from now on. */
    public void pretendFree(long bytes) {
        freeBytes = bytes;
    }

    /** Whether the call came that was to fail. */
    public synchronized boolean hasFailed() {
        return left <= 0;
    }

    private synchronized boolean isDue(Call call) {
        if (left == Long.MAX_VALUE || !which.test(call)) {
            return false;
        }
        left--;
        return lasting ? left <= 0 : left == 0;
    }

    private void check(Call call) throws IOException {
        if (isDue(call)) {
            throw broken(call);
        }
    }

    private IOException broken(Call call) {
        return fault == Fault.FAIL
                ? new IOException("the test's disk failed at " + call)
                : new DiskFull("the test's disk is full at " + call);
    }

    @Override
    public Output create(Path file) throws IOException {
        check(Call.CREATE);
        return new FaultyOutput(disk.create(file));
    }

    @Override
    public Output append(Path file, long lengthBytes) throws IOException {
        check(Call.CUT);
        return new FaultyOutput(disk.append(file, lengthBytes));
    }

    @Override
    public Input open(Path file) throws IOException {
        Input input = disk.open(file);
        return new Input() {
            @Override
            public int read(ByteBuffer into, long position) throws IOException {
                reads.incrementAndGet();
                return input.read(into, position);
            }

            @Override
            public long sizeBytes() throws IOException {
                return input.sizeBytes();
            }

            @Override
            public void close() throws IOException {
                input.close();
            }
        };
    }

    /** How often something was read. */
    long reads() {
        return reads.get();
    }

    @Override
    public void delete(Path file) throws IOException {
        check(Call.DELETE);
        disk.delete(file);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        check(Call.SYNC_FOLDER);
        disk.syncFolder(folder);
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        return freeBytes >= 0 ? freeBytes : disk.freeBytes(folder);
    }

    private final class FaultyOutput implements Output {
        private final Output output;

        FaultyOutput(Output output) {
            this.output = output;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (isDue(Call.WRITE)) {
                if (fault == Fault.SHORT) {
                    output.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
                }
                throw broken(Call.WRITE);
            }
            output.write(bytes);
        }

        @Override
        public void overwrite(ByteBuffer bytes, long position) throws IOException {
            check(Call.WRITE);
            output.overwrite(bytes, position);
        }

        @Override
        public void cut(long lengthBytes) throws IOException {
            check(Call.CUT);
            output.cut(lengthBytes);
        }

        @Override
        public void sync() throws IOException {
            check(Call.SYNC);
            output.sync();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}
