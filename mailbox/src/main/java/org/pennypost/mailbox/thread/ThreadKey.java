package org.pennypost.mailbox.thread;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The first 64 bits of a text's SHA-256: stands for an identifier or a subject where these are only compared. Two of a million differ
 * with a probability of 1 to 30 million.
 */
public final class ThreadKey {
    /** The key of nothing. */
    public static final long NONE = 0;

    private ThreadKey() {}

    /** Returns the key of a text; {@link #NONE} for an empty one and for no other. */
    public static long of(String text) {
        return text.isEmpty() ? NONE : digest(text);
    }

    /** Returns the keys of texts, in their order. */
    public static long[] of(List<String> texts) {
        return texts.stream().mapToLong(ThreadKey::of).toArray();
    }

    private static long digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            long key = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                key = key << 8 | (digest[i] & 0xff);
            }
            return key == NONE ? 1 : key;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
