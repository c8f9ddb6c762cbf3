package org.pennypost.wire;

import java.io.IOException;

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
}
