package org.pennypost.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.Batch;
import org.pennypost.store.BlobId;
import org.pennypost.store.Entry;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;
import org.pennypost.store.Work;

/**
 * One change to an account while it is decided: the account's record, the mailboxes that it touches, the rows that change and the
 * log's record, written together at the end. Owned by the thread that runs its work.
 *
 * <p>Life: made by {@link #work}; the body reads, then changes; then it is written. Reads see what was there before the plan, so
 * a body finds all rows before it changes any of the same mailbox.
 */
final class Plan {
    /** Log records are pruned so many at a time. */
    private static final int PRUNED_TOGETHER = 1_000;

    /** For so many messages, how their contents are shared is read in one walk, if their numbers lie at most so much thinner. */
    private static final int SHARES_WALK_MIN = 8;

    private static final long SHARES_WALK_FACTOR = 3;

    private final Snapshot now;
    private final Batch batch;
    private final Rules rules;
    private final Instant time;
    private final AccountState account;
    private final ChangeList changes;
    private final Map<Long, Open> mailboxes = new TreeMap<>();
    /** Contents whose number of sharers changes: those beyond the first; -1 is none. */
    private final Map<Long, Long> shares = new TreeMap<>();

    private @Nullable Walked walked;
    private @Nullable TreeState tree;
    private boolean accountChanged;
    private boolean treeChanged;

    private Plan(Snapshot now, Batch batch, Rules rules, Instant time, AccountState account) {
        this.now = now;
        this.batch = batch;
        this.rules = rules;
        this.time = time;
        this.account = account;
        this.changes = new ChangeList(account.counter + 1);
    }

    /** What decides and changes. */
    @FunctionalInterface
    interface Body<T extends @Nullable Object> {
        T run(Plan plan) throws StoreException;
    }

    /** A mailbox in this plan. */
    private static final class Open {
        private final MailboxState state;
        private final List<RowWriter.Edit> edits = new ArrayList<>();
        /** What stands in the place of the blocks with these first UIDs. */
        private final Map<Long, List<Rows>> blocks = new TreeMap<>();

        private @Nullable Keywords keywords;
        private boolean changed;
        private boolean expunged;
        private boolean gone;

        Open(MailboxState state) {
            this.state = state;
        }
    }

    /**
     * The work that runs the body and writes what it decided.
     *
     * @param absent what to answer where there is no such account
     */
    static <T extends @Nullable Object> Work<T> work(Rules rules, Instant time, T absent, Body<T> body) {
        return (now, batch) -> {
            Optional<Versioned> record = now.get(Keys.ACCOUNT);
            if (record.isEmpty()) {
                return absent;
            }
            AccountState account = AccountState.decode(record.get().bytes());
            if (account.removed) {
                return absent;
            }
            batch.check(Keys.ACCOUNT, record.get().version());
            Plan plan = new Plan(now, batch, rules, time, account);
            T result = body.run(plan);
            plan.write();
            return result;
        };
    }

    /** As {@link #work}, where there is no account yet: the body makes its mailboxes. */
    static <T extends @Nullable Object> T found(
            Snapshot now, Batch batch, Rules rules, Instant time, Quota quota, Body<T> body) throws StoreException {
        batch.check(Keys.ACCOUNT, 0);
        Plan plan = new Plan(now, batch, rules, time, new AccountState(quota));
        T result = body.run(plan);
        plan.write();
        return result;
    }

    Snapshot now() {
        return now;
    }

    Batch batch() {
        return batch;
    }

    Instant time() {
        return time;
    }

    Settings settings() {
        return rules.settings();
    }

    Packing packing() {
        return rules.packing();
    }

    AccountState account() {
        return account;
    }

    /** Says that the account's record is to be written although nothing goes into the log. */
    void accountChanged() {
        accountChanged = true;
    }

    /** What is known of all mailboxes, to be read. */
    TreeState tree() throws StoreException {
        if (tree == null) {
            tree = TreeState.read(now);
        }
        return tree;
    }

    /** The same, to be changed. */
    TreeState treeToChange() throws StoreException {
        treeChanged = true;
        // Two that change it follow each other only if both write the account.
        accountChanged = true;
        return tree();
    }

    ChangeList changes() {
        return changes;
    }

    /** The number that rows changed by this plan bear. */
    long modSeq() {
        return account.counter + 1;
    }

    Optional<MailboxState> mailbox(MailboxId id) throws StoreException {
        return mailbox(id.number());
    }

    Optional<MailboxState> mailbox(long id) throws StoreException {
        Open open = mailboxes.get(id);
        if (open == null) {
            Optional<Versioned> value = now.get(Keys.mailbox(id));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            open = new Open(MailboxState.decode(id, value.get().bytes()));
            mailboxes.put(id, open);
        }
        return open.gone ? Optional.empty() : Optional.of(open.state);
    }

    /** A new mailbox. Its UIDVALIDITY is the time in seconds, or more where the last one was not before that. */
    MailboxState create(long parent, String leaf) throws StoreException {
        treeToChange().mailboxes++;
        account.uidValidity = Math.max(account.uidValidity + 1, Math.min(time.getEpochSecond(), 0xffff_0000L));
        MailboxState state = new MailboxState(account.nextMailbox++, account.uidValidity, parent, leaf);
        mailboxes.put(state.id, new Open(state));
        changes.created(state.mailboxId());
        changed(state);
        return state;
    }

    void changed(MailboxState mailbox) {
        open(mailbox).changed = true;
    }

    /** The mailbox's record is no longer written by this plan. */
    void gone(MailboxState mailbox) {
        open(mailbox).gone = true;
    }

    Keywords keywords(MailboxState mailbox) throws StoreException {
        Open open = open(mailbox);
        if (open.keywords == null) {
            open.keywords = readKeywords(now, mailbox.id);
        }
        return open.keywords;
    }

    void keywords(MailboxState mailbox, Keywords keywords) throws StoreException {
        if (!keywords.equals(keywords(mailbox))) {
            open(mailbox).keywords = keywords;
            batch.put(Keys.keywords(mailbox.id), keywords.encode());
        }
    }

    static Keywords readKeywords(Snapshot now, long mailbox) throws StoreException {
        Optional<Versioned> value = now.get(Keys.keywords(mailbox));
        return value.isPresent() ? Keywords.decode(value.get().bytes()) : Keywords.NONE;
    }

    long nextMessage() {
        return account.nextMessage++;
    }

    /** The UID that the next message of this mailbox gets. */
    long nextUid(MailboxState mailbox) throws StoreException {
        if (mailbox.uidNext > Uid.MAX) {
            throw new StoreException("mailbox " + mailbox.id + " has used up its UIDs");
        }
        return mailbox.uidNext++;
    }

    /** A message that this mailbox did not have, under a UID of {@link #nextUid}. */
    void add(MailboxState mailbox, Row row) {
        mailbox.count(row, 1);
        account.octets += row.size();
        account.messages++;
        changes.add(mailbox.id, Change.Kind.ADDED, row.uid(), row.id());
        edit(mailbox, row.uid(), Optional.of(row), false);
        batch.put(Keys.message(row.id()), MessageFormat.encode(mailbox.id, row));
    }

    /** So many messages with these and the next UIDs and ids, which had the same flags, have others; their rows are replaced too. */
    void flagsChanged(MailboxState mailbox, long uid, long id, int count, long before, long after) {
        mailbox.countFlags(before, -count);
        mailbox.countFlags(after, count);
        changes.add(mailbox.id, Change.Kind.FLAGS, uid, id, count);
    }

    /** What {@link #flagsChanged} told of a row. */
    void replace(MailboxState mailbox, Found before, Row after) {
        edit(mailbox, after.uid(), Optional.of(after), before.loose());
    }

    /** What it told of rows of a block: the same rows, mostly in one block. */
    void replace(MailboxState mailbox, long firstUid, List<Rows> block) {
        Open open = open(mailbox);
        open.changed = true;
        open.blocks.put(firstUid, block);
    }

    void remove(MailboxState mailbox, Found found) {
        Row row = found.row();
        mailbox.count(row, -1);
        account.octets -= row.size();
        account.messages--;
        changes.add(mailbox.id, Change.Kind.EXPUNGED, row.uid(), row.id());
        open(mailbox).expunged = true;
        edit(mailbox, row.uid(), Optional.empty(), found.loose());
    }

    /**
     * Has what {@link #share} needs to know of these messages' contents read in one walk, where they lie close together, as those of a mailbox mostly do: few contents are
     * shared, and asking for each costs a third of a copy.
     */
    void readShares(List<Row> rows) throws StoreException {
        long first = rows.stream().mapToLong(Row::content).min().orElse(0);
        long last = rows.stream().mapToLong(Row::content).max().orElse(-1);
        if (rows.size() < SHARES_WALK_MIN || last - first >= SHARES_WALK_FACTOR * rows.size()) {
            return;
        }
        int most = (int) (last - first + 1);
        Map<Long, Long> found = new HashMap<>();
        for (Entry entry : now.range(Keys.shares(first), Keys.shares(last + 1), most, false)) {
            found.put(entry.key().u64At(1), decodeShares(entry.value()));
        }
        walked = new Walked(first, last, found);
    }

    /** Shares of contents that were read together. */
    private record Walked(long first, long last, Map<Long, Long> shared) {
        @Nullable
        Long of(long content) {
            return content < first || content > last ? null : shared.getOrDefault(content, 0L);
        }
    }

    /** One message more shares the content. */
    void share(long content) throws StoreException {
        shares.put(content, shares(content) + 1);
    }

    /** One message fewer shares the content; with the last one it goes, and the link to its bytes. */
    void unshare(long content) throws StoreException {
        shares.put(content, shares(content) - 1);
    }

    /** How many messages beyond the first share the content. */
    private long shares(long content) throws StoreException {
        Long here = shares.get(content);
        if (here == null && walked != null) {
            here = walked.of(content);
        }
        return here == null ? readShares(now, content) : here;
    }

    static long readShares(Snapshot now, long content) throws StoreException {
        Optional<Versioned> value = now.get(Keys.shares(content));
        return value.isPresent() ? decodeShares(value.get()) : 0;
    }

    private static long decodeShares(Versioned value) throws StoreException {
        return new Unpacker("a content's shares", value.bytes()).number();
    }

    private void writeShares(long content, long count) throws StoreException {
        if (count > 0) {
            batch.put(Keys.shares(content), new Packer(10).number(count).toBytes());
        } else {
            batch.delete(Keys.shares(content));
        }
        if (count < 0) {
            BlobId blob = content(now, content)
                    .orElseThrow(() -> new StoreException("content " + content + " is not there to be removed"))
                    .blob();
            batch.delete(Keys.content(content));
            batch.unlink(blob, Keys.content(content));
        }
    }

    static Optional<Content> content(Snapshot now, long id) throws StoreException {
        Optional<Versioned> value = now.get(Keys.content(id));
        return value.isPresent()
                ? Optional.of(ContentFormat.decode(id, value.get().bytes()))
                : Optional.empty();
    }

    private void edit(MailboxState mailbox, long uid, Optional<Row> row, boolean loose) {
        Open open = open(mailbox);
        open.changed = true;
        open.edits.add(new RowWriter.Edit(uid, row, loose));
    }

    private Open open(MailboxState mailbox) {
        Open open = mailboxes.get(mailbox.id);
        if (open == null || open.state != mailbox) {
            throw new IllegalStateException("mailbox " + mailbox.id + " is not of this plan");
        }
        return open;
    }

    private void write() throws StoreException {
        if (!changes.isEmpty()) {
            account.counter = changes.write(batch);
            accountChanged = true;
            prune();
        }
        for (Open open : mailboxes.values()) {
            if (open.changed && !open.gone) {
                if (!open.edits.isEmpty() || !open.blocks.isEmpty()) {
                    new RowWriter(now, batch, rules.packing(), open.state).write(open.edits, open.blocks);
                }
                open.state.highestModSeq = account.counter;
                open.state.expungedModSeq = open.expunged ? account.counter : open.state.expungedModSeq;
                batch.put(Keys.mailbox(open.state.id), open.state.encode());
            }
        }
        for (Map.Entry<Long, Long> content : shares.entrySet()) {
            writeShares(content.getKey(), content.getValue());
        }
        if (treeChanged) {
            batch.put(Keys.TREE, tree().encode());
        }
        if (accountChanged) {
            batch.put(Keys.ACCOUNT, account.encode());
        }
    }

    private void prune() {
        long floor = account.counter - rules.settings().changesKept();
        if (floor >= account.floor + PRUNED_TOGETHER) {
            batch.deleteRange(Keys.change(account.floor + 1), Keys.change(floor + 1));
            account.floor = floor;
        }
    }
}
