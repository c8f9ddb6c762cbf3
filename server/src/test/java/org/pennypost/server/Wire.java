package org.pennypost.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A bare socket without a buffer, so that thousands of them cost the test little. */
final class Wire implements Closeable {
    private final SocketChannel channel;

    Wire(InetAddress host, int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(host, port));
    }

    /** Sends a line and reads the last line of the answer. */
    String say(String line) throws IOException {
        send(line + "\r\n");
        return answer();
    }

    void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The last line of a reply, without CRLF; empty at the end. */
    String answer() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-' && Character.isDigit(line.charAt(0))) {
            line = line();
        }
        return line;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (channel.read(one.clear()) > 0 && one.get(0) != '\n') {
            line.append((char) one.get(0));
        }
        return line.toString().stripTrailing();
    }

    /** Says that nothing more will come; what comes back can still be read. */
    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Goes away without a goodbye: a reset. */
    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
