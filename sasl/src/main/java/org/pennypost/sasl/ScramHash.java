package org.pennypost.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions with which SCRAM is registered, and what it computes with them (RFC 5802 §2.2). */
public enum ScramHash {
    SHA_1("SCRAM-SHA-1", "SHA-1", "HmacSHA1", 20),
    SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256", 32);

    /** RFC 5802 §5.1 for SHA-1, RFC 7677 §4 for SHA-256. */
    public static final int ITERATIONS_MIN = 4096;

    private final String mechanism;
    private final String digest;
    private final String hmac;
    private final int bytes;

    ScramHash(String mechanism, String digest, String hmac, int bytes) {
        this.mechanism = mechanism;
        this.digest = digest;
        this.hmac = hmac;
        this.bytes = bytes;
    }

    /** The mechanism's name without {@code -PLUS}. */
    public String mechanism() {
        return mechanism;
    }

    /** The length of a hash. */
    public int bytes() {
        return bytes;
    }

    byte[] hash(byte[] text) {
        try {
            return MessageDigest.getInstance(digest).digest(text);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + digest, missing);
        }
    }

    byte[] hmac(byte[] key, byte[] text) {
        return mac(key).doFinal(text);
    }

    /** {@code Hi(password, salt, i)}: PBKDF2 of one block. */
    byte[] salted(byte[] password, byte[] salt, int iterations) {
        Mac mac = mac(password);
        mac.update(salt);
        byte[] last = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] sum = last.clone();
        try {
            for (int i = 1; i < iterations; i++) {
                mac.update(last);
                mac.doFinal(last, 0);
                xor(sum, last);
            }
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException("a hash does not fit where one was", impossible);
        }
        return sum;
    }

    static void xor(byte[] into, byte[] other) {
        for (int i = 0; i < into.length; i++) {
            into[i] ^= other[i];
        }
    }

    private Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(hmac);
            // SecretKeySpec takes no empty key. HMAC fills a short one with zeros anyway (RFC 2104 §2).
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, hmac));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + hmac, missing);
        }
    }
}
