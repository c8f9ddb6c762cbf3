package org.pennypost.wire.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.pennypost.wire.Link;

/** Asks another link for everything; tests change what they need. */
public class ForwardingLink implements Link {
    private final Link link;

    /** On this link, which it closes. */
    protected ForwardingLink(Link link) {
        this.link = link;
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
    public boolean inputWaits() throws IOException {
        return link.inputWaits();
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
        return link.local();
    }

    @Override
    public InetSocketAddress remote() {
        return link.remote();
    }

    @Override
    public void close() {
        link.close();
    }
}
