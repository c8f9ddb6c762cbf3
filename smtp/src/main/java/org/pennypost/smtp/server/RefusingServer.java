package org.pennypost.smtp.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.pennypost.smtp.Reply;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Line;

/**
 * A server of a machine that never accepts mail: it says 521 (RFC 7504 §3), so that nobody tries for days. Holds any number of sessions at once, each on the
 * thread that calls {@link #handle}.
 */
public final class RefusingServer {
    private static final int LINE_BYTES_MAX = 4_096;
    private static final int LINES_MAX = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Reply refusal;
    private final Reply goodbye;

    /** @param hostName what it calls itself */
    public RefusingServer(String hostName) {
        this.refusal = Reply.plain(521, hostName + " This host does not accept mail.");
        this.goodbye = Reply.plain(221, hostName + " Goodbye.");
    }

    /** Holds one session. The connection is the caller's to close. */
    public void handle(Connection connection) throws IOException {
        connection.write(refusal.wire());
        for (int lines = 0; lines < LINES_MAX; lines++) {
            Line line = connection.readLine(LINE_BYTES_MAX, PATIENCE);
            if (line instanceof Line.End || line instanceof Line.TimedOut || line instanceof Line.Stopping) {
                break;
            }
            if (line instanceof Line.Text text
                    && text.string().strip().toUpperCase(Locale.ROOT).equals("QUIT")) {
                connection.write(goodbye.wire());
                break;
            }
            connection.write(refusal.wire());
        }
        connection.flush();
    }
}
