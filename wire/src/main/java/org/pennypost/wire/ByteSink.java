package org.pennypost.wire;

import java.io.IOException;
import java.io.OutputStream;

/** Takes bytes as they come. */
@FunctionalInterface
public interface ByteSink {
    /** Takes a piece; the array is the caller's again on return. What is thrown ends the connection. */
    void accept(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Whether it wants more. Asked after every piece; once it does not, it gets nothing any more, while the framing goes on to the end of
     * the block, or to {@link Connection#UNWANTED_BYTES_MAX}.
     */
    default boolean wantsMore() {
        return true;
    }

    /**
     * Takes a piece, and behind it bytes that are put straight into the buffer that is sent.
     *
     * @param count how many they are; worth it only for many
     * @return false if that cannot be done now, and nothing has been taken
     * @throws IOException if the bytes cannot be had or sent; nothing has been taken if the first of them could not be had
     */
    default boolean accept(byte[] bytes, int offset, int length, long count, ByteFiller from) throws IOException {
        return false;
    }

    /** A stream whose octets come here; closing it does nothing. */
    default OutputStream asStream() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                accept(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                accept(bytes, offset, length);
            }
        };
    }
}
