package org.pennypost.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Two links whose bytes never leave the process: a server and a client in one test, or in one program. */
public final class MemoryLink implements Link {
    private static final int CAPACITY_BYTES = 64 * 1024;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final Pipe in;
    private final Pipe out;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;

    private MemoryLink(Pipe in, Pipe out, InetSocketAddress local, InetSocketAddress remote) {
        this.in = in;
        this.out = out;
        this.local = local;
        this.remote = remote;
    }

    /** The two ends of a connection. */
    public record Pair(MemoryLink client, MemoryLink server) {}

    /** Connects a client on the loopback address to a server's port; both numbers are only names here. */
    public static Pair pair(int clientPort, int serverPort) {
        Pipe toServer = new Pipe();
        Pipe toClient = new Pipe();
        InetSocketAddress client = new InetSocketAddress(HERE, clientPort);
        InetSocketAddress server = new InetSocketAddress(HERE, serverPort);
        return new Pair(
                new MemoryLink(toClient, toServer, client, server), new MemoryLink(toServer, toClient, server, client));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return in.read(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        out.write(from);
    }

    @Override
    public boolean inputWaits() {
        return in.holdsBytes();
    }

    @Override
    public void endInput() {
        in.endReading();
    }

    @Override
    public void endOutput() {
        out.endWriting();
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public void close() {
        in.close();
        out.endWriting();
    }

    /** One direction: a ring of bytes. */
    private static final class Pipe {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final byte[] ring = new byte[CAPACITY_BYTES];
        private int start;
        private int length;
        private boolean writerGone;
        private boolean inputEnded;
        private boolean readerGone;

        int read(ByteBuffer into) throws IOException {
            lock.lock();
            try {
                while (length == 0 && !writerGone && !inputEnded) {
                    changed.await();
                }
                if (inputEnded || length == 0) {
                    return -1;
                }
                int count = Math.min(Math.min(length, into.remaining()), CAPACITY_BYTES - start);
                into.put(ring, start, count);
                start = (start + count) % CAPACITY_BYTES;
                length -= count;
                changed.signalAll();
                return count;
            } catch (InterruptedException e) {
                throw interrupted();
            } finally {
                lock.unlock();
            }
        }

        void write(ByteBuffer from) throws IOException {
            lock.lock();
            try {
                while (from.hasRemaining()) {
                    while (length == CAPACITY_BYTES && !inputEnded && !writerGone) {
                        changed.await();
                    }
                    if (readerGone || writerGone) {
                        throw new IOException("the peer reads no more");
                    }
                    if (inputEnded) {
                        from.position(from.limit()); // as TCP does: taken, and read by nobody
                        return;
                    }
                    int end = (start + length) % CAPACITY_BYTES;
                    int room = Math.min(CAPACITY_BYTES - length, CAPACITY_BYTES - end);
                    int count = Math.min(room, from.remaining());
                    from.get(ring, end, count);
                    length += count;
                    changed.signalAll();
                }
            } catch (InterruptedException e) {
                throw interrupted();
            } finally {
                lock.unlock();
            }
        }

        private static IOException interrupted() {
            Thread.currentThread().interrupt();
            return new IOException("interrupted");
        }

        boolean holdsBytes() {
            lock.lock();
            try {
                return length > 0;
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                readerGone = true;
                inputEnded = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void endReading() {
            lock.lock();
            try {
                inputEnded = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void endWriting() {
            lock.lock();
            try {
                writerGone = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
