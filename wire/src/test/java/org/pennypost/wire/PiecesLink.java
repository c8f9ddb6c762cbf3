package org.pennypost.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A link on which bytes come in pieces that a test has cut; then it ends. */
final class PiecesLink implements Link {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final byte[] bytes;
    private final int[] cuts;
    private final List<String> calls = new ArrayList<>();
    private int position;

    PiecesLink(byte[] bytes, int... cuts) {
        this.bytes = bytes;
        this.cuts = cuts;
    }

    /** What was asked of it, in turn: {@code read}, {@code write}, {@code expectRest}. */
    List<String> calls() {
        return calls;
    }

    @Override
    public void expectRest() {
        calls.add("expectRest");
    }

    @Override
    public int read(ByteBuffer into) {
        calls.add("read");
        if (position == bytes.length) {
            return -1;
        }
        int end = bytes.length;
        for (int cut : cuts) {
            if (cut > position) {
                end = Math.min(end, cut);
            }
        }
        int count = Math.min(into.remaining(), end - position);
        into.put(bytes, position, count);
        position += count;
        return count;
    }

    @Override
    public void write(ByteBuffer from) {
        calls.add("write");
        from.position(from.limit());
    }

    @Override
    public boolean inputWaits() {
        return false;
    }

    @Override
    public void endInput() {
        position = bytes.length;
    }

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
