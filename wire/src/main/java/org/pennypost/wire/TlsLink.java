package org.pennypost.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another link: 1.3 or 1.2 (RFC 8996), nothing older, and no renegotiation.
 *
 * <p>Life: made, {@link #handshake}, then read and written like any link. One thread may read while another writes.
 */
public final class TlsLink implements Link {
    /*
     * Holds no record-sized buffer at rest. Records come into an InputBuffer, small until a larger record comes, and are decrypted
     * right into the reader's buffer if the engine says that they fit there; else into a borrowed one, from which the reader is served until it
     * is empty. Records go out through a buffer that is borrowed for each write, as many in one write as it holds: the engine wants
     * room for a whole record even for a short line.
     *
     * Renegotiation (TLS 1.2 only) is refused because it changes, in the middle of a conversation, what was agreed at its beginning,
     * makes a client's packet cost the server a thousand times more than the client, and is used by no mail program.
     */
    /** What the context allows of these is what is offered. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private static final int HEADER_BYTES = 5;
    private static final int BUFFERS_OF_ONE = 3;

    private final Link under;
    private final SSLEngine engine;
    private final BufferPool buffers;
    /** Guards {@code wrap} and what it writes: a reader may have to answer in the middle of a writer's work. */
    private final ReentrantLock writing = new ReentrantLock();

    private final InputBuffer encrypted;
    private volatile BufferPool.@Nullable Loan plainLoan;
    private ByteBuffer plain = ByteBuffer.allocate(0);
    private boolean agreed;
    private boolean inputEnded;

    private TlsLink(Link under, SSLEngine engine, BufferPool buffers) {
        this.under = under;
        this.engine = engine;
        this.buffers = buffers;
        this.encrypted = new InputBuffer(buffers);
        engine.setEnabledProtocols(Stream.of(engine.getEnabledProtocols())
                .filter(PROTOCOLS::contains)
                .toArray(String[]::new));
    }

    /** The server's side. */
    public static TlsLink server(Link under, SSLContext context) {
        return server(under, context, new BufferPool(BUFFERS_OF_ONE));
    }

    static TlsLink server(Link under, SSLContext context, BufferPool buffers) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return new TlsLink(under, engine, buffers);
    }

    /**
     * The client's side.
     *
     * @param host whom the caller wants to reach
     * @param verify whether the certificate must name that host (RFC 9525); whether it must be trusted at all is the context's matter
     */
    public static TlsLink client(Link under, SSLContext context, String host, boolean verify) {
        return client(under, context, host, verify, new BufferPool(BUFFERS_OF_ONE));
    }

    static TlsLink client(Link under, SSLContext context, String host, boolean verify, BufferPool buffers) {
        SSLEngine engine = context.createSSLEngine(host, under.remote().getPort());
        engine.setUseClientMode(true);
        if (verify) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return new TlsLink(under, engine, buffers);
    }

    /**
     * Shakes hands; returns when both sides have keys.
     *
     * @throws SSLException if the two do not agree, or one does not trust the other
     */
    public TlsInfo handshake() throws IOException {
        engine.beginHandshake();
        ByteBuffer none = ByteBuffer.allocate(0);
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(none);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap(none) == Status.CLOSED) {
                        throw new EOFException("the peer went away during the TLS handshake");
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    agreed = true;
                    encrypted.rest();
                    // Where the peer has said the last word (TLS 1.2, resumed), it waits for the acknowledgement to go
                    // on.
                    under.expectRest();
                    return info();
                }
            }
        }
    }

    private TlsInfo info() {
        SSLSession session = engine.getSession();
        ChannelBindings bindings = new ChannelBindings(session, engine.getUseClientMode());
        return new TlsInfo(session.getProtocol(), session.getCipherSuite(), bindings.peerCertificate(), bindings::data);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int start = into.position();
        while (!plain.hasRemaining() && into.position() == start) {
            if (inputEnded) {
                return -1;
            }
            if (unwrap(into) == Status.BUFFER_OVERFLOW) {
                unwrapAside();
            }
            answer();
        }
        if (plain.hasRemaining()) {
            int count = Math.min(plain.remaining(), into.remaining());
            into.put(into.position(), plain, plain.position(), count);
            into.position(into.position() + count);
            plain.position(plain.position() + count);
            if (!plain.hasRemaining()) {
                givePlainBack();
            }
        }
        return into.position() - start;
    }

    @Override
    public boolean inputWaits() throws IOException {
        return plain.hasRemaining() || encrypted.remaining() > 0 || under.inputWaits();
    }

    @Override
    public boolean awaitInput(Duration patience) throws IOException {
        return plain.hasRemaining() || encrypted.remaining() > 0 || under.awaitInput(patience);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        do {
            wrap(from);
        } while (from.hasRemaining());
    }

    /** Takes one record in: its content goes to {@code into}. CLOSED at the end of the input; BUFFER_OVERFLOW if it does not fit. */
    private Status unwrap(ByteBuffer into) throws IOException {
        while (true) {
            ByteBuffer records = ByteBuffer.wrap(encrypted.bytes(), encrypted.position(), encrypted.remaining());
            SSLEngineResult result;
            try {
                result = engine.unwrap(records, into);
            } catch (SSLException e) {
                sayWhatIsWrong();
                throw e;
            }
            encrypted.position(records.position());
            switch (result.getStatus()) {
                case CLOSED -> inputEnded = true;
                case BUFFER_UNDERFLOW -> {
                    if (fillEncrypted()) {
                        continue;
                    }
                    inputEnded = true;
                    return Status.CLOSED;
                }
                case OK, BUFFER_OVERFLOW -> {}
            }
            return result.getStatus();
        }
    }

    private boolean fillEncrypted() throws IOException {
        encrypted.rest();
        if (!agreed || encrypted.remaining() > 0) {
            under.expectRest();
        }
        return encrypted.readFrom(under, recordLength() > InputBuffer.BYTES_AT_REST) >= 0;
    }

    /** How long the record is that has begun to come, as far as can be seen. */
    private int recordLength() {
        if (encrypted.remaining() < HEADER_BYTES) {
            return HEADER_BYTES;
        }
        byte[] bytes = encrypted.bytes();
        int at = encrypted.position();
        return HEADER_BYTES + ((bytes[at + 3] & 0xff) << 8) + (bytes[at + 4] & 0xff);
    }

    /** Takes one record in that is too large for the reader's buffer. */
    private void unwrapAside() throws IOException {
        BufferPool.Loan loan = buffers.borrow();
        plainLoan = loan;
        plain = loan != null
                ? ByteBuffer.wrap(loan.bytes())
                : ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        try {
            unwrap(plain);
        } finally {
            plain.flip();
        }
    }

    private void givePlainBack() {
        BufferPool.Loan loan = plainLoan;
        if (loan != null) {
            plainLoan = null;
            loan.giveBack();
        }
        plain = ByteBuffer.allocate(0);
    }

    /** Does what a record asked for that was no content: a key update or a new ticket, and the goodbye. */
    private void answer() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NOT_HANDSHAKING) {
            return;
        }
        if (agreed && !inputEnded && engine.getSession().getProtocol().equals("TLSv1.2")) {
            throw new SSLException("the peer began to renegotiate, which is refused");
        }
        if (status == HandshakeStatus.NEED_TASK) {
            runTasks();
        } else if (status == HandshakeStatus.NEED_WRAP && !inputEnded) {
            wrap(ByteBuffer.allocate(0));
        }
    }

    /** Encrypts what is given, or as much of it as one buffer holds, and sends it. */
    private void wrap(ByteBuffer from) throws IOException {
        writing.lock();
        BufferPool.Loan loan = buffers.borrow();
        int recordMax = engine.getSession().getPacketBufferSize();
        try {
            ByteBuffer records = loan != null ? ByteBuffer.wrap(loan.bytes()) : ByteBuffer.allocate(recordMax);
            Status status;
            do {
                status = engine.wrap(from, records).getStatus();
            } while (status == Status.OK && from.hasRemaining() && records.remaining() >= recordMax);
            under.write(records.flip());
            if (status == Status.CLOSED && from.hasRemaining()) {
                throw new IOException("the TLS connection is closed");
            }
        } finally {
            if (loan != null) {
                loan.giveBack();
            }
            writing.unlock();
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Sends the alert with which the engine answers a fault, if it can be sent: the peer's log then says more than "closed". */
    private void sayWhatIsWrong() {
        try {
            wrap(ByteBuffer.allocate(0));
        } catch (IOException e) {
            // The connection ends with the fault itself.
        }
    }

    @Override
    public void expectRest() {
        under.expectRest();
    }

    @Override
    public void endInput() {
        under.endInput();
    }

    /** Says goodbye (RFC 8446 §6.1) and ends the writing below. */
    @Override
    public void endOutput() throws IOException {
        engine.closeOutbound();
        wrap(ByteBuffer.allocate(0));
        under.endOutput();
    }

    @Override
    public InetSocketAddress local() {
        return under.local();
    }

    @Override
    public InetSocketAddress remote() {
        return under.remote();
    }

    /** Says goodbye (RFC 8446 §6.1) unless a writer is stuck, and closes. */
    @Override
    public void close() {
        if (writing.tryLock()) {
            try {
                engine.closeOutbound();
                wrap(ByteBuffer.allocate(0));
            } catch (IOException e) {
                // The peer is gone already.
            } finally {
                writing.unlock();
            }
        }
        under.close();
        release();
    }

    /** Ends the loans; the link is over. From any thread. */
    void release() {
        encrypted.release();
        BufferPool.Loan loan = plainLoan;
        if (loan != null) {
            loan.forget();
        }
    }
}
