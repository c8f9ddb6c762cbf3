package org.pennypost.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.pennypost.wire.InputBuffer.Fill;

/**
 * A conversation's end of a link: lines and dot blocks in, text out. Belongs to one thread, except {@link #stop} and {@link #close}.
 *
 * <p>What is written waits in a buffer, and leaves when that is full, with {@link #flush}, or before a read that would have to wait: so
 * the replies to commands that came in one packet leave in one packet (RFC 2920 §3.2), without anybody thinking of it.
 *
 * <p>Life: plain; after {@link #startTls} or {@link #startTlsClient}, protected; after {@link #close}, over.
 */
public final class Connection implements Closeable {
    /*
     * The deadline of a read is set before the waiting output is flushed: a peer (or a test's clock) that has seen our reply can be
     * sure that the time for its answer is already running.
     */

    /** A line that goes on beyond this after it was too long is an attack: the connection ends. */
    public static final int DROPPED_BYTES_MAX = 16 << 20;

    /** How long a peer may take nothing of what we send. */
    public static final Duration WRITE_TIMEOUT = Duration.ofMinutes(3);

    private static final int OUT_BYTES_AT_REST = 512;
    private static final int OUT_BYTES_MAX = 16 * 1024;
    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime() & 0xff_ffffL);

    private final String id;
    private final Deadlines.Watch watch;
    private final Link bottom;
    private final WireLog log;
    private final InputBuffer in = new InputBuffer();
    private byte[] out = new byte[OUT_BYTES_AT_REST];
    private int outLength;
    private Link link;
    private Optional<TlsInfo> tls = Optional.empty();
    private boolean secretNext;

    /** Guards the two below: a stop must find a waiting read, and must not cut a body off. */
    private final Object waiting = new Object();

    private boolean waitsForLine;
    private boolean stopping;

    public Connection(Link link, Deadlines deadlines, WireLog log) {
        this.id = Long.toString(NUMBERS.incrementAndGet(), Character.MAX_RADIX);
        this.bottom = link;
        this.link = link;
        this.log = log;
        this.watch = deadlines.watch(link);
    }

    /** A short name for logs, not used twice by this process for a very long time. */
    public String id() {
        return id;
    }

    public InetSocketAddress local() {
        return bottom.local();
    }

    public InetSocketAddress remote() {
        return bottom.remote();
    }

    /** What protects the connection now. */
    public Optional<TlsInfo> tls() {
        return tls;
    }

    /** Whether bytes have come that nobody has read yet. */
    public boolean hasBufferedInput() {
        return in.remaining() > 0;
    }

    /** Whether the peer has sent something that nobody has read yet, here or in the system; does not wait for it. */
    public boolean inputWaits() throws IOException {
        return hasBufferedInput() || link.inputWaits();
    }

    /** The next line that comes is a secret, which the wire log does not show. */
    public void maskNextLine() {
        secretNext = true;
    }

    /**
     * Reads a line.
     *
     * @param bytesMax the most bytes that it may have, CRLF included
     * @param timeout for the whole line
     * @throws IOException if the connection breaks
     */
    public Line readLine(int bytesMax, Duration timeout) throws IOException {
        int seen = 0;
        long dropped = 0;
        watch.readWithin(timeout.toNanos());
        try {
            while (true) {
                int end = lineEnd(seen);
                if (end >= 0) {
                    return dropped > 0 || end + 1 - in.position() > bytesMax ? tooLong(end, bytesMax) : line(end);
                }
                seen = in.remaining();
                if (seen > bytesMax) {
                    dropped += in.clear();
                    seen = 0;
                    if (dropped > DROPPED_BYTES_MAX) {
                        throw new IOException("a line of more than " + DROPPED_BYTES_MAX + " bytes");
                    }
                }
                Line none = awaitLine();
                if (none != null) {
                    return none;
                }
            }
        } finally {
            watch.readDone();
            in.rest();
        }
    }

    private int lineEnd(int seen) {
        byte[] bytes = in.bytes();
        for (int i = in.position() + seen; i < in.limit(); i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private Line tooLong(int end, int bytesMax) {
        in.position(end + 1);
        secretNext = false;
        log.note("a line longer than " + bytesMax + " bytes came and was dropped");
        return new Line.TooLong(bytesMax);
    }

    private Line line(int end) {
        byte[] bytes = in.bytes();
        int from = in.position();
        if (secretNext) {
            log.receivedSecret();
            secretNext = false;
        } else {
            log.received(bytes, from, end + 1 - from);
        }
        in.position(end + 1);
        return end > from && bytes[end - 1] == '\r'
                ? new Line.Text(Arrays.copyOfRange(bytes, from, end - 1))
                : new Line.BareLf(Arrays.copyOfRange(bytes, from, end));
    }

    /** Waits for more of a line; null if some came. */
    private @Nullable Line awaitLine() throws IOException {
        flush();
        synchronized (waiting) {
            if (stopping) {
                return new Line.Stopping();
            }
            waitsForLine = true;
        }
        int count = in.readFrom(link);
        synchronized (waiting) {
            waitsForLine = false;
            if (count >= 0) {
                return null;
            }
            return stopping ? new Line.Stopping() : watch.readExpired() ? new Line.TimedOut() : new Line.End();
        }
    }

    /**
     * Reads a block of lines up to the line that is only a dot, takes the stuffed dots away, and hands it to the sink in pieces as
     * large as they come.
     *
     * @param idle how long to wait for each next piece
     * @throws IOException if the connection breaks, or the sink throws
     */
    public DotBlock readDotted(ByteSink sink, Duration idle) throws IOException {
        try {
            DotBlock block = new DotReader(in, sink).read(() -> fill(idle));
            log.receivedBlock(block.bytes());
            return block;
        } finally {
            in.rest();
        }
    }

    /**
     * Reads exactly so many bytes.
     *
     * @return whether all of them came
     */
    public boolean readBytes(long count, ByteSink sink, Duration idle) throws IOException {
        long missing = count;
        try {
            while (missing > 0) {
                if (in.remaining() == 0 && fill(idle) != Fill.FILLED) {
                    return false;
                }
                int piece = (int) Math.min(missing, in.remaining());
                sink.accept(in.bytes(), in.position(), piece);
                in.position(in.position() + piece);
                missing -= piece;
            }
            return true;
        } finally {
            log.receivedBlock(count - missing);
            in.rest();
        }
    }

    /** Reads everything up to the end of the input. */
    public void readAll(ByteSink sink, Duration idle) throws IOException {
        do {
            sink.accept(in.bytes(), in.position(), in.remaining());
            in.clear();
        } while (fill(idle) == Fill.FILLED);
    }

    private Fill fill(Duration idle) throws IOException {
        watch.readWithin(idle.toNanos());
        flush();
        in.growIfFilled();
        int count = in.readFrom(link);
        watch.readDone();
        return count >= 0 ? Fill.FILLED : watch.readExpired() ? Fill.TIMED_OUT : Fill.END;
    }

    /** Writes text in UTF-8. */
    public void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    /** Writes bytes; they are copied, or gone, on return. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        log.sent(bytes, offset, length);
        if (length > out.length - outLength) {
            makeRoom(length);
        }
        if (length > out.length - outLength) {
            send(ByteBuffer.wrap(bytes, offset, length));
            return;
        }
        System.arraycopy(bytes, offset, out, outLength, length);
        outLength += length;
    }

    private void makeRoom(int length) throws IOException {
        if (outLength + length <= OUT_BYTES_MAX) {
            out = Arrays.copyOf(out, Math.min(OUT_BYTES_MAX, Math.max(out.length * 2, outLength + length)));
            return;
        }
        send(ByteBuffer.wrap(out, 0, outLength));
        outLength = 0;
    }

    /** Sends everything written so far. */
    public void flush() throws IOException {
        if (outLength > 0) {
            send(ByteBuffer.wrap(out, 0, outLength));
            outLength = 0;
        }
        if (out.length > OUT_BYTES_AT_REST) {
            out = new byte[OUT_BYTES_AT_REST];
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        watch.writeWithin(WRITE_TIMEOUT.toNanos());
        try {
            link.write(bytes);
        } finally {
            watch.writeDone();
        }
    }

    /** Begins a dot-ended block; nothing else is written until it is finished. */
    public DotWriter dotted() {
        return new DotWriter(this);
    }

    /**
     * Begins TLS as a server, after the go-ahead was written. Plaintext that has come behind the command is dropped: whoever put it there
     * wanted it taken for protected (RFC 3207 §5, CVE-2011-0411).
     *
     * @return how many bytes were dropped
     * @throws IOException if the handshake fails or takes too long
     */
    public int startTls(SSLContext context, Duration timeout) throws IOException {
        flush();
        int dropped = in.clear();
        handshake(TlsLink.server(link, context), timeout);
        return dropped;
    }

    /**
     * Begins TLS as a client.
     *
     * @param verify whether the certificate must be trusted by the context and name {@code host}
     * @throws IOException if the handshake fails, or the server sent plaintext behind its go-ahead, which is an attack
     */
    public void startTlsClient(SSLContext context, String host, boolean verify, Duration timeout) throws IOException {
        flush();
        if (in.remaining() > 0) {
            throw new IOException("the server sent " + in.remaining()
                    + " bytes of plaintext behind its go-ahead for TLS: somebody may have put them there");
        }
        handshake(TlsLink.client(link, context, host, verify), timeout);
    }

    private void handshake(TlsLink protectedLink, Duration timeout) throws IOException {
        watch.readWithin(timeout.toNanos());
        watch.writeWithin(timeout.toNanos());
        try {
            TlsInfo info = protectedLink.handshake();
            link = protectedLink;
            tls = Optional.of(info);
            log.note("TLS: " + info.protocol() + " " + info.cipherSuite());
        } finally {
            watch.readDone();
            watch.writeDone();
        }
    }

    /**
     * Asks the conversation to end: a read that waits for a line, or the next one that would wait, gives {@link Line.Stopping}. May be
     * called from any thread.
     */
    public void stop() {
        synchronized (waiting) {
            stopping = true;
            if (waitsForLine) {
                bottom.endInput();
            }
        }
    }

    /** Closes at once; what was written and not flushed is lost. */
    @Override
    public void close() {
        watch.end();
        link.close();
        log.close();
    }

    /** Ends the link under a conversation whose time is up, from another thread. */
    void cut() {
        bottom.close();
    }
}
