package org.pennypost.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.Link;
import org.pennypost.wire.WireLog;

/**
 * RFC 2449 §6.6: a client whose writes block must not have more under way than the window of the transport takes, or it and a server that is busy with its answers
 * wait for each other for ever.
 */
class WindowTest {
    /** The smallest maximum segment of TCP over IPv4, and so the least that any window takes. */
    private static final int WINDOW_OCTETS = 536;

    @Test
    void noMoreCommandsAreUnderWayThanTheSmallestWindowTakes() throws Exception {
        int first = Integer.MAX_VALUE - 200;
        List<Integer> numbers = IntStream.range(first, first + 200).boxed().toList();
        LazyServer server = new LazyServer();
        List<Integer> came = new ArrayList<>();
        Connection connection = new Connection(server, new Deadlines(() -> 0), WireLog.NONE);
        try (Pop3Client client =
                Pop3Client.open(connection, ClientConfig.plain("localhost", 110), DialogueListener.NONE)) {
            client.retrieve(numbers, new Pop3Client.MessageTarget() {
                @Override
                public ByteSink begin(int number) {
                    return (bytes, offset, length) -> {};
                }

                @Override
                public void end(int number, long bytes) {
                    came.add(number);
                }

                @Override
                public void refused(int number, Pop3Refused why) {
                    throw new AssertionError(why);
                }
            });
        }
        assertThat(came).isEqualTo(numbers);
        assertThat(server.mostUnread).isBetween(2 * "RETR 2147483447\r\n".length(), WINDOW_OCTETS);
    }

    /** Reads a command only when the client can do nothing but wait for an answer. Used by one thread, the client's. */
    private static final class LazyServer implements Link {
        private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
        private ByteBuffer answer = utf8("+OK ready\r\n");
        int mostUnread;

        @Override
        public void write(ByteBuffer from) {
            byte[] octets = new byte[from.remaining()];
            from.get(octets);
            unread.writeBytes(octets);
            mostUnread = Math.max(mostUnread, unread.size());
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (!answer.hasRemaining()) {
                answer = utf8(answerTo(command()));
            }
            int count = Math.min(into.remaining(), answer.remaining());
            into.put(answer.slice(answer.position(), count));
            answer.position(answer.position() + count);
            return count;
        }

        private String command() throws IOException {
            String all = unread.toString(StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n");
            if (end < 0) {
                throw new IOException("the client waits, and has asked nothing");
            }
            unread.reset();
            unread.writeBytes(all.substring(end + 2).getBytes(StandardCharsets.UTF_8));
            return all.substring(0, end);
        }

        private static String answerTo(String command) {
            return switch (command.split(" ", 2)[0]) {
                case "CAPA" -> "+OK\r\nPIPELINING\r\n.\r\n";
                case "RETR" -> "+OK\r\nSubject: x\r\n\r\n" + "x".repeat(2 * WINDOW_OCTETS) + "\r\n.\r\n";
                default -> "-ERR\r\n";
            };
        }

        private static ByteBuffer utf8(String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean inputWaits() {
            return answer.hasRemaining();
        }

        @Override
        public void endInput() {}

        @Override
        public void endOutput() {}

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 110);
        }

        @Override
        public void close() {}
    }
}
