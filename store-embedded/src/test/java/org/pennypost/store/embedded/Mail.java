package org.pennypost.store.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * A small model of mail, by which tests tell whether a store kept its word: a message is a row that names a blob, with a link; its
 * UID comes from a counter. The blob's bytes follow from its seed, which the row has too.
 */
final class Mail {
    static final Key UIDS = Key.of('u');
    static final Key MESSAGES = Key.of('m');

    /** A message as its row has it. */
    record Message(long uid, long seed, int sizeBytes, BlobId blob) {
        byte[] toBytes() {
            return (seed + " " + sizeBytes + " " + blob).getBytes(StandardCharsets.US_ASCII);
        }

        static Message of(Entry row) {
            String text = new String(row.value().bytes(), StandardCharsets.US_ASCII);
            List<String> words = List.of(text.split(" ", -1));
            return new Message(
                    row.key().u64At(1),
                    Long.parseLong(words.get(0)),
                    Integer.parseInt(words.get(1)),
                    BlobId.of(HexFormat.of().parseHex(words.get(2))));
        }
    }

    private Mail() {}

    static byte[] content(long seed, int sizeBytes) {
        byte[] content = new byte[sizeBytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    /** Delivers to all of them; the UIDs in their order. */
    static List<Long> deliver(Store store, List<Partition> recipients, long seed, int sizeBytes) throws StoreException {
        try (BlobDraft draft = store.blobs().draft()) {
            byte[] content = content(seed, sizeBytes);
            draft.write(content, 0, content.length);
            BlobId blob = draft.finish();
            List<Pending<Long>> pending = new ArrayList<>();
            for (Partition recipient : recipients) {
                pending.add(store.submit(recipient, (now, batch) -> {
                    long uid = now.counter(UIDS) + 1;
                    batch.add(UIDS, 1);
                    batch.put(MESSAGES.u64(uid), new Message(uid, seed, sizeBytes, blob).toBytes());
                    batch.link(draft, MESSAGES.u64(uid));
                    return uid;
                }));
            }
            List<Long> uids = new ArrayList<>();
            for (Pending<Long> each : pending) {
                uids.add(each.await());
            }
            return uids;
        }
    }

    static void expunge(Store store, Partition account, Message message) throws StoreException {
        store.update(account, (_, batch) -> {
            batch.delete(MESSAGES.u64(message.uid()));
            batch.unlink(message.blob(), MESSAGES.u64(message.uid()));
            return true;
        });
    }

    static List<Message> messages(Store store, Partition account) throws StoreException {
        return store.read(
                account,
                now -> now.range(MESSAGES, MESSAGES.afterPrefix(), Integer.MAX_VALUE, false).stream()
                        .map(Message::of)
                        .toList());
    }

    /** Reads every message of the account whole; throws if one is not what was delivered. */
    static List<Message> verify(Store store, Partition account) throws StoreException {
        List<Message> messages = messages(store, account);
        for (Message message : messages) {
            byte[] read = new byte[message.sizeBytes()];
            try (Blob blob = store.blobs().open(message.blob()).orElseThrow()) {
                for (int at = 0; at < read.length; ) {
                    at += blob.read(at, read, at, read.length - at);
                }
            }
            if (!Arrays.equals(read, content(message.seed(), message.sizeBytes()))) {
                throw new AssertionError("another content: " + message);
            }
        }
        return messages;
    }
}
