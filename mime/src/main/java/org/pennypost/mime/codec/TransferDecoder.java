package org.pennypost.mime.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes encoded octets in pieces of any size and gives the octets that they stand for. It never fails: what the encoding does not allow is left out or
 * left as it is, and counted. One decoder reads one body; it is not for several threads.
 *
 * <p>The input and the output must not overlap.
 */
public sealed interface TransferDecoder permits Base64Decoder, QuotedPrintableDecoder, IdentityDecoder, UuDecoder {
    /**
     * Decodes the next piece.
     *
     * @param in holds it from {@code from} to before {@code to}
     * @param out gets the result, with room for {@link #roomFor} octets from {@code at}; what lies behind the result may be overwritten
     * @return where the result ends in {@code out}
     */
    int decode(byte[] in, int from, int to, byte[] out, int at);

    /**
     * Ends the body: whatever was held back comes out.
     *
     * @param out has room for {@link #roomFor}{@code (0)} octets
     * @return where the result ends
     */
    int end(byte[] out, int at);

    /** Returns how much room a piece of so many octets needs at most, with what was held back before it. */
    int roomFor(int octets);

    /** Returns how often the input so far broke the rules of the encoding; what is broken beyond meaning may count once or several times. */
    long faults();

    /** Decodes as much of {@code in} as {@code out} has room for; for all of it that is {@link #roomFor} of what remains. */
    default void decode(ByteBuffer in, ByteBuffer out) {
        byte[] piece = new byte[PIECE_OCTETS];
        byte[] decoded = new byte[roomFor(PIECE_OCTETS)];
        int count = Math.min(in.remaining(), PIECE_OCTETS);
        while (count > 0 && roomFor(count) <= out.remaining()) {
            in.get(piece, 0, count);
            out.put(decoded, 0, decode(piece, 0, count, decoded, 0));
            count = Math.min(in.remaining(), PIECE_OCTETS);
        }
    }

    /** Decodes a whole body that is in memory, and ends it. */
    default byte[] whole(byte[] in, int from, int to) {
        byte[] out = new byte[roomFor(Math.min(to - from, PIECE_OCTETS))];
        int length = 0;
        for (int at = from; at < to; at += PIECE_OCTETS) {
            int count = Math.min(to - at, PIECE_OCTETS);
            if (out.length - length < roomFor(count)) {
                out = Arrays.copyOf(out, length + Math.max(roomFor(count), (int) Math.min(to - at, MAX_GROWTH)));
            }
            length = decode(in, at, at + count, out, length);
        }
        if (out.length - length < roomFor(0)) {
            out = Arrays.copyOf(out, length + roomFor(0));
        }
        return Arrays.copyOf(out, end(out, length));
    }

    /** How much is decoded at a time where the caller does not say. */
    int PIECE_OCTETS = 16 * 1024;

    /** The most that a result grows ahead of what is known of it. */
    long MAX_GROWTH = 1L << 30;
}
