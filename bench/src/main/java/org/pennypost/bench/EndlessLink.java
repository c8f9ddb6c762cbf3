package org.pennypost.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.pennypost.wire.Link;

/** A peer that says the same again and again, and hears nothing. */
final class EndlessLink implements Link {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final byte[] bytes;
    private int at;

    EndlessLink(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer into) {
        int count = Math.min(into.remaining(), bytes.length - at);
        into.put(bytes, at, count);
        at = (at + count) % bytes.length;
        return count;
    }

    @Override
    public void write(ByteBuffer from) {
        from.position(from.limit());
    }

    @Override
    public boolean inputWaits() {
        return true;
    }

    @Override
    public void endInput() {}

    @Override
    public void endOutput() {}

    @Override
    public InetSocketAddress local() {
        return NOWHERE;
    }

    @Override
    public InetSocketAddress remote() {
        return NOWHERE;
    }

    @Override
    public void close() {}
}
