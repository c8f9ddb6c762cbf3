package org.pennypost.directory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pennypost.sasl.ScramHash;
import org.pennypost.sasl.ScramVerifier;
import org.pennypost.sasl.SharedSecret;
import org.pennypost.store.Key;
import org.pennypost.store.StoreException;

/**
 * How the directory lies in {@link org.pennypost.store.Partition#DIRECTORY}. Numbers are big-endian, times are milliseconds since
 * 1970, texts are UTF-8 and go to the end of their value. Every value begins with a byte for the version of its form, now 1; an
 * unknown version is an error, since an older program must not guess.
 *
 * <table>
 * <caption>Keys and values</caption>
 * <tr><th>Key</th><th>Value</th></tr>
 * <tr><td>{@code d} domain</td><td>version u8, created u64</td></tr>
 * <tr><td>{@code a} number u64</td>
 *     <td>version u8, created u64, quota in bytes u64, password version u64, address</td></tr>
 * <tr><td>{@code e} domain 0x00 local part</td><td>version u8, number u64: the account with this address</td></tr>
 * <tr><td>{@code c} number u64</td><td>version u8, password hash in PHC form ({@link PasswordHash})</td></tr>
 * <tr><td>{@code s} number u64</td>
 *     <td>version u8, then for each hash of SCRAM: its number u8 (1 SHA-1, 2 SHA-256), iterations u32, length of the salt u8, salt,
 *     stored key, server key. Absent in accounts of older programs until their next login with a password</td></tr>
 * <tr><td>{@code l} number u64</td><td>version u8, the password itself: only with a legacy login</td></tr>
 * <tr><td>{@code o} number u64</td>
 *     <td>version u8, legacy login u8 (0 or 1), deletion by POP3 u8 (0 delete, 1 trash, 2 keep), then a byte 1 if the
 *     password is well known. Absent: 0, 0</td></tr>
 * <tr><td>{@code k}</td><td>version u8, 32 random bytes: the key of {@link ScramDecoys}</td></tr>
 * <tr><td>{@code w}</td><td>counter: accounts that have a row {@code s}</td></tr>
 * <tr><td>{@code r} number u64</td>
 *     <td>version u8, removed u64, address: an account that was removed and is still to be cleaned up</td></tr>
 * <tr><td>{@code n}</td><td>counter: accounts ever added. The next number is this plus
 *     {@link org.pennypost.store.Partition#FIRST_ACCOUNT}; it never goes back, so no number is given out twice</td></tr>
 * <tr><td>{@code v}</td><td>counter: changes ever made, one for each commit to these tables</td></tr>
 * </table>
 *
 * Rows {@code a}, {@code e}, {@code c}, {@code s}, {@code l} and {@code o} of an account are written and removed in one batch; {@code r} is written in the batch
 * that removes them.
 */
final class DirectoryFormat {
    static final Key DOMAINS = Key.of('d');
    static final Key ACCOUNTS = Key.of('a');
    static final Key CREDENTIALS = Key.of('c');
    static final Key REMOVED = Key.of('r');
    static final Key ACCOUNTS_ADDED = Key.of('n');
    static final Key CHANGES = Key.of('v');
    static final Key SETTINGS = Key.of('o');
    static final Key DECOY_KEY = Key.of('k');
    static final Key SCRAM_ACCOUNTS = Key.of('w');

    private static final Key SCRAM = Key.of('s');
    private static final Key SHARED_SECRETS = Key.of('l');

    private static final Key ADDRESSES = Key.of('e');
    private static final byte VERSION = 1;

    private DirectoryFormat() {}

    static Key domain(String name) {
        return DOMAINS.text(name);
    }

    static Key account(long number) {
        return ACCOUNTS.u64(number);
    }

    static Key credential(long number) {
        return CREDENTIALS.u64(number);
    }

    static Key scram(long number) {
        return SCRAM.u64(number);
    }

    static Key sharedSecret(long number) {
        return SHARED_SECRETS.u64(number);
    }

    static Key settings(long number) {
        return SETTINGS.u64(number);
    }

    static Key removed(long number) {
        return REMOVED.u64(number);
    }

    /** The beginning of the keys of all addresses in a domain. */
    static Key addressesOf(String domain) {
        return ADDRESSES.text(domain).bytes(new byte[1]);
    }

    static Key address(AccountName name) {
        return addressesOf(name.domain()).text(name.localPart());
    }

    static byte[] write(DomainEntry domain) {
        return begin(8, "").putLong(domain.created().toEpochMilli()).array();
    }

    static DomainEntry readDomain(Key key, byte[] value) throws StoreException {
        return read(key, value, in -> new DomainEntry(key.textAt(1), Instant.ofEpochMilli(in.getLong())));
    }

    static byte[] write(AccountEntry account) {
        return begin(24, account.address())
                .putLong(account.created().toEpochMilli())
                .putLong(account.quotaBytes())
                .putLong(account.passwordVersion())
                .put(utf8(account.address()))
                .array();
    }

    static AccountEntry readAccount(Key key, byte[] value) throws StoreException {
        return read(key, value, in -> {
            Instant created = Instant.ofEpochMilli(in.getLong());
            long quotaBytes = in.getLong();
            long passwordVersion = in.getLong();
            return new AccountEntry(text(in), key.u64At(1), quotaBytes, created, passwordVersion);
        });
    }

    static byte[] writeNumber(long number) {
        return begin(8, "").putLong(number).array();
    }

    static long readNumber(Key key, byte[] value) throws StoreException {
        return read(key, value, ByteBuffer::getLong);
    }

    static byte[] write(PasswordHash hash) {
        String phc = hash.toString();
        return begin(0, phc).put(utf8(phc)).array();
    }

    static PasswordHash readHash(Key key, byte[] value) throws StoreException {
        return PasswordHash.parse(read(key, value, DirectoryFormat::text)).orElseThrow(() -> damaged(key));
    }

    static byte[] write(List<ScramVerifier> verifiers) {
        ByteBuffer row = ByteBuffer.allocate(1
                + verifiers.stream()
                        .mapToInt(
                                each -> 6 + each.salt().length + 2 * each.hash().bytes())
                        .sum());
        row.put(VERSION);
        for (ScramVerifier each : verifiers) {
            row.put(number(each.hash())).putInt(each.iterations());
            row.put((byte) each.salt().length).put(each.salt());
            row.put(each.storedKey()).put(each.serverKey());
        }
        return row.array();
    }

    static List<ScramVerifier> readScram(Key key, byte[] value) throws StoreException {
        try {
            return read(key, value, in -> {
                List<ScramVerifier> verifiers = new ArrayList<>();
                while (in.hasRemaining()) {
                    ScramHash hash = hash(in.get());
                    int iterations = in.getInt();
                    byte[] salt = bytes(in, Byte.toUnsignedInt(in.get()));
                    verifiers.add(new ScramVerifier(
                            hash, salt, iterations, bytes(in, hash.bytes()), bytes(in, hash.bytes())));
                }
                return List.copyOf(verifiers);
            });
        } catch (IllegalArgumentException outOfBounds) {
            throw damaged(key);
        }
    }

    private static byte number(ScramHash hash) {
        return switch (hash) {
            case SHA_1 -> 1;
            case SHA_256 -> 2;
        };
    }

    private static ScramHash hash(byte number) {
        return switch (number) {
            case 1 -> ScramHash.SHA_1;
            case 2 -> ScramHash.SHA_256;
            default -> throw new IllegalArgumentException("no hash of SCRAM has this number");
        };
    }

    static byte[] write(SharedSecret secret) {
        return ByteBuffer.allocate(1 + secret.bytes().length)
                .put(VERSION)
                .put(secret.bytes())
                .array();
    }

    static SharedSecret readSharedSecret(Key key, byte[] value) throws StoreException {
        return new SharedSecret(read(key, value, in -> bytes(in, in.remaining())));
    }

    static byte[] write(AccountSettings settings) {
        byte deletion = switch (settings.popDeletion()) {
            case DELETE -> 0;
            case TRASH -> 1;
            case KEEP -> 2;
        };
        byte legacyLogin = (byte) (settings.legacyLogin() ? 1 : 0);
        return settings.wellKnownPassword()
                ? new byte[] {VERSION, legacyLogin, deletion, 1}
                : new byte[] {VERSION, legacyLogin, deletion};
    }

    static AccountSettings readSettings(Key key, byte[] value) throws StoreException {
        try {
            return read(
                    key,
                    value,
                    in -> new AccountSettings(in.get() == 1, deletion(in.get()), in.hasRemaining() && in.get() == 1));
        } catch (IllegalArgumentException unknown) {
            throw damaged(key);
        }
    }

    private static PopDeletion deletion(byte number) {
        return switch (number) {
            case 0 -> PopDeletion.DELETE;
            case 1 -> PopDeletion.TRASH;
            case 2 -> PopDeletion.KEEP;
            default -> throw new IllegalArgumentException("no deletion has this number");
        };
    }

    static byte[] writeDecoyKey(byte[] random) {
        return ByteBuffer.allocate(1 + random.length).put(VERSION).put(random).array();
    }

    static byte[] readDecoyKey(Key key, byte[] value) throws StoreException {
        return read(key, value, in -> bytes(in, ScramDecoys.KEY_BYTES));
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    static byte[] write(RemovedAccount removed) {
        return begin(8, removed.address())
                .putLong(removed.removed().toEpochMilli())
                .put(utf8(removed.address()))
                .array();
    }

    static RemovedAccount readRemoved(Key key, byte[] value) throws StoreException {
        return read(key, value, in -> {
            Instant removed = Instant.ofEpochMilli(in.getLong());
            return new RemovedAccount(key.u64At(1), text(in), removed);
        });
    }

    private static ByteBuffer begin(int numberBytes, String text) {
        return ByteBuffer.allocate(1 + numberBytes + utf8(text).length).put(VERSION);
    }

    private static <T> T read(Key key, byte[] value, Form<T> form) throws StoreException {
        ByteBuffer in = ByteBuffer.wrap(value);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new StoreException("the directory's row " + key + " has form " + version
                        + ", which this program does not know; use the newer program that wrote it");
            }
            return form.read(in);
        } catch (BufferUnderflowException tooShort) {
            throw damaged(key);
        }
    }

    private static StoreException damaged(Key key) {
        return new StoreException("the directory's row " + key + " is damaged; restore it from a backup");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(in).toString();
    }

    @FunctionalInterface
    private interface Form<T> {
        T read(ByteBuffer in);
    }
}
