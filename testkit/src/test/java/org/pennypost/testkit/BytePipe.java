package org.pennypost.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Bytes from one thread to another, who waits for them for a while. */
final class BytePipe {
    private static final byte[] END = {};

    private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final int waitSecondsMax;

    BytePipe(int waitSecondsMax) {
        this.waitSecondsMax = waitSecondsMax;
    }

    InputStream input() {
        return new InputStream() {
            private byte[] chunk = {};
            private int at;
            private boolean ended;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, into.length);
                if (at == chunk.length && !ended) {
                    chunk = next();
                    at = 0;
                    ended = chunk.length == 0;
                }
                if (ended) {
                    return -1;
                }
                int count = Math.min(length, chunk.length - at);
                System.arraycopy(chunk, at, into, offset, count);
                at += count;
                return count;
            }
        };
    }

    private byte[] next() throws IOException {
        try {
            byte[] next = queue.poll(waitSecondsMax, TimeUnit.SECONDS);
            if (next == null) {
                throw new IOException("nothing arrives");
            }
            return next;
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int value) {
                queue.add(new byte[] {(byte) value});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                if (length > 0) {
                    queue.add(Arrays.copyOfRange(bytes, offset, offset + length));
                }
            }

            @Override
            public void close() {
                queue.add(END);
            }
        };
    }
}
