package org.pennypost.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pennypost.wire.Link;
import org.pennypost.wire.MemoryLink;

/**
 * A server that says what a script says, right or wrong. A line {@code C: text} must come from the client; {@code S: text} is sent with
 * CRLF, {@code S~: text} without and with {@code \r}, {@code \n} as escapes. At the end it closes.
 */
final class ScriptedServer implements AutoCloseable {
    private final MemoryLink.Pair pair = MemoryLink.pair(40_000, 110);
    private final List<String> differences = new CopyOnWriteArrayList<>();
    private final Thread thread;

    ScriptedServer(String script) {
        thread = Thread.ofVirtual()
                .name("scripted-server")
                .start(() -> play(script.lines().toList()));
    }

    /** The client's end. */
    Link link() {
        return pair.client();
    }

    private void play(List<String> script) {
        try (Link link = pair.server()) {
            for (String step : script) {
                if (step.startsWith("C: ")) {
                    String came = line(link);
                    if (!came.equals(step.substring(3))) {
                        differences.add("expected <" + step.substring(3) + "> and got <" + came + ">");
                        return;
                    }
                } else if (step.startsWith("S~: ")) {
                    send(link, step.substring(4).replace("\\r", "\r").replace("\\n", "\n"));
                } else {
                    send(link, step.substring(3) + "\r\n");
                }
            }
        } catch (IOException e) {
            differences.add(e.toString());
        }
    }

    private static void send(Link link, String text) throws IOException {
        link.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(Link link) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] one = new byte[1];
        while (link.read(ByteBuffer.wrap(one)) == 1) {
            if (one[0] == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(one[0]);
        }
        return line + "(end)";
    }

    /** Waits for the end of the script, which must have been followed. */
    @Override
    public void close() throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(differences).isEmpty();
    }
}
