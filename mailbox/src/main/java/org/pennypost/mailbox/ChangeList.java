package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Batch;

/** The changes that one {@link Plan} makes, on their way into the log. Owned by the plan. */
final class ChangeList {
    private static final class Runs {
        private final List<Change.Run> closed = new ArrayList<>();
        /** The run that may still grow. */
        private long uid;

        private long id;
        private int count;

        void add(long uid, long id, int more) {
            if (count > 0 && this.uid + count == uid && this.id + count == id) {
                count += more;
                return;
            }
            close();
            this.uid = uid;
            this.id = id;
            count = more;
        }

        private void close() {
            if (count > 0) {
                closed.add(new Change.Run(uid, id, count));
                count = 0;
            }
        }

        List<Change.Run> all() {
            close();
            return closed;
        }
    }

    private final long modSeq;
    private final Map<Long, Map<Change.Kind, Runs>> messages = new TreeMap<>();
    private final List<Change> mailboxes = new ArrayList<>();

    /** Where the last message was added; the next one mostly goes there too. */
    private @Nullable Runs runs;

    private long runsMailbox;
    private Change.@Nullable Kind runsKind;

    /** @param modSeq the number that the rows of these changes bear */
    ChangeList(long modSeq) {
        this.modSeq = modSeq;
    }

    /** In the order of UIDs within a mailbox and kind. */
    void add(long mailbox, Change.Kind kind, long uid, long id) {
        add(mailbox, kind, uid, id, 1);
    }

    /** So many with these and the next UIDs and ids. */
    void add(long mailbox, Change.Kind kind, long uid, long id, int count) {
        Runs here = runs;
        if (here == null || runsMailbox != mailbox || runsKind != kind) {
            here = messages.computeIfAbsent(mailbox, _ -> new EnumMap<>(Change.Kind.class))
                    .computeIfAbsent(kind, _ -> new Runs());
            runs = here;
            runsMailbox = mailbox;
            runsKind = kind;
        }
        here.add(uid, id, count);
    }

    void created(MailboxId mailbox) {
        mailboxes.add(new Change.MailboxCreated(new ModSeq(modSeq), mailbox));
    }

    void changed(MailboxId mailbox) {
        mailboxes.add(new Change.MailboxChanged(new ModSeq(modSeq), mailbox));
    }

    void deleted(MailboxId mailbox) {
        mailboxes.add(new Change.MailboxDeleted(new ModSeq(modSeq), mailbox));
    }

    boolean isEmpty() {
        return messages.isEmpty() && mailboxes.isEmpty();
    }

    /**
     * Writes the records, mostly one. More than a record holds goes under the numbers that follow: nobody has seen the account
     * between them.
     *
     * @return the last number used
     */
    long write(Batch batch) {
        long number = modSeq;
        List<Change> record = new ArrayList<>(mailboxes);
        int room = ChangeFormat.RUNS_MAX - record.size();
        for (Map.Entry<Long, Map<Change.Kind, Runs>> mailbox : messages.entrySet()) {
            for (Map.Entry<Change.Kind, Runs> kind : mailbox.getValue().entrySet()) {
                List<Change.Run> runs = kind.getValue().all();
                for (int from = 0; from < runs.size(); ) {
                    if (room <= 0) {
                        batch.put(Keys.change(number++), ChangeFormat.encode(record));
                        record = new ArrayList<>();
                        room = ChangeFormat.RUNS_MAX;
                    }
                    int to = Math.min(runs.size(), from + room);
                    record.add(new Change.Messages(
                            new ModSeq(number),
                            new MailboxId(mailbox.getKey()),
                            kind.getKey(),
                            runs.subList(from, to)));
                    room -= to - from;
                    from = to;
                }
            }
        }
        batch.put(Keys.change(number), ChangeFormat.encode(record));
        return number;
    }
}
