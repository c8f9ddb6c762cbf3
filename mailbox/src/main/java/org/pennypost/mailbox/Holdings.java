package org.pennypost.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pennypost.store.BlobId;
import org.pennypost.store.Entry;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;

/** Finds the messages of an account whose bytes are in certain blobs. */
final class Holdings {
    private Holdings() {}

    /** In the order of the mailboxes' names and of the UIDs. */
    static List<Holding> of(Snapshot now, Set<BlobId> wanted) throws StoreException {
        Map<Long, BlobId> contents = new HashMap<>();
        for (Entry entry : MailboxTree.rows(now, Keys.CONTENTS)) {
            long id = entry.key().u64At(1);
            BlobId blob = ContentFormat.decode(id, entry.value().bytes()).blob();
            if (wanted.contains(blob)) {
                contents.put(id, blob);
            }
        }
        List<Holding> holdings = new ArrayList<>();
        if (contents.isEmpty()) {
            return holdings;
        }
        Map<MailboxId, MailboxState> states = new HashMap<>();
        MailboxTree.all(now).forEach(state -> states.put(state.mailboxId(), state));
        for (Mailbox mailbox : MailboxTree.list(now)) {
            MailboxState state = states.get(mailbox.id());
            if (state == null) {
                continue;
            }
            for (Rows rows : RowTable.load(now, state)) {
                for (Row row : rows.toList()) {
                    BlobId blob = contents.get(row.content());
                    if (blob != null) {
                        holdings.add(new Holding(
                                mailbox.name(),
                                new Uid(row.uid()),
                                Instant.ofEpochSecond(row.received()),
                                row.size(),
                                blob));
                    }
                }
            }
        }
        return holdings;
    }
}
