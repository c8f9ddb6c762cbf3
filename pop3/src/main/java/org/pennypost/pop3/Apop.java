package org.pennypost.pop3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of APOP (RFC 1939 §7): MD5 over the greeting's timestamp, angle brackets included, and the password. */
public final class Apop {
    private static final String MD5 = "MD5";

    private Apop() {}

    /** 16 bytes, of which APOP sends the hexadecimal digits in small letters. */
    public static byte[] digest(String timestamp, byte[] password) {
        try {
            MessageDigest digest = MessageDigest.getInstance(MD5);
            digest.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            return digest.digest(password);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has " + MD5, missing);
        }
    }
}
