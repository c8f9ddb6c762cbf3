package org.pennypost.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A link through a proxy, with the ends of the client's connection instead of the proxy's. */
final class ProxiedLink implements Link {
    private final Link link;
    private final ProxyHeader.Ends ends;

    ProxiedLink(Link link, ProxyHeader.Ends ends) {
        this.link = link;
        this.ends = ends;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return link.read(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        link.write(from);
    }

    @Override
    public boolean isBare() {
        return link.isBare();
    }

    @Override
    public boolean inputWaits() throws IOException {
        return link.inputWaits();
    }

    @Override
    public boolean awaitInput(Duration patience) throws IOException {
        return link.awaitInput(patience);
    }

    @Override
    public void expectRest() {
        link.expectRest();
    }

    @Override
    public void endInput() {
        link.endInput();
    }

    @Override
    public void endOutput() throws IOException {
        link.endOutput();
    }

    @Override
    public InetSocketAddress local() {
        return ends.destination();
    }

    @Override
    public InetSocketAddress remote() {
        return ends.source();
    }

    @Override
    public void close() {
        link.close();
    }
}
