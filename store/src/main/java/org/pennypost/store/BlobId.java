package org.pennypost.store;

import java.util.Arrays;
import java.util.HexFormat;

/** The name of a blob: the SHA-256 of its bytes, so equal bytes are stored once. Immutable. */
public final class BlobId implements Comparable<BlobId> {
    /** The length of the name in bytes. */
    public static final int BYTES = 32;

    private final byte[] sha256;

    private BlobId(byte[] sha256) {
        if (sha256.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 has " + BYTES + " bytes, not " + sha256.length);
        }
        this.sha256 = sha256;
    }

    /** The name with a copy of these 32 bytes. */
    public static BlobId of(byte[] sha256) {
        return new BlobId(sha256.clone());
    }

    /** Copies the 32 bytes to {@code into} from {@code offset}. */
    public void copyTo(byte[] into, int offset) {
        System.arraycopy(sha256, 0, into, offset, BYTES);
    }

    /** A copy of the 32 bytes. */
    public byte[] toBytes() {
        return sha256.clone();
    }

    @Override
    public int compareTo(BlobId other) {
        return Arrays.compareUnsigned(sha256, other.sha256);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlobId id && Arrays.equals(sha256, id.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(sha256);
    }
}
