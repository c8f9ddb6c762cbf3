package org.pennypost.imap.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.DotBlock;
import org.pennypost.wire.Line;

/** The server's side of a connection. Belongs to the session's thread. */
final class ServerLines implements ResponseInput {
    /** SEARCH answers of a million UIDs are one line. */
    private static final int LINE_OCTETS_MAX = 12 << 20;

    private static final int SHOWN_OCTETS_MAX = 2_000;

    private final Connection connection;
    private final Duration timeout;
    private final DialogueListener listener;
    private @Nullable Idling idling;
    private Duration patience;

    ServerLines(Connection connection, Duration timeout, DialogueListener listener) {
        this.connection = connection;
        this.timeout = timeout;
        this.listener = listener;
        this.patience = timeout;
    }

    /** From now on lines come while an IDLE lasts, for so long without any. */
    void idle(Idling begun, Duration silence) {
        idling = begun;
        patience = silence.plus(timeout);
    }

    void idleOver() {
        idling = null;
        patience = timeout;
    }

    @Override
    public byte[] line() throws IOException {
        Line line = idling == null
                ? connection.readLine(LINE_OCTETS_MAX, patience)
                : idling.listen(LINE_OCTETS_MAX, patience);
        byte[] octets = switch (line) {
            case Line.Text(byte[] bytes) -> bytes;
            case Line.BareLf(byte[] bytes) -> bytes; // Lenient: some old servers
            case Line.TooLong _ ->
                throw new MalformedAnswer("a line of the server has more than " + LINE_OCTETS_MAX + " octets", "");
            case Line.End _ -> throw new EOFException("the server closed the connection");
            case Line.Stopping _ -> throw new EOFException("the session was stopped");
            case Line.TimedOut _ ->
                throw new SocketTimeoutException("the server said nothing for " + patience.toSeconds() + " seconds");
        };
        listener.received(new String(octets, 0, Math.min(octets.length, SHOWN_OCTETS_MAX), StandardCharsets.UTF_8));
        return octets;
    }

    @Override
    public void octets(long count, ByteSink sink) throws IOException {
        DotBlock.Ending ending = connection.readBytes(count, sink, timeout);
        switch (ending) {
            case COMPLETE -> listener.received("(" + count + " octets)");
            case END -> throw new EOFException("the server closed the connection in the middle of an answer");
            case TIMED_OUT ->
                throw new SocketTimeoutException(
                        "the server sent nothing for " + timeout.toSeconds() + " seconds in the middle of an answer");
        }
    }
}
