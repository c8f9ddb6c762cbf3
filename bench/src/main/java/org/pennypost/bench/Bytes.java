package org.pennypost.bench;

/** Contents that are the same in every run and do not compress. */
final class Bytes {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private Bytes() {}

    static byte[] of(int size) {
        byte[] bytes = new byte[size];
        long state = 0;
        for (int i = 0; i < size; i++) {
            state += STEP;
            bytes[i] = (byte) ((state ^ (state >>> 29)) >>> 40);
        }
        return bytes;
    }
}
