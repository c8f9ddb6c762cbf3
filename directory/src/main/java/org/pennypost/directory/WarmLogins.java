package org.pennypost.directory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Logins that were right a short time ago, so that a program that polls every minute does not cost an Argon2 each time. Holds no
 * password and nothing to guess one from: only HMACs under a key that exists in this process alone. The HMAC covers the account's
 * number and the version of its password, so a change of either is a login never seen. Thread-safe.
 */
final class WarmLogins {
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Duration time;
    private final int entriesMax;
    private final InstantSource clock;
    private final SecretKeySpec key;
    private final SequencedMap<ByteBuffer, Instant> until = new LinkedHashMap<>();

    WarmLogins(Duration time, int entriesMax, RandomGenerator random, InstantSource clock) {
        this.time = time;
        this.entriesMax = entriesMax;
        this.clock = clock;
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, HMAC);
    }

    boolean knows(AccountEntry account, byte[] password) {
        ByteBuffer login = login(account, password);
        Instant now = clock.instant();
        synchronized (until) {
            Instant end = until.get(login);
            if (end == null) {
                return false;
            }
            if (now.isBefore(end) && !now.isBefore(end.minus(time))) {
                return true;
            }
            until.remove(login);
            return false;
        }
    }

    void remember(AccountEntry account, byte[] password) {
        ByteBuffer login = login(account, password);
        Instant end = clock.instant().plus(time);
        synchronized (until) {
            until.remove(login);
            until.putLast(login, end);
            if (until.size() > entriesMax) {
                until.pollFirstEntry();
            }
        }
    }

    private ByteBuffer login(AccountEntry account, byte[] password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(ByteBuffer.allocate(16)
                    .putLong(account.number())
                    .putLong(account.passwordVersion())
                    .flip());
            byte[] address = account.address().getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(4).putInt(address.length).flip());
            mac.update(address);
            return ByteBuffer.wrap(mac.doFinal(password));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + HMAC, missing);
        }
    }
}
