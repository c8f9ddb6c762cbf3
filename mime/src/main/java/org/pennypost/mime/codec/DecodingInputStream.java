package org.pennypost.mime.codec;

import java.io.InputStream;

/** The decoded octets of an encoded stream. */
final class DecodingInputStream extends PieceInputStream {
    private final TransferDecoder decoder;

    DecodingInputStream(InputStream source, TransferDecoder decoder) {
        super(source);
        this.decoder = decoder;
    }

    @Override
    int roomFor(int octets) {
        return decoder.roomFor(octets);
    }

    @Override
    int convert(byte[] from, int count, byte[] into) {
        return decoder.decode(from, 0, count, into, 0);
    }

    @Override
    int convertEnd(byte[] into) {
        return decoder.end(into, 0);
    }
}
