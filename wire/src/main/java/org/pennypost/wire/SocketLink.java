package org.pennypost.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** A TCP connection. Blocking; a virtual thread that waits here holds no other thread. */
public final class SocketLink implements Link {
    private static final int AHEAD_BYTES = 1024;

    private final SocketChannel channel;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;

    /** What {@link #awaitInput} has read; null while nobody waits like that. */
    private @Nullable ByteBuffer ahead;

    /**
     * Takes over a connected channel.
     *
     * @throws IOException if the peer is gone already
     */
    public SocketLink(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.local = internet(channel.getLocalAddress());
        this.remote = internet(channel.getRemoteAddress());
    }

    /**
     * Connects.
     *
     * @throws IOException if nobody listens there, or nobody answers in time
     */
    public static SocketLink connect(InetSocketAddress address, Duration timeout) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, Math.toIntExact(timeout.toMillis()));
            return new SocketLink(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Connects to a host by its name, or an address written out: all its addresses are tried in turn.
     *
     * @param timeout for each address
     * @throws UnknownHostException if nobody has that name
     * @throws IOException if no address answers in time; that of the last one
     */
    public static SocketLink connect(String host, int port, Duration timeout) throws IOException {
        IOException last = new UnknownHostException(host);
        for (InetAddress address : InetAddress.getAllByName(host)) {
            try {
                return connect(new InetSocketAddress(address, port), timeout);
            } catch (IOException unreachable) {
                last = unreachable;
            }
        }
        throw last;
    }

    private static InetSocketAddress internet(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress internet) {
            return internet;
        }
        throw new IOException("not an Internet address: " + address);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        ByteBuffer before = ahead;
        if (before == null || !before.hasRemaining()) {
            return channel.read(into);
        }
        int count = Math.min(before.remaining(), into.remaining());
        into.put(into.position(), before, before.position(), count);
        into.position(into.position() + count);
        before.position(before.position() + count);
        return count;
    }

    /** Whoever waits with a limit reads at once what it was woken for. */
    @Override
    public boolean awaitInput(Duration patience) throws IOException {
        ByteBuffer before = ahead;
        if (before != null && before.hasRemaining()) {
            return true;
        }
        ByteBuffer room = before == null ? ByteBuffer.allocate(AHEAD_BYTES) : before;
        Socket socket = channel.socket();
        InputStream input;
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            input = socket.getInputStream();
        } catch (SocketException ended) {
            // Whoever reads finds the end.
            return true;
        }
        try {
            int count = input.read(room.array());
            ahead = room.position(0).limit(Math.max(0, count));
            return true;
        } catch (SocketTimeoutException nothing) {
            ahead = null;
            return false;
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    @Override
    public boolean isBare() {
        return true;
    }

    @Override
    public boolean inputWaits() throws IOException {
        ByteBuffer before = ahead;
        if (before != null && before.hasRemaining()) {
            return true;
        }
        try {
            return channel.socket().getInputStream().available() > 0;
        } catch (SocketException ended) {
            return false;
        }
    }

    /** What the system owes is acknowledged now, and mostly what comes next, too (tcp(7), TCP_QUICKACK): so it is said before each wait. */
    @Override
    public void expectRest() {
        if (!channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            return;
        }
        try {
            channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        } catch (IOException e) {
            // Whoever reads next is told what is wrong with the link.
        }
    }

    @Override
    public void endInput() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void endOutput() throws IOException {
        channel.shutdownOutput();
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
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone all the same.
        }
    }
}
