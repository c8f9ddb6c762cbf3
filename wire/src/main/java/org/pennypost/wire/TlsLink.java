package org.pennypost.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS over another link: 1.3 or 1.2 (RFC 8996), nothing older.
 *
 * <p>Life: made, {@link #handshake}, then read and written like any link. One thread may read while another writes.
 */
public final class TlsLink implements Link {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Link under;
    private final SSLEngine engine;
    /** Guards {@code wrap} and what it writes: a reader may have to answer in the middle of a writer's work. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ByteBuffer encryptedIn;
    private final ByteBuffer plainIn;
    private final ByteBuffer encryptedOut;
    private volatile boolean inputEnded;

    private TlsLink(Link under, SSLEngine engine) {
        this.under = under;
        this.engine = engine;
        engine.setEnabledProtocols(PROTOCOLS);
        this.encryptedIn = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        this.plainIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        plainIn.flip();
        this.encryptedOut = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    /** The server's side. */
    public static TlsLink server(Link under, SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return new TlsLink(under, engine);
    }

    /**
     * The client's side.
     *
     * @param host whom the caller wants to reach
     * @param verify whether the certificate must name that host (RFC 9525); whether it must be trusted at all is the context's matter
     */
    public static TlsLink client(Link under, SSLContext context, String host, boolean verify) {
        SSLEngine engine = context.createSSLEngine(host, under.remote().getPort());
        engine.setUseClientMode(true);
        if (verify) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return new TlsLink(under, engine);
    }

    /** Shakes hands; returns when both sides have keys. */
    public TlsInfo handshake() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap() < 0) {
                        throw new EOFException("the peer went away during the TLS handshake");
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return new TlsInfo(
                            engine.getSession().getProtocol(),
                            engine.getSession().getCipherSuite());
                }
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (!plainIn.hasRemaining()) {
            if (inputEnded || unwrap() < 0) {
                return -1;
            }
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING); // an answer within TLS: a key update, or the goodbye
            }
        }
        int count = Math.min(plainIn.remaining(), into.remaining());
        into.put(into.position(), plainIn, plainIn.position(), count);
        into.position(into.position() + count);
        plainIn.position(plainIn.position() + count);
        return count;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        do {
            wrap(from);
        } while (from.hasRemaining());
    }

    /** Takes one record in; what it held is then in {@code plainIn}. Returns -1 at the end of the input. */
    private int unwrap() throws IOException {
        while (true) {
            encryptedIn.flip();
            plainIn.clear();
            SSLEngineResult result;
            try {
                result = engine.unwrap(encryptedIn, plainIn);
            } catch (SSLException e) {
                sayWhatIsWrong();
                throw e;
            } finally {
                encryptedIn.compact();
                plainIn.flip();
            }
            if (result.getStatus() == Status.CLOSED) {
                inputEnded = true;
                return -1;
            }
            if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
                return result.bytesProduced();
            }
            if (under.read(encryptedIn) < 0) {
                inputEnded = true;
                return -1;
            }
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        writing.lock();
        try {
            encryptedOut.clear();
            SSLEngineResult result = engine.wrap(from, encryptedOut);
            encryptedOut.flip();
            under.write(encryptedOut);
            if (result.getStatus() == Status.CLOSED && from.hasRemaining()) {
                throw new IOException("the TLS connection is closed");
            }
        } finally {
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
            wrap(NOTHING);
        } catch (IOException e) {
            // The connection ends with the fault itself.
        }
    }

    @Override
    public boolean inputWaits() throws IOException {
        return plainIn.hasRemaining() || under.inputWaits();
    }

    @Override
    public void endInput() {
        under.endInput();
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
                wrap(NOTHING);
            } catch (IOException e) {
                // The peer is gone already.
            } finally {
                writing.unlock();
            }
        }
        under.close();
    }
}
