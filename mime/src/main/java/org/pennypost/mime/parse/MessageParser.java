package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Reads a message from its beginning to its end and tells what it sees; the grammar of {@link ParsedMessage} too.
 *
 * <p>It pushes events rather than being asked for the next one: nearly all of a message is the content of leaves, over which one loop runs without
 * having to be left and entered again. Its memory is bounded by {@link ParserOptions} whatever the size of the message: a window of 64 kB, which grows up
 * to the longest header field. It never fails because of what a message holds.
 *
 * {@snippet :
 * MessageParser.parse(in, ParserOptions.DEFAULT, new MessageEvents() {
 *     @Override
 *     public void content(byte[] octets, int from, int to, long offset) {
 *         out.write(octets, from, to - from); // the bodies of all leaves
 *     }
 * });
 * }
 */
public final class MessageParser {
    private MessageParser() {}

    /** Parses an array. */
    public static void parse(byte[] message, ParserOptions options, MessageEvents events) {
        inMemory(new ArraySource(message, 0, message.length), options, events);
    }

    /**
     * Parses what a stream gives until its end; the stream is not closed.
     *
     * @throws IOException when the stream fails
     */
    public static void parse(InputStream in, ParserOptions options, MessageEvents events) throws IOException {
        new Grammar(new Window(in::read), options, events).message();
    }

    /** Parses a source. @throws IOException when it cannot be read */
    public static void parse(ByteSource source, ParserOptions options, MessageEvents events) throws IOException {
        if (source instanceof ArraySource array) {
            inMemory(array, options, events);
        } else {
            parse(source.stream(0, source.sizeBytes()), options, events);
        }
    }

    private static void inMemory(ArraySource array, ParserOptions options, MessageEvents events) {
        try {
            new Grammar(new Window(array), options, events).message();
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot fail", e);
        }
    }
}
