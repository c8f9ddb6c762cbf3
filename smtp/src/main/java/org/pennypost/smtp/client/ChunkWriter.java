package org.pennypost.smtp.client;

import java.io.IOException;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DialogueListener;

/**
 * Sends a message in chunks (RFC 3030 §2), each gathered before its length is told, and each answered before the next leaves: after one that is refused, no more MUST
 * be sent. Used once, by one thread.
 */
final class ChunkWriter implements ByteSink {
    /** One round trip for each of them. */
    private static final int CHUNK_BYTES = 1 << 20;

    private final Connection connection;
    private final DialogueListener listener;
    private final ReplyReader replies;
    private final SmtpTimeouts timeouts;
    private final byte[] chunk;
    private int length;
    private int lastTwo = '\r' << 8 | '\n';

    /** @param sizeOctets what is expected to come, so that a small message needs no large buffer */
    ChunkWriter(
            Connection connection,
            DialogueListener listener,
            ReplyReader replies,
            SmtpTimeouts timeouts,
            long sizeOctets) {
        this.connection = connection;
        this.listener = listener;
        this.replies = replies;
        this.timeouts = timeouts;
        this.chunk = new byte[Math.clamp(sizeOctets + 2, 2, CHUNK_BYTES)];
    }

    /** @throws Refused when a chunk that was sent was refused */
    @Override
    public void accept(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int end = offset + count;
        while (from < end) {
            if (length == chunk.length) {
                send("");
                Reply reply = replies.read(timeouts.command());
                if (!reply.positive()) {
                    throw new Refused(reply);
                }
            }
            int piece = Math.min(end - from, chunk.length - length);
            System.arraycopy(bytes, from, chunk, length, piece);
            length += piece;
            from += piece;
        }
        for (int i = Math.max(offset, end - 2); i < end; i++) {
            lastTwo = ((lastTwo << 8) | (bytes[i] & 0xFF)) & 0xFFFF;
        }
    }

    /** Sends the last chunk; its replies are the caller's to read. A message of lines gets the CRLF that its last line may lack. */
    void finish(Body body) throws IOException {
        if (body != Body.BINARY_MIME && lastTwo != ('\r' << 8 | '\n')) {
            accept(new byte[] {'\r', '\n'}, 0, 2);
        }
        send(" LAST");
    }

    private void send(String marker) throws IOException {
        String command = "BDAT " + length + marker;
        listener.sent(command);
        listener.sent("[" + length + " octets]");
        connection.write(command + "\r\n");
        connection.write(chunk, 0, length);
        connection.flush();
        length = 0;
    }

    /** A chunk was refused, and with it the message. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Reply reply;

        Refused(Reply reply) {
            super("a chunk was refused: " + reply);
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }
}
