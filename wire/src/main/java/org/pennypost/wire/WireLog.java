package org.pennypost.wire;

/**
 * Sees what passes on one connection, in the order in which it passes. Called by the connection's thread; an implementation neither
 * throws nor waits long.
 */
public interface WireLog {
    /** Sees nothing. */
    WireLog NONE = new WireLog() {
        @Override
        public void received(byte[] bytes, int offset, int length) {}

        @Override
        public void receivedSecret() {}

        @Override
        public void receivedBlock(long bytes) {}

        @Override
        public void sent(byte[] bytes, int offset, int length) {}

        @Override
        public void note(String what) {}

        @Override
        public void close() {}
    };

    /** A line that came, with its line end. */
    void received(byte[] bytes, int offset, int length);

    /** A line came that must not be shown. */
    void receivedSecret();

    /** A body came: its content is not shown. */
    void receivedBlock(long bytes);

    /** Bytes that go out. */
    void sent(byte[] bytes, int offset, int length);

    /** Something happened that is no bytes: TLS began, the time was up. */
    void note(String what);

    /** The connection is over. */
    void close();
}
