package org.pennypost.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/** What the tests of this package say over and over. */
final class Mail {
    static final AccountId ALICE = new AccountId(1_000);
    static final Instant RECEIVED = Instant.parse("2026-11-23T10:00:00Z");

    private Mail() {}

    static BlobDraft draft(Store store, String text) throws StoreException {
        BlobDraft draft = store.blobs().draft();
        byte[] bytes = text.getBytes(UTF_8);
        draft.write(bytes, 0, bytes.length);
        draft.finish();
        return draft;
    }

    static AppendResult append(Store store, Account account, MailboxId mailbox, String text, Flag... flags)
            throws StoreException {
        try (BlobDraft draft = draft(store, text)) {
            return account.append(
                            mailbox,
                            new NewMessage(draft, "Received: by test\r\n".getBytes(UTF_8), RECEIVED, Set.of(flags)))
                    .await();
        }
    }

    static AppendResult.Appended appended(AppendResult result) {
        assertThat(result).isInstanceOf(AppendResult.Appended.class);
        return (AppendResult.Appended) result;
    }

    static MailboxView view(Account account, MailboxId mailbox) throws StoreException {
        return account.view(mailbox).orElseThrow();
    }

    static UidSet uids(long first, long last) {
        return UidSet.ALL.between(first, last);
    }

    static String text(Account account, MessageId id) throws StoreException {
        try (MessageContent content = account.open(id).orElseThrow()) {
            byte[] bytes = new byte[(int) content.size()];
            for (int at = 0; at < bytes.length; ) {
                at += content.read(at, bytes, at, bytes.length - at);
            }
            return new String(bytes, UTF_8);
        }
    }
}
