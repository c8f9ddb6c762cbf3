package org.pennypost.imap.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pennypost.wire.ByteSink;

/** A server whose words are all there already. */
final class BytesInput implements ResponseInput {
    private final byte[] bytes;
    private int at;

    BytesInput(byte[] bytes) {
        this.bytes = bytes;
    }

    static BytesInput of(String text) {
        return new BytesInput(text.getBytes(StandardCharsets.UTF_8));
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }

    @Override
    public byte[] line() throws IOException {
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end == bytes.length) {
            throw new EOFException("the server closed the connection");
        }
        byte[] line = Arrays.copyOfRange(bytes, at, end > at && bytes[end - 1] == '\r' ? end - 1 : end);
        at = end + 1;
        return line;
    }

    @Override
    public void octets(long count, ByteSink sink) throws IOException {
        int there = (int) Math.min(count, bytes.length - at);
        sink.accept(bytes, at, there);
        at += there;
        if (there < count) {
            throw new EOFException("the server closed the connection in the middle of an answer");
        }
    }
}
