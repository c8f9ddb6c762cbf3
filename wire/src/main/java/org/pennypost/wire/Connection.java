package org.pennypost.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.pennypost.wire.DotBlock.Ending;

/**
 * A conversation's end of a link: lines and dot blocks in, text out. Belongs to one thread, except {@link #stop} and {@link #close};
 * while one thread is in {@link #readAll} or {@link #listen}, another may write.
 *
 * <p>What is written waits in a buffer, and leaves when that is full, with {@link #flush}, or before a read that would have to wait: so
 * the replies to commands that came in one packet leave in one packet (RFC 2920 §3.2), without anybody thinking of it.
 *
 * <p>Life: plain; after {@link #startTls} or {@link #startTlsClient}, protected; after {@link #startDeflate}, compressed; after {@link #close}, over.
 */
public final class Connection implements Closeable {
    /*
     * At rest a connection holds InputBuffer.BYTES_AT_REST + OutputBuffer.BYTES_AT_REST bytes; while a body passes it borrows a large
     * buffer from the pool for each direction.
     *
     * The deadline of a read is set before the waiting output is flushed: a peer (or a test's clock) that has seen our reply can be
     * sure that the time for its answer is already running.
     */

    /** A line that goes on beyond this after it was too long is an attack: the connection ends. */
    public static final int DROPPED_BYTES_MAX = 16 << 20;

    /** So much of a block is read on after its sink wants no more; a peer that sends more is not worth a reply. */
    public static final long UNWANTED_BYTES_MAX = 256L << 20;

    /** A body must bring so much in each idle time, so that nobody holds a connection with a byte now and then. */
    public static final int BODY_PROGRESS_BYTES = 1024;

    /** How long a peer may take to make room for 64 kB of what we send. */
    public static final Duration WRITE_TIMEOUT = Duration.ofMinutes(3);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LINGER_TIMEOUT = Duration.ofSeconds(5);
    private static final long LINGER_BYTES_MAX = 4L << 20;
    private static final int BUFFERS_OF_ONE = 4;

    private final String id;
    private final Deadlines.Watch watch;
    private final BufferPool buffers;
    private final BusyThreads busyThreads;
    private final Link bottom;
    private final WireLog log;
    private final InputBuffer in;
    private final OutputBuffer out;
    private Link link;
    private Optional<TlsInfo> tls = Optional.empty();

    /** Guards the two below: a stop must find a waiting read, and must not cut a body off. */
    private final Object waiting = new Object();

    private boolean waitsForLine;
    private boolean stopping;

    /** Begins a conversation on a link that is the connection's from now on. Its large buffers are its own. */
    public Connection(Link link, Deadlines deadlines, WireLog log) {
        this(link, deadlines, new BufferPool(BUFFERS_OF_ONE), log);
    }

    Connection(Link link, Deadlines deadlines, BufferPool buffers, WireLog log) {
        this(link, deadlines, buffers, BusyThreads.none(), log);
    }

    Connection(Link link, Deadlines deadlines, BufferPool buffers, BusyThreads busyThreads, WireLog log) {
        this.id = Long.toString(deadlines.nextNumber(), Character.MAX_RADIX);
        this.bottom = link;
        this.link = link;
        this.buffers = buffers;
        this.busyThreads = busyThreads;
        this.log = log;
        this.in = new InputBuffer(buffers);
        this.out = new OutputBuffer(buffers, new OutputBuffer.Drain() {
            @Override
            public void send(ByteBuffer bytes) throws IOException {
                Connection.this.send(bytes);
            }

            @Override
            public boolean isBare() {
                return Connection.this.link.isBare();
            }
        });
        this.watch = deadlines.watch(link);
        log.opened(id, link.local(), link.remote());
    }

    /** A short name for logs, not used twice by this process. */
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

    /**
     * How many bytes had come, TLS and compression undone, when this end last began to wait for more; -1 before it ever did. Who has
     * sent just so many knows that all of it was read, and that the time for the next is running. From any thread.
     */
    public long waitsBehind() {
        return in.waitsBehind();
    }

    /** The client's next line (a server's next to come, a client's next to go) is a secret, which the wire log does not show. */
    public void maskNextLine() {
        log.maskNextClientLine();
    }

    /**
     * Takes turns until one says that nothing comes behind it: on the caller's thread, and on one of the system while the peer keeps it busy.
     * One thread at a time is at work, and the caller waits meanwhile.
     *
     * @throws IOException a turn's own
     */
    public void takeTurns(Turn turn) throws IOException {
        Turn.Next next = Turn.Next.ANOTHER;
        boolean quick = false;
        while (next != Turn.Next.NOTHING) {
            Optional<Turn.Next> busy = quick && next == Turn.Next.ANOTHER ? busy(turn) : Optional.empty();
            if (busy.isPresent()) {
                next = busy.get();
                quick = false;
            } else {
                long until = watch.after(BusyThreads.QUICK.toNanos());
                next = turn.take();
                quick = until - watch.after(0) > 0;
            }
        }
    }

    private Optional<Turn.Next> busy(Turn turn) throws IOException {
        if (!hasBufferedInput()) {
            // The peer need not wait for a thread to begin.
            flush();
        }
        return busyThreads.take(() -> turnsWhileBusy(turn));
    }

    private Turn.Next turnsWhileBusy(Turn turn) throws IOException {
        Turn.Next next = Turn.Next.ANOTHER;
        while (next == Turn.Next.ANOTHER && isAsked()) {
            next = turn.take();
        }
        return next;
    }

    /** Whether something comes within a moment, be it the end. */
    private boolean isAsked() throws IOException {
        if (hasBufferedInput()) {
            return true;
        }
        flush();
        synchronized (waiting) {
            if (stopping) {
                return true;
            }
            waitsForLine = true;
        }
        try {
            return link.awaitInput(busyThreads.patience());
        } finally {
            synchronized (waiting) {
                waitsForLine = false;
            }
        }
    }

    /**
     * Reads a line.
     *
     * @param bytesMax the most bytes that it may have, line end included
     * @param timeout for the whole line
     * @throws LimitExceeded if it goes on for more than {@link #DROPPED_BYTES_MAX}
     * @throws IOException if the connection breaks
     */
    public Line readLine(int bytesMax, Duration timeout) throws IOException {
        int end = lineEnd(0);
        try {
            if (end < 0) {
                watch.readUntil(watch.after(timeout.toNanos()));
                return awaitLine(bytesMax, timeout, true);
            }
            return take(end, 0, bytesMax);
        } finally {
            watch.readDone();
            in.rest();
        }
    }

    /**
     * Reads a line as {@link #readLine} does, while another thread may write, and flushes what it writes.
     *
     * @param listening called when the other thread may begin: what was written before has left
     */
    public Line listen(int bytesMax, Duration timeout, Runnable listening) throws IOException {
        watch.readUntil(watch.after(timeout.toNanos()));
        try {
            flush();
            if (link instanceof DeflateLink compressed) {
                compressed.rest();
            }
            listening.run();
            int end = lineEnd(0);
            return end < 0 ? awaitLine(bytesMax, timeout, false) : take(end, 0, bytesMax);
        } finally {
            watch.readDone();
            in.rest();
        }
    }

    /** Does something when its time has come by the clock of this connection's deadlines ({@link Deadlines#alarm}). */
    public Deadlines.Alarm alarm(Duration in, Runnable action) {
        return watch.alarm(in, action);
    }

    private Line awaitLine(int bytesMax, Duration timeout, boolean flushes) throws IOException {
        long dropped = 0;
        while (true) {
            int seen = in.remaining();
            if (seen > bytesMax) {
                dropped += in.clear();
                seen = 0;
                if (dropped > DROPPED_BYTES_MAX) {
                    throw new LimitExceeded("one line", DROPPED_BYTES_MAX);
                }
            }
            if (flushes) {
                flush();
            }
            if (in.remaining() > 0) {
                bottom.expectRest();
            }
            Line none = awaitMore(timeout);
            if (none != null) {
                return none;
            }
            int end = lineEnd(seen);
            if (end >= 0) {
                return take(end, dropped, bytesMax);
            }
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

    /** Takes the line whose LF is at {@code end}. */
    private Line take(int end, long dropped, int bytesMax) {
        byte[] bytes = in.bytes();
        int from = in.position();
        in.position(end + 1);
        long length = dropped + end + 1 - from;
        if (length > bytesMax) {
            log.note("the client's line of " + length + " bytes is longer than the " + bytesMax + " allowed; dropped");
            return new Line.TooLong(bytesMax);
        }
        log.received(bytes, from, end + 1 - from);
        return end > from && bytes[end - 1] == '\r'
                ? new Line.Text(Arrays.copyOfRange(bytes, from, end - 1))
                : new Line.BareLf(Arrays.copyOfRange(bytes, from, end));
    }

    /** Waits for more of a line; null if some came. */
    private @Nullable Line awaitMore(Duration timeout) throws IOException {
        synchronized (waiting) {
            if (stopping) {
                return new Line.Stopping();
            }
            waitsForLine = true;
        }
        int count = in.readFrom(link, false);
        synchronized (waiting) {
            waitsForLine = false;
            if (count >= 0) {
                return null;
            }
            if (stopping) {
                return new Line.Stopping();
            }
        }
        return noMore(timeout) == Ending.TIMED_OUT ? new Line.TimedOut() : new Line.End();
    }

    private Ending noMore(Duration timeout) {
        if (watch.readExpired()) {
            log.waited(timeout);
            return Ending.TIMED_OUT;
        }
        log.peerLeft();
        return Ending.END;
    }

    /**
     * Reads a block of lines up to the line that is only a dot, takes the stuffed dots away, and hands it to the sink in pieces as
     * large as they come.
     *
     * @param idle how long to wait for each next {@link #BODY_PROGRESS_BYTES}
     * @throws LimitExceeded if more than {@link #UNWANTED_BYTES_MAX} come that the sink does not want
     * @throws IOException if the connection breaks, or the sink throws
     */
    public DotBlock readDotted(ByteSink sink, Duration idle) throws IOException {
        DotReader reader = new DotReader(in, log.showsContent() ? shown(sink) : sink, UNWANTED_BYTES_MAX);
        Body body = new Body(idle);
        try {
            Ending ending = reader.scan() ? Ending.COMPLETE : body.more();
            while (ending == null) {
                ending = reader.scan() ? Ending.COMPLETE : body.more();
            }
            DotBlock block = reader.found(ending);
            log.receivedBlock(block.bytes(), block.complete());
            return block;
        } finally {
            in.rest();
        }
    }

    private ByteSink shown(ByteSink sink) {
        return new ByteSink() {
            @Override
            public void accept(byte[] bytes, int offset, int length) throws IOException {
                log.receivedContent(bytes, offset, length);
                sink.accept(bytes, offset, length);
            }

            @Override
            public boolean wantsMore() {
                return sink.wantsMore();
            }
        };
    }

    /**
     * Reads exactly so many bytes. What the sink does not want is read and dropped.
     *
     * @param idle how long to wait for each next {@link #BODY_PROGRESS_BYTES}
     * @return whether all of them came, and if not, why not
     * @throws LimitExceeded if more than {@link #UNWANTED_BYTES_MAX} come that the sink does not want
     * @throws IOException if the connection breaks, or the sink throws
     */
    public Ending readBytes(long count, ByteSink sink, Duration idle) throws IOException {
        Body body = new Body(idle);
        long missing = count;
        long unwanted = 0;
        boolean wanted = true;
        try {
            while (missing > 0) {
                Ending none = in.remaining() == 0 ? body.more() : null;
                if (none != null) {
                    return none;
                }
                int piece = (int) Math.min(missing, in.remaining());
                if (wanted) {
                    sink.accept(in.bytes(), in.position(), piece);
                    wanted = sink.wantsMore();
                } else {
                    unwanted += piece;
                    if (unwanted > UNWANTED_BYTES_MAX) {
                        throw new LimitExceeded("content that is refused already", UNWANTED_BYTES_MAX);
                    }
                }
                in.position(in.position() + piece);
                missing -= piece;
            }
            return Ending.COMPLETE;
        } finally {
            log.note((count - missing) + " of " + count + " counted bytes came");
            in.rest();
        }
    }

    /**
     * Reads everything up to the end of the input, or until {@code idle} has passed without any. Another thread may write meanwhile, and
     * flushes what it writes.
     */
    public void readAll(ByteSink sink, Duration idle) throws IOException {
        int count;
        do {
            sink.accept(in.bytes(), in.position(), in.remaining());
            in.clear();
            in.rest();
            watch.readUntil(watch.after(idle.toNanos()));
            count = in.readFrom(link, false);
            watch.readDone();
        } while (count >= 0);
    }

    /** The waiting for one body. */
    private final class Body {
        private final Duration idle;
        private long until;
        private long sinceRenewal = BODY_PROGRESS_BYTES;

        Body(Duration idle) {
            this.idle = idle;
        }

        /** Waits for the next piece; null if one came. */
        @Nullable
        Ending more() throws IOException {
            if (sinceRenewal >= BODY_PROGRESS_BYTES) {
                until = watch.after(idle.toNanos());
                sinceRenewal = 0;
            }
            watch.readUntil(until);
            flush();
            bottom.expectRest();
            int count = in.readFrom(link, true);
            watch.readDone();
            if (count < 0) {
                return noMore(idle);
            }
            sinceRenewal += count;
            return null;
        }
    }

    /** Writes text in UTF-8. */
    public void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    /** Writes bytes; they are copied, or gone, on return. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        log.sent(bytes, offset, length);
        out.write(bytes, offset, length);
    }

    /**
     * Writes bytes, and behind them others straight from where they are: into the buffer that is sent, which is outside the heap if the
     * system takes it as it is.
     *
     * @param length at most half of what is sent together (64 kB)
     * @return false if that cannot be done now, since no such buffer is left or a wire log wants to see what passes; nothing was written
     * @throws IOException that of {@code from} too; if it failed with the first of its bytes, nothing was written
     */
    public boolean write(byte[] bytes, int offset, int length, long count, ByteFiller from) throws IOException {
        return log.equals(WireLog.NONE) && out.write(bytes, offset, length, count, from);
    }

    /** This connection as it takes what is written. */
    public ByteSink sink() {
        return new ByteSink() {
            @Override
            public void accept(byte[] bytes, int offset, int length) throws IOException {
                write(bytes, offset, length);
            }

            @Override
            public boolean accept(byte[] bytes, int offset, int length, long count, ByteFiller from)
                    throws IOException {
                return write(bytes, offset, length, count, from);
            }
        };
    }

    /** Begins a dot-ended block; nothing else is written until it is finished. */
    public DotWriter dotted() {
        return new DotWriter(out, log);
    }

    /** Sends everything written so far. */
    public void flush() throws IOException {
        out.flush();
    }

    private void send(ByteBuffer bytes) throws IOException {
        watch.writeWithin(WRITE_TIMEOUT.toNanos());
        try {
            link.write(bytes);
        } catch (IOException e) {
            throw watch.writeExpired()
                    ? tooSlow("the peer took nothing for " + WRITE_TIMEOUT.toSeconds() + " s", e)
                    : e;
        } finally {
            watch.writeDone();
        }
    }

    private static IOException tooSlow(String what, IOException cause) {
        SocketTimeoutException slow = new SocketTimeoutException(what);
        slow.initCause(cause);
        return slow;
    }

    /**
     * Begins TLS as a server, after the go-ahead was written. Plaintext that has come behind the command is dropped: whoever put it there
     * wanted it taken for protected (RFC 3207 §4.2, CVE-2011-0411).
     *
     * @return how many bytes were dropped
     * @throws IOException if the handshake fails or takes too long
     */
    public int startTls(SSLContext context, Duration timeout) throws IOException {
        flush();
        int dropped = in.clear();
        if (dropped > 0) {
            log.note(dropped + " bytes of plaintext behind the command for TLS were dropped");
        }
        handshake(TlsLink.server(link, context, buffers), timeout);
        return dropped;
    }

    /**
     * Begins TLS as a client.
     *
     * @param verify whether the certificate must name {@code host}; whether it must be trusted at all is the context's matter
     * @throws IOException if the handshake fails, or the server sent plaintext behind its go-ahead, which is an attack
     */
    public void startTlsClient(SSLContext context, String host, boolean verify, Duration timeout) throws IOException {
        flush();
        if (in.remaining() > 0) {
            throw new IOException("the server sent " + in.remaining()
                    + " bytes of plaintext behind its go-ahead for TLS: somebody may have put them there");
        }
        handshake(TlsLink.client(link, context, host, verify, buffers), timeout);
    }

    /**
     * From now on everything is compressed, both ways (RFC 4978), below TLS if that is there. What has come already was compressed by the peer.
     */
    public void startDeflate() throws IOException {
        flush();
        link = new DeflateLink(link, in.takeBack());
        log.note("DEFLATE begins");
    }

    private void handshake(TlsLink secured, Duration timeout) throws IOException {
        watch.readUntil(watch.after(timeout.toNanos()));
        watch.writeWithin(timeout.toNanos());
        try {
            TlsInfo info = secured.handshake();
            link = secured;
            tls = Optional.of(info);
            log.secured(info);
        } catch (IOException e) {
            secured.release();
            throw watch.readExpired() || watch.writeExpired()
                    ? tooSlow("the TLS handshake took longer than " + timeout.toSeconds() + " s", e)
                    : e;
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

    /**
     * Lets a peer that is still sending read our last words, by reading on for a while: a system that closes with unread input resets
     * the connection, and the peer may never see what we sent last (RFC 1122 §4.2.2.13).
     */
    void linger() throws IOException {
        flush();
        if (!inputWaits()) {
            return;
        }
        link.endOutput();
        watch.readUntil(watch.after(LINGER_TIMEOUT.toNanos()));
        int count = 0;
        for (long left = LINGER_BYTES_MAX; left > 0 && count >= 0; left -= count) {
            in.clear();
            count = in.readFrom(link, true);
        }
    }

    /** Closes at once; what was written and not flushed is lost. From any thread; the owner's reads and writes then fail. */
    @Override
    public void close() {
        watch.writeWithin(CLOSE_TIMEOUT.toNanos());
        link.close();
        watch.end();
        in.release();
        out.release();
        log.close();
    }

    /** Ends the link under a conversation whose time is up, from another thread. */
    void cut() {
        bottom.close();
    }
}
