package org.pennypost.wire;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A listener cannot have its address. */
public final class PortTaken extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** Another program listens there. */
        IN_USE,
        /** Ports below 1024 need a privilege. */
        FORBIDDEN,
        /** The address is not one of this machine's. */
        NOT_OURS
    }

    private final transient InetSocketAddress address;
    private final Reason reason;

    PortTaken(InetSocketAddress address, Reason reason, IOException cause) {
        super(address + ": " + cause.getMessage(), cause);
        this.address = address;
        this.reason = reason;
    }

    public InetSocketAddress address() {
        return address;
    }

    public Reason reason() {
        return reason;
    }
}
