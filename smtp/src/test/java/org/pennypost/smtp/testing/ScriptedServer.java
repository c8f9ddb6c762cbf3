package org.pennypost.smtp.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Line;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.WireLog;

/** A server that says what a script says, line for line, whatever the client does: for servers that misbehave. */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MemoryLink.Pair pair = MemoryLink.pair(40000, 25);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Deadlines deadlines = Deadlines.start();

    /** @param script the greeting, then what is sent after each line that comes; octets as characters; empty: nothing. After the last it closes. */
    public ScriptedServer(String... script) {
        Thread.ofVirtual().name("scripted-server").start(() -> play(script));
    }

    private void play(String[] script) {
        try (Connection connection = new Connection(pair.server(), deadlines, WireLog.NONE)) {
            connection.write(script[0].getBytes(StandardCharsets.ISO_8859_1), 0, script[0].length());
            connection.flush();
            for (int i = 1; i < script.length; i++) {
                if (!(connection.readLine(1 << 16, PATIENCE) instanceof Line.Text line)) {
                    return;
                }
                heard.add(line.string());
                connection.write(script[i].getBytes(StandardCharsets.ISO_8859_1), 0, script[i].length());
                connection.flush();
            }
        } catch (IOException gone) {
            heard.add("! " + gone.getMessage());
        }
    }

    /** The client's end as a connection. */
    public Connection connection() {
        return new Connection(pair.client(), deadlines, WireLog.NONE);
    }

    /** The lines that came. */
    public List<String> heard() {
        return heard;
    }

    @Override
    public void close() {
        pair.client().close();
        deadlines.close();
    }
}
