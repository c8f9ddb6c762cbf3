package org.pennypost.mailbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a mailbox at one instant, by rising UID; index 0 is sequence number 1. Immutable and shared by all who look at
 * the mailbox; it costs 2 to 14 bytes a message ({@link #memoryBytes}). Thread-safe.
 */
public final class MailboxView implements Iterable<Message> {
    private final MailboxState state;
    private final Keywords keywords;
    private final List<Rows> blocks;
    /** The index of each block's first row, and at the end the number of rows. */
    private final int[] starts;

    private final Map<Long, Set<Flag>> flagSets = new ConcurrentHashMap<>();

    MailboxView(MailboxState state, Keywords keywords, List<Rows> blocks) {
        this.state = state;
        this.keywords = keywords;
        this.blocks = List.copyOf(blocks);
        this.starts = new int[blocks.size() + 1];
        for (int i = 0; i < blocks.size(); i++) {
            starts[i + 1] = starts[i] + blocks.get(i).count();
        }
    }

    public MailboxId mailbox() {
        return state.mailboxId();
    }

    public UidValidity uidValidity() {
        return new UidValidity(state.uidValidity);
    }

    /** What the next message gets at least; 2^32 when the UIDs are used up. */
    public long uidNext() {
        return state.uidNext;
    }

    /** The last change that it shows (RFC 7162 §3.1.2.1 HIGHESTMODSEQ). */
    public ModSeq highestModSeq() {
        return new ModSeq(state.highestModSeq);
    }

    /** The change with which the last message went (RFC 7162 §3.2.5), or a later one where that is not known; 0 if none ever did. */
    public ModSeq lastExpunge() {
        return new ModSeq(state.expungedModSeq);
    }

    /** How many messages there are. */
    public int size() {
        return starts[starts.length - 1];
    }

    /** The sum of their sizes. */
    public long octets() {
        return state.octets;
    }

    /**
     * How many octets more than {@link #octets} they have, fewer if it is negative, as a program is told them that takes no UTF-8 in headers and
     * all else as it came. Blocks without such messages cost nothing.
     */
    public long surrogatesExtraOctets() {
        long extra = 0;
        for (Rows rows : blocks) {
            for (int i = 0; i < rows.count() && rows.hasSurrogates(); i++) {
                SurrogateNote note = SurrogateNote.of(rows.surrogate(i));
                extra += note.header() ? note.extraOctets() : 0;
            }
        }
        return extra;
    }

    /** How many lack {@code \Seen}. */
    public long unseen() {
        return state.unseen;
    }

    /** The index of the first that lacks {@code \Seen}; empty if none does. */
    public OptionalInt firstUnseen() {
        for (int block = 0; block < blocks.size(); block++) {
            Rows rows = blocks.get(block);
            int end = rows.isUniform(Rows.FLAGS) ? 1 : rows.count();
            for (int i = 0; i < end; i++) {
                if ((rows.flags(i) & Keywords.SEEN) == 0) {
                    return OptionalInt.of(starts[block] + i);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The keywords that this mailbox knows. */
    public List<Flag> keywords() {
        return keywords.names();
    }

    /** Whether it can have another keyword. */
    public boolean takesKeywords() {
        return keywords.names().size() < Keywords.COUNT_MAX;
    }

    /**
     * The message at this index.
     *
     * @throws IndexOutOfBoundsException if it is not 0 to {@link #size} - 1
     */
    public Message at(int index) {
        Cursor cursor = cursor(index);
        if (!cursor.next()) {
            throw new IndexOutOfBoundsException(index);
        }
        return cursor.message();
    }

    /** Where the message of this UID is; empty if it is not there. */
    public OptionalInt indexOf(Uid uid) {
        int index = lowerBound(uid);
        return index < size() && at(index).uid().equals(uid) ? OptionalInt.of(index) : OptionalInt.empty();
    }

    /** The index of the first message with this UID or a higher one; {@link #size} if there is none. */
    public int lowerBound(Uid uid) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).lastUid() < uid.number()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == blocks.size() ? size() : starts[low] + blocks.get(low).lowerBound(uid.number());
    }

    /** A walk that begins before the message at {@code from}. */
    public Cursor cursor(int from) {
        if (from < 0 || from > size()) {
            throw new IndexOutOfBoundsException(from);
        }
        return new Cursor(from);
    }

    @Override
    public Iterator<Message> iterator() {
        Cursor cursor = cursor(0);
        return new Iterator<>() {
            private int left = size();

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Message next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                left--;
                cursor.next();
                return cursor.message();
            }
        };
    }

    /**
     * Says what is different from an older view of the same mailbox. What both views share in memory is passed over, so it costs in
     * proportion to what changed, a few thousand messages at least.
     */
    public void since(MailboxView older, ViewChanges changes) {
        Cursor before = older.cursor(0);
        Cursor now = cursor(0);
        boolean more = before.next();
        boolean left = now.next();
        while (more || left) {
            if (more && left && before.beginsWithSameBlockAs(now)) {
                more = before.nextBlock();
                left = now.nextBlock();
            } else if (more && left && before.beginsWithSameMessagesAs(now)) {
                changedInBlock(before, now, changes);
                more = before.nextBlock();
                left = now.nextBlock();
            } else if (more && (!left || before.uid() < now.uid())) {
                changes.gone(before);
                more = before.next();
            } else if (!more || now.uid() < before.uid()) {
                changes.added(now);
                left = now.next();
            } else {
                if (before.modSeq() != now.modSeq()) {
                    changes.changed(before, now, 1);
                }
                more = before.next();
                left = now.next();
            }
        }
    }

    /** Of blocks with the same messages columns are compared. */
    private static void changedInBlock(Cursor before, Cursor now, ViewChanges changes) {
        Rows old = before.rows();
        Rows rows = now.rows();
        if (rows.isConsecutive(Rows.UID) && isUniform(old) && isUniform(rows)) {
            if (old.modSeq(0) != rows.modSeq(0)) {
                changes.changed(before, now, rows.count());
            }
            return;
        }
        long[] modSeqsBefore = old.column(Rows.MODSEQ);
        long[] modSeqsNow = rows.column(Rows.MODSEQ);
        long[] flagsBefore = old.column(Rows.FLAGS);
        long[] flagsNow = rows.column(Rows.FLAGS);
        long[] uids = rows.column(Rows.UID);
        for (int i = 0; i < uids.length; ) {
            int end = i + 1;
            if (modSeqsBefore[i] != modSeqsNow[i]) {
                while (end < uids.length
                        && modSeqsBefore[end] != modSeqsNow[end]
                        && flagsBefore[end] == flagsBefore[i]
                        && flagsNow[end] == flagsNow[i]
                        && uids[end] == uids[end - 1] + 1) {
                    end++;
                }
                before.row = i;
                now.row = i;
                changes.changed(before, now, end - i);
            }
            i = end;
        }
    }

    private static boolean isUniform(Rows rows) {
        return rows.isUniform(Rows.MODSEQ) && rows.isUniform(Rows.FLAGS);
    }

    /** The messages that changed after this, or came (RFC 7162 §3.1); a look at one column of all. */
    public UidSet changedSince(ModSeq since) {
        UidSet.Builder uids = new UidSet.Builder();
        for (Rows rows : blocks) {
            long[] modSeqs = rows.column(Rows.MODSEQ);
            for (int i = 0; i < modSeqs.length; i++) {
                if (modSeqs[i] > since.number()) {
                    uids.add(rows.uid(i));
                }
            }
        }
        return uids.build();
    }

    /** What it takes in memory, about. */
    public long memoryBytes() {
        long bytes = 500 + 4L * starts.length;
        for (Rows rows : blocks) {
            bytes += rows.memoryBytes();
        }
        return bytes;
    }

    List<Rows> blocks() {
        return blocks;
    }

    private Set<Flag> flagSet(long bits) {
        return flagSets.computeIfAbsent(bits, all -> Set.copyOf(keywords.flags(all)));
    }

    /** A walk over the messages that makes no object for each. Not thread-safe. */
    public final class Cursor {
        private int block;
        private int row;

        /** The flags of the last message asked for: the next one mostly has the same. */
        private long lastBits;

        private @Nullable Set<Flag> lastFlags;

        private Cursor(int from) {
            int place = Arrays.binarySearch(starts, from);
            block = place >= 0 ? Math.min(place, blocks.size()) : -place - 2;
            row = from - starts[block] - 1;
        }

        /** Goes to the next message; false behind the last. */
        public boolean next() {
            if (block == blocks.size()) {
                return false;
            }
            row++;
            if (row == blocks.get(block).count()) {
                block++;
                row = 0;
            }
            return block < blocks.size();
        }

        /** The index of the message it stands at, from 0. */
        public int index() {
            return starts[block] + row;
        }

        /** The UID's number. */
        public long uid() {
            return rows().uid(row);
        }

        /** The mod-sequence's number. */
        public long modSeq() {
            return rows().modSeq(row);
        }

        /** The message id's number. */
        public long id() {
            return rows().id(row);
        }

        /** The number of the content that it shares with its copies. */
        public long content() {
            return rows().content(row);
        }

        public Set<Flag> flags() {
            long bits = rows().flags(row);
            Set<Flag> flags = lastFlags;
            if (flags == null || bits != lastBits) {
                flags = flagSet(bits);
                lastBits = bits;
                lastFlags = flags;
            }
            return flags;
        }

        public boolean isSeen() {
            return (rows().flags(row) & Keywords.SEEN) != 0;
        }

        public boolean isDeleted() {
            return (rows().flags(row) & Keywords.DELETED) != 0;
        }

        /** Of the message as it came. */
        public long sizeOctets() {
            return rows().size(row);
        }

        /** What was noted for programs that cannot take it as it came. */
        public SurrogateNote surrogate() {
            return SurrogateNote.of(rows().surrogate(row));
        }

        /** In seconds since 1970. */
        public long receivedSeconds() {
            return rows().received(row);
        }

        /** In seconds since 1970. */
        public long savedSeconds() {
            return rows().saved(row);
        }

        /** All of it as a value. */
        public Message message() {
            return new Message(
                    new Uid(uid()),
                    new MessageId(id()),
                    new MessageId(content()),
                    new ModSeq(modSeq()),
                    flags(),
                    sizeOctets(),
                    Instant.ofEpochSecond(receivedSeconds()),
                    Instant.ofEpochSecond(savedSeconds()),
                    surrogate());
        }

        private Rows rows() {
            return blocks.get(block);
        }

        private boolean beginsWithSameBlockAs(Cursor other) {
            return row == 0 && other.row == 0 && rows() == other.rows();
        }

        /** Goes to the first message of the next block. */
        private boolean beginsWithSameMessagesAs(Cursor other) {
            return row == 0
                    && other.row == 0
                    && rows().count() == other.rows().count()
                    && rows().firstUid() == other.rows().firstUid()
                    && rows().lastUid() == other.rows().lastUid()
                    && Arrays.equals(rows().column(Rows.UID), other.rows().column(Rows.UID));
        }

        private boolean nextBlock() {
            row = blocks.get(block).count() - 1;
            return next();
        }
    }
}
