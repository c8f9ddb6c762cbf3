package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Crowds of clients on real sockets, plain: some in IDLE on one mailbox, some that were greeted and wait. One owner. */
final class IdleCrowd implements AutoCloseable {
    private final SocketAddress server;
    private final List<SocketChannel> idle = new ArrayList<>();
    private final List<SocketChannel> greeted = new ArrayList<>();
    private final Selector hearing = Selector.open();
    private final ByteBuffer heard = ByteBuffer.allocate(64 << 10);

    /** What a client was told and nobody has asked for yet. */
    private static final class Ear {
        private String unread = "";
    }

    /** @param port where the server listens */
    IdleCrowd(int port) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** So many more clients select the mailbox and wait in IDLE. */
    void idle(int many) throws IOException {
        for (int i = 0; i < many; i++) {
            SocketChannel channel = connect();
            say(channel, "a LOGIN alice secret", "a OK");
            say(channel, "b SELECT INBOX", "b OK");
            say(channel, "c IDLE", "+ ");
            channel.configureBlocking(false);
            channel.register(hearing, SelectionKey.OP_READ, new Ear());
            idle.add(channel);
        }
    }

    /** So many more clients hear the greeting. */
    void greet(int many) throws IOException {
        for (int i = 0; i < many; i++) {
            greeted.add(connect());
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        until(channel, "* OK");
        return channel;
    }

    private void say(SocketChannel channel, String line, String answer) throws IOException {
        channel.write(ByteBuffer.wrap((line + "\r\n").getBytes(US_ASCII)));
        until(channel, answer);
    }

    /** Reads up to the end of the line that begins so. */
    private void until(SocketChannel channel, String beginning) throws IOException {
        heard.clear();
        while (!("\n" + text()).matches("(?s).*\n" + Pattern.quote(beginning) + "[^\n]*\n")) {
            if (channel.read(heard) < 0) {
                throw new IOException("cut off behind " + text());
            }
        }
    }

    private String text() {
        return new String(heard.array(), 0, heard.position(), US_ASCII);
    }

    /** Returns when each client in IDLE was told that so many messages are there; throws if one is cut off. */
    void untilAllAreTold(int messages) throws IOException {
        String wanted = "* " + messages + " EXISTS\r\n";
        int left = idle.size();
        while (left > 0) {
            hearing.select();
            for (SelectionKey key : hearing.selectedKeys()) {
                if (hears(key, wanted)) {
                    left--;
                }
            }
            hearing.selectedKeys().clear();
        }
    }

    private boolean hears(SelectionKey key, String wanted) throws IOException {
        heard.clear();
        if (((SocketChannel) key.channel()).read(heard) < 0) {
            throw new IOException("cut off in IDLE");
        }
        Ear ear = (Ear) key.attachment();
        String said = ear.unread + text();
        int at = said.indexOf(wanted);
        ear.unread = at < 0 ? said : said.substring(at + wanted.length());
        return at >= 0;
    }

    /** Each client ends its IDLE. */
    void done() throws IOException {
        hearing.close();
        for (SocketChannel each : idle) {
            each.configureBlocking(true);
            say(each, "DONE", "c OK");
        }
    }

    /** Heap and direct buffers that are in use after a collection, the clients' ends in them. */
    static long usedBytes() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() throws IOException {
        hearing.close();
        for (SocketChannel each : idle) {
            each.close();
        }
        for (SocketChannel each : greeted) {
            each.close();
        }
    }
}
