package org.pennypost.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A link on which the same bytes come again and again, as fast as they are read. */
final class RepeatingLink implements Link {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final byte[] bytes;
    private int position;

    RepeatingLink(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer into) {
        int count = Math.min(into.remaining(), bytes.length - position);
        into.put(bytes, position, count);
        position = (position + count) % bytes.length;
        return count;
    }

    @Override
    public boolean inputWaits() {
        return true;
    }

    @Override
    public void write(ByteBuffer from) {
        from.position(from.limit());
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
