package org.pennypost.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A link that keeps what is written, and counts the writes. */
final class CollectingLink implements Link {
    private final Link under;
    private final ByteArrayOutputStream written;
    private int writes;

    CollectingLink(Link under, ByteArrayOutputStream written) {
        this.under = under;
        this.written = written;
    }

    int writes() {
        return writes;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return under.read(into);
    }

    @Override
    public void write(ByteBuffer from) {
        writes++;
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        written.writeBytes(bytes);
    }

    @Override
    public boolean inputWaits() throws IOException {
        return under.inputWaits();
    }

    @Override
    public void endInput() {
        under.endInput();
    }

    @Override
    public void endOutput() throws IOException {
        under.endOutput();
    }

    @Override
    public InetSocketAddress local() {
        return under.local();
    }

    @Override
    public InetSocketAddress remote() {
        return under.remote();
    }

    @Override
    public void close() {
        under.close();
    }
}
