package org.pennypost.directory;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.sasl.SaslClient;
import org.pennypost.sasl.SaslServer;
import org.pennypost.sasl.SaslStep;
import org.pennypost.store.MemoryStore;

/**
 * How many logins a second the server's side does, with the real costs of hashes, 8 at the same time: {@code LoginLoad [SECONDS]}. PLAIN
 * with a warm cache and without; SCRAM with all that a client does on the same cores, and with one that remembers its salted password.
 */
final class LoginLoad {
    private static final int AT_ONCE = 8;
    private static final int ACCOUNTS = 20;
    private static final String PASSWORD = "k7mp-x3ha-9wtc-e5zn";

    private static final Map<String, byte[]> SALTED = new ConcurrentHashMap<>();

    private LoginLoad() {}

    /** One login of an account; false if it was refused. */
    private interface Attempt {
        boolean login(int account) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        long nanos = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 5) * 1_000_000_000L;
        for (boolean warm : new boolean[] {true, false}) {
            DirectoryOptions options =
                    DirectoryOptions.DEFAULT.withWarmTime(warm ? Duration.ofHours(1) : Duration.ZERO);
            try (MemoryStore store = new MemoryStore();
                    Directory directory = Directory.open(store, options, new SecureRandom(), InstantSource.system())) {
                directory.addDomain("example.test");
                for (int i = 0; i < ACCOUNTS; i++) {
                    directory.addAccount(name(i), PASSWORD, 0);
                }
                Mechanisms mechanisms =
                        new Mechanisms(directory, "mail.example.test", new SecureRandom(), InstantSource.system());
                measure("PLAIN, cache " + (warm ? "warm" : "off"), nanos, account -> plain(mechanisms, account));
                if (warm) {
                    measure("SCRAM-SHA-256, server and client", nanos, account -> scram(mechanisms, account));
                    measure(
                            "SCRAM-SHA-256, client remembers the salted password",
                            nanos,
                            account -> scramRemembered(mechanisms, account));
                }
            }
        }
    }

    private static String name(int account) {
        return "user" + account + "@example.test";
    }

    private static SaslServer begin(Mechanisms mechanisms, String mechanism) {
        return mechanisms
                .begin(mechanism, SaslChannel.plain(InetAddress.getLoopbackAddress(), true))
                .orElseThrow();
    }

    private static boolean plain(Mechanisms mechanisms, int account) {
        byte[] message = ("\0" + name(account) + "\0" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return begin(mechanisms, "PLAIN").start(Optional.of(message)) instanceof SaslStep.Success;
    }

    private static boolean scram(Mechanisms mechanisms, int account) throws Exception {
        SaslClient client = SaslClient.choose(List.of("SCRAM-SHA-256"), name(account), PASSWORD)
                .orElseThrow();
        SaslServer server = begin(mechanisms, "SCRAM-SHA-256");
        SaslStep step = server.start(client.initialResponse());
        while (step instanceof SaslStep.Challenge(byte[] challenge)) {
            step = server.respond(client.respond(challenge));
        }
        return step instanceof SaslStep.Success;
    }

    /** The client's slow part, the salted password, is computed once for each account, as clients may remember it (RFC 5802 §5.1). */
    private static boolean scramRemembered(Mechanisms mechanisms, int account) throws Exception {
        String bare = "n=" + name(account) + ",r=fyko+d2lbbFgONRv9qkxdawL";
        SaslServer server = begin(mechanisms, "SCRAM-SHA-256");
        if (!(server.start(Optional.of(("n,," + bare).getBytes(StandardCharsets.UTF_8)))
                instanceof SaslStep.Challenge(byte[] challenge))) {
            return false;
        }
        String first = new String(challenge, StandardCharsets.UTF_8);
        String[] parts = first.split(",", -1);
        byte[] salted = SALTED.computeIfAbsent(first.substring(first.indexOf(",s=")), salt -> salted(parts));
        String withoutProof = "c=biws," + parts[0];
        byte[] signed = (bare + "," + first + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
        byte[] proof = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(proof), signed);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        String last = withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
        return server.respond(last.getBytes(StandardCharsets.UTF_8)) instanceof SaslStep.Success;
    }

    private static byte[] salted(String[] parts) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(
                            PASSWORD.toCharArray(),
                            Base64.getDecoder().decode(parts[1].substring(2)),
                            Integer.parseInt(parts[2].substring(2)),
                            256))
                    .getEncoded();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    @SuppressWarnings("SystemOut") // its report
    private static void measure(String what, long nanos, Attempt attempt) throws Exception {
        for (int i = 0; i < ACCOUNTS; i++) {
            attempt.login(i);
        }
        LongAdder logins = new LongAdder();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < AT_ONCE; thread++) {
                int first = thread;
                all.add(threads.submit(() -> {
                    for (int i = first; System.nanoTime() - start < nanos; i++) {
                        if (!attempt.login(i % ACCOUNTS)) {
                            throw new IllegalStateException("a login was refused");
                        }
                        logins.increment();
                    }
                    return true;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(String.format(Locale.ROOT, "%-55s %10.1f logins a second", what, logins.sum() / seconds));
    }
}
