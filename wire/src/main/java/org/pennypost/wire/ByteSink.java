package org.pennypost.wire;

import java.io.IOException;

/** Takes bytes as they come. */
@FunctionalInterface
public interface ByteSink {
    /** Takes a piece; the array is the caller's again on return. What is thrown ends the connection. */
    void accept(byte[] bytes, int offset, int length) throws IOException;
}
