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
        return text.isEmpty() ? NONE : digest(sha256(), text);
    }

    /** Returns the keys of texts, in their order. */
    public static long[] of(List<String> texts) {
        MessageDigest sha256 = sha256();
        long[] keys = new long[texts.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = texts.get(i).isEmpty() ? NONE : digest(sha256, texts.get(i));
        }
        return keys;
    }

    private static long digest(MessageDigest sha256, String text) {
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        long key = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            key = key << 8 | (digest[i] & 0xff);
        }
        return key == NONE ? 1 : key;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
