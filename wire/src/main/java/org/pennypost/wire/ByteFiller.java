package org.pennypost.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Knows so many bytes, and puts them into a buffer from where they are. */
@FunctionalInterface
public interface ByteFiller {
    /**
     * Fills all the room of the buffer.
     *
     * @param at how many of the bytes come before those
     * @throws IOException if they cannot be had; with the first of them, nothing has been sent yet
     */
    void fill(long at, ByteBuffer into) throws IOException;
}
