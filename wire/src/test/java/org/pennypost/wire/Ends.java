package org.pennypost.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The two ends of a connection in a test, by whatever carries it. */
record Ends(Link client, Link server) implements AutoCloseable {
    enum Carrier {
        MEMORY,
        SOCKET
    }

    static Ends of(Carrier carrier) throws IOException {
        return switch (carrier) {
            case MEMORY -> memory();
            case SOCKET -> sockets();
        };
    }

    static Ends memory() {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 25);
        return new Ends(pair.client(), pair.server());
    }

    static Ends sockets() throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(listening.getLocalAddress());
            return new Ends(new SocketLink(client), new SocketLink(listening.accept()));
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
