package org.pennypost.wire;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Sees what passes on one connection, in the order in which it passes. Called by the connection's thread; an implementation overrides
 * what it wants to see, never throws and never waits long.
 */
public interface WireLog {
    /** Sees nothing. */
    WireLog NONE = new WireLog() {};

    /** The connection begins. */
    default void opened(String connection, InetSocketAddress local, InetSocketAddress remote) {}

    /** A line that came, with its line end. */
    default void received(byte[] bytes, int offset, int length) {}

    /** Bytes that go out, perhaps not a whole line. */
    default void sent(byte[] bytes, int offset, int length) {}

    /** The client's next line is a secret. */
    default void maskNextClientLine() {}

    /** Whether the content of blocks is to be shown. Asked once a block. */
    default boolean showsContent() {
        return false;
    }

    /** A piece of a block that comes, without dot-stuffing. */
    default void receivedContent(byte[] bytes, int offset, int length) {}

    /** A piece of a block that goes out, without dot-stuffing. */
    default void sentContent(byte[] bytes, int offset, int length) {}

    /** A dot-ended block came, of so many bytes; {@code complete} if its end came too. */
    default void receivedBlock(long bytes, boolean complete) {}

    /** A dot-ended block went out. */
    default void sentBlock(long bytes) {}

    /** TLS began. */
    default void secured(TlsInfo tls) {}

    /** Nothing came for so long that the waiting ended. */
    default void waited(Duration time) {}

    /** The peer has ended its side. */
    default void peerLeft() {}

    /** Something happened that is no bytes: a line was too long, plaintext was dropped. */
    default void note(String what) {}

    /** The connection is over. */
    default void close() {}
}
