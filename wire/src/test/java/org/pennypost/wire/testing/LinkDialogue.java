package org.pennypost.wire.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.pennypost.testkit.Dialogue;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Link;
import org.pennypost.wire.TlsLink;

/** The client of a transcript over a link. */
public final class LinkDialogue implements Dialogue {
    /** A server that says nothing for so long will say nothing; only a test that fails waits this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Link link;

    public LinkDialogue(Link link) {
        this.link = link;
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        link.write(ByteBuffer.wrap(bytes));
    }

    @Override
    public int read(byte[] into) throws IOException {
        Link waiting = link;
        Thread reader = Thread.currentThread();
        Thread watcher = Thread.ofVirtual().start(() -> closeWhenLate(waiting, reader));
        try {
            return waiting.read(ByteBuffer.wrap(into));
        } finally {
            watcher.interrupt();
        }
    }

    private static void closeWhenLate(Link link, Thread reader) {
        try {
            if (!reader.join(PATIENCE)) {
                link.close();
            }
        } catch (InterruptedException e) {
            // The reader has what it waited for.
        }
    }

    @Override
    public void startTls() throws IOException {
        TlsLink tls = TlsLink.client(link, ClientTls.trustingAll(), "localhost", false);
        tls.handshake();
        link = tls;
    }

    @Override
    public void close() {
        link.close();
    }
}
