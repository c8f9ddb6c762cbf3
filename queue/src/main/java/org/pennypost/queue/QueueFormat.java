package org.pennypost.queue;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.store.BlobId;
import org.pennypost.store.Key;
import org.pennypost.store.StoreException;

/**
 * How the queue lies in the store. An account's mail is in the bucket (a partition, {@link org.pennypost.store.Partition#queue}) of its
 * number's remainder by {@link Queue#BUCKETS}, so that a message and its count are one commit. Numbers are big-endian, times are
 * milliseconds since 1970, texts are UTF-8. Every value begins with a byte for the version of its form, 1 where nothing else is said; an unknown version is an
 * error, since an older program must not guess. Checksums are the store's.
 *
 * <table>
 * <caption>Keys and values</caption>
 * <tr><th>Key</th><th>Value</th></tr>
 * <tr><td>{@code m} id u64</td><td>version u8, account u64, accepted u64, form u8 (1: 8-bit octets, 2: in the header, 4: TLS is optional), content's BlobId
 *     (32 bytes), its octets u64, number of recipients u32, length u16 and reverse-path without brackets, length u16 and parameters,
 *     prefix to the end. Owns a link to the content. Version 2, of a message that is held back: the same, with the time of its release u64 behind the version. Version 3, of one that
 *     has a deadline: the time of its release (0: none) and the deadline u64 behind the version</td></tr>
 * <tr><td>{@code r} id u64, place u32</td><td>version u8, length u16 and address, parameters to the end: a recipient that waits</td></tr>
 * <tr><td>{@code p} 9 - priority u32, id u64</td><td>version u8: a message whose MT-PRIORITY is not 0 (RFC 6710) and that is not held back, those first that go first</td></tr>
 * <tr><td>{@code t} time u64, id u64</td><td>version u8: a message that is held back until then (RFC 4865)</td></tr>
 * <tr><td>{@code b} time u64, id u64</td><td>version u8: a message that is given back or told as late then (RFC 2852)</td></tr>
 * <tr><td>{@code w} account u64</td><td>counter: {@link HeldMessage#charge} of what is held back for the account</td></tr>
 * <tr><td>{@code d} id u64, account u64</td><td>version u8: the message has been put into an INBOX of this account, which does not know yet that this is over</td></tr>
 * <tr><td>{@code h} account u64</td><td>version u8, {@link SendingHistory}</td></tr>
 * <tr><td>{@code k} account u64, first 16 bytes of SHA-256 of the address with its domain in lower case</td>
 *     <td>version u8, hours since 1970 u32 when it was noted: the account has written to it</td></tr>
 * <tr><td>{@code n}</td><td>counter: messages ever held. The next id is this plus 1, times {@link Queue#BUCKETS}, plus the bucket</td></tr>
 * </table>
 */
final class QueueFormat {
    static final Key MESSAGES = Key.of('m');
    static final Key RECIPIENTS = Key.of('r');
    static final Key HELD = Key.of('n');
    static final Key RANKED = Key.of('p');
    static final Key SCHEDULE = Key.of('t');
    static final Key DEADLINES = Key.of('b');
    static final Key DONE = Key.of('d');
    static final Key HELD_BACK = Key.of('w');

    private static final Key HISTORIES = Key.of('h');
    private static final Key KNOWN = Key.of('k');
    private static final byte VERSION = 1;
    private static final byte VERSION_HELD_BACK = 2;
    private static final byte VERSION_DEADLINE = 3;
    private static final int PRIORITY_MAX = 9;
    private static final int ADDRESS_HASH_BYTES = 16;
    private static final int EIGHT_BIT = 1;
    private static final int UTF8_HEADER = 2;
    private static final int TLS_OPTIONAL = 4;
    private static final int MESSAGE_FIXED_BYTES = 1 + 8 + 8 + 1 + BlobId.BYTES + 8 + 4 + 2 + 2;
    private static final long HOUR_SECONDS = 3_600;

    private QueueFormat() {}

    static Key message(QueueId id) {
        return MESSAGES.u64(id.number());
    }

    /** The beginning of the keys of all recipients of a message. */
    static Key recipientsOf(QueueId id) {
        return RECIPIENTS.u64(id.number());
    }

    static Key recipient(QueueId id, int place) {
        return recipientsOf(id).u32(place);
    }

    static Key ranked(HeldMessage message) {
        return RANKED.u32(PRIORITY_MAX - message.priority()).u64(message.id().number());
    }

    /** The value of rows that say everything in their key. */
    static byte[] writeMark() {
        return new byte[] {VERSION};
    }

    /** The message that such a row is about. */
    static QueueId rankedId(Key ranked) {
        return new QueueId(ranked.u64At(RANKED.length() + Integer.BYTES));
    }

    /** The beginning of the keys at a time of the schedule, or of the deadlines. */
    static Key at(Key table, Instant time) {
        return table.u64(Math.max(0, time.toEpochMilli()));
    }

    static Key schedule(Instant time, QueueId id) {
        return at(SCHEDULE, time).u64(id.number());
    }

    static Key deadline(Instant time, QueueId id) {
        return at(DEADLINES, time).u64(id.number());
    }

    static Instant scheduledTime(Key row) {
        return Instant.ofEpochMilli(row.u64At(SCHEDULE.length()));
    }

    static QueueId scheduledId(Key row) {
        return new QueueId(row.u64At(SCHEDULE.length() + Long.BYTES));
    }

    static Key heldBack(long account) {
        return HELD_BACK.u64(account);
    }

    static Key doneOf(QueueId id) {
        return DONE.u64(id.number());
    }

    static Key done(QueueId id, long account) {
        return doneOf(id).u64(account);
    }

    static QueueId doneId(Key row) {
        return new QueueId(row.u64At(DONE.length()));
    }

    static long doneAccount(Key row) {
        return row.u64At(DONE.length() + Long.BYTES);
    }

    static Key history(long account) {
        return HISTORIES.u64(account);
    }

    static Key known(long account, Mailbox address) {
        byte[] hash = sha256().digest(
                        utf8(address.localPart() + "@" + address.domain().toLowerCase(Locale.ROOT)));
        return KNOWN.u64(account).bytes(Arrays.copyOf(hash, ADDRESS_HASH_BYTES));
    }

    static byte[] writeKnown(Instant noted) {
        return ByteBuffer.allocate(5)
                .put(VERSION)
                .putInt((int) (noted.getEpochSecond() / HOUR_SECONDS))
                .array();
    }

    static byte[] write(HeldMessage message) {
        byte[] from = utf8(message.from().mailbox().map(Mailbox::toString).orElse(""));
        byte[] parameters = utf8(message.parameters());
        HeldMessage.Form needs = message.form();
        int form = (needs.eightBit() ? EIGHT_BIT : 0)
                | (needs.utf8Header() ? UTF8_HEADER : 0)
                | (needs.tlsOptional() ? TLS_OPTIONAL : 0);
        ByteBuffer out = ByteBuffer.allocate(
                MESSAGE_FIXED_BYTES + 2 * Long.BYTES + from.length + parameters.length + message.prefix().length);
        times(message, out);
        out.putLong(message.account())
                .putLong(message.accepted().toEpochMilli())
                .put((byte) form)
                .put(message.content().toBytes())
                .putLong(message.contentOctets())
                .putInt(message.recipients())
                .putShort((short) from.length)
                .put(from)
                .putShort((short) parameters.length)
                .put(parameters)
                .put(message.prefix());
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void times(HeldMessage message, ByteBuffer out) {
        long release = message.release().map(Instant::toEpochMilli).orElse(0L);
        if (message.deadline().isPresent()) {
            out.put(VERSION_DEADLINE)
                    .putLong(release)
                    .putLong(message.deadline().get().toEpochMilli());
        } else if (message.release().isPresent()) {
            out.put(VERSION_HELD_BACK).putLong(release);
        } else {
            out.put(VERSION);
        }
    }

    private static Optional<Instant> time(ByteBuffer in) {
        long millis = in.getLong();
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static HeldMessage readMessage(Key key, byte[] value) throws StoreException {
        byte version = value.length > 0 && value[0] >= VERSION && value[0] <= VERSION_DEADLINE ? value[0] : VERSION;
        return read(key, value, version, in -> {
            Optional<Instant> release = version >= VERSION_HELD_BACK ? time(in) : Optional.empty();
            Optional<Instant> deadline = version == VERSION_DEADLINE ? time(in) : Optional.empty();
            long account = in.getLong();
            Instant accepted = Instant.ofEpochMilli(in.getLong());
            int form = in.get();
            byte[] blob = new byte[BlobId.BYTES];
            in.get(blob);
            long octets = in.getLong();
            int recipients = in.getInt();
            String from = shortText(in);
            String parameters = shortText(in);
            byte[] prefix = new byte[in.remaining()];
            in.get(prefix);
            return new HeldMessage(
                    new QueueId(key.u64At(1)),
                    account,
                    accepted,
                    from.isEmpty() ? ReversePath.NULL : ReversePath.of(Mailbox.parse(from)),
                    parameters,
                    new HeldMessage.Form(
                            (form & EIGHT_BIT) != 0, (form & UTF8_HEADER) != 0, (form & TLS_OPTIONAL) != 0),
                    prefix,
                    BlobId.of(blob),
                    octets,
                    recipients,
                    release,
                    deadline);
        });
    }

    static byte[] write(HeldRecipient recipient) {
        byte[] to = utf8(recipient.to().toString());
        byte[] parameters = utf8(recipient.parameters());
        return ByteBuffer.allocate(3 + to.length + parameters.length)
                .put(VERSION)
                .putShort((short) to.length)
                .put(to)
                .put(parameters)
                .array();
    }

    static int octets(HeldRecipient recipient) {
        return 3 + utf8(recipient.to().toString()).length + utf8(recipient.parameters()).length;
    }

    static HeldRecipient readRecipient(Key key, byte[] value) throws StoreException {
        return read(
                key,
                value,
                in -> new HeldRecipient(
                        Mailbox.parse(shortText(in)),
                        StandardCharsets.UTF_8.decode(in).toString()));
    }

    static byte[] write(SendingHistory history) {
        return history.write(VERSION);
    }

    static SendingHistory readHistory(Key key, byte[] value) throws StoreException {
        return read(key, value, SendingHistory::read);
    }

    private static <T> T read(Key key, byte[] value, Reading<T> reading) throws StoreException {
        return read(key, value, VERSION, reading);
    }

    private static <T> T read(Key key, byte[] value, byte known, Reading<T> reading) throws StoreException {
        ByteBuffer in = ByteBuffer.wrap(value);
        try {
            byte version = in.get();
            if (version != known) {
                throw new StoreException("the queue's row " + key + " has form " + version
                        + ", which this program does not know; use the newer program that wrote it");
            }
            return reading.read(in);
        } catch (BufferUnderflowException | BadSyntax | IllegalArgumentException _) {
            throw new StoreException("the queue's row " + key + " is damaged; restore it from a backup");
        }
    }

    private static String shortText(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xffff];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(ByteBuffer in) throws BadSyntax;
    }
}
