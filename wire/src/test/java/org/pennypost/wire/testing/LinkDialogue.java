package org.pennypost.wire.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.pennypost.testkit.Dialogue;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.DeflateLink;
import org.pennypost.wire.Link;
import org.pennypost.wire.TlsLink;

/** A transcript's client on a link: the memory's or a socket's. */
public final class LinkDialogue implements Dialogue {
    /** A server that has said nothing for so long will say nothing. */
    public static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private volatile Link link;
    private final AtomicLong sentBytes = new AtomicLong();

    public LinkDialogue(Link link) {
        this.link = link;
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("link-dialogue-clock").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        sentBytes.addAndGet(bytes.length);
        link.write(ByteBuffer.wrap(bytes));
    }

    /** How much it has sent, before compression and TLS. */
    long sentBytes() {
        return sentBytes.get();
    }

    @Override
    public int read(byte[] into) throws IOException {
        AtomicBoolean silent = new AtomicBoolean();
        Link from = link;
        ScheduledFuture<?> end = CLOCK.schedule(
                () -> {
                    silent.set(true);
                    from.endInput();
                },
                SILENCE_MAX.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            int count = from.read(ByteBuffer.wrap(into));
            if (silent.get()) {
                throw new IOException("the server said nothing for " + SILENCE_MAX.toSeconds() + " s");
            }
            return count;
        } finally {
            end.cancel(false);
        }
    }

    /** Shakes hands for TLS without looking at the certificate. */
    @Override
    public void startTls() throws IOException {
        TlsLink secured = TlsLink.client(link, ClientTls.trustingAll(), "localhost", false);
        secured.handshake();
        link = secured;
    }

    @Override
    public void startDeflate() {
        link = new DeflateLink(link, new byte[0]);
    }

    @Override
    public void close() {
        link.close();
    }
}
