package org.pennypost.directory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
 * <tr><td>{@code r} number u64</td>
 *     <td>version u8, removed u64, address: an account that was removed and is still to be cleaned up</td></tr>
 * <tr><td>{@code n}</td><td>counter: accounts ever added. The next number is this plus
 *     {@link org.pennypost.store.Partition#FIRST_ACCOUNT}; it never goes back, so no number is given out twice</td></tr>
 * <tr><td>{@code v}</td><td>counter: changes ever made, one for each commit to these tables</td></tr>
 * </table>
 *
 * Rows {@code a}, {@code e} and {@code c} of an account are written and removed in one batch; {@code r} is written in the batch
 * that removes them.
 */
final class DirectoryFormat {
    static final Key DOMAINS = Key.of('d');
    static final Key ACCOUNTS = Key.of('a');
    static final Key CREDENTIALS = Key.of('c');
    static final Key REMOVED = Key.of('r');
    static final Key ACCOUNTS_ADDED = Key.of('n');
    static final Key CHANGES = Key.of('v');

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
