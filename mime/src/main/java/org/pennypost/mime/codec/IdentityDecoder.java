package org.pennypost.mime.codec;

/** 7bit, 8bit and binary, which are no encodings (RFC 2045 §6.2). */
public final class IdentityDecoder implements TransferDecoder {
    IdentityDecoder() {}

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        System.arraycopy(in, from, out, at, to - from);
        return at + to - from;
    }

    @Override
    public int end(byte[] out, int at) {
        return at;
    }

    @Override
    public int roomFor(int octets) {
        return octets;
    }

    @Override
    public long faults() {
        return 0;
    }
}
