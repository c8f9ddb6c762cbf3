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
