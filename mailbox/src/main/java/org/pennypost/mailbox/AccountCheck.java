package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pennypost.mailbox.projection.PartPlace;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobId;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/** Walks an account and compares everything that is kept twice. Owned by one thread. */
final class AccountCheck {
    /** Enough to see what is wrong. */
    static final int FAULTS_MAX = 100;

    private final Snapshot now;
    private final List<String> faults = new ArrayList<>();
    /** Every message that a mailbox or the history has, with its content. */
    private final Map<Long, Long> messages = new HashMap<>();

    private final Map<BlobId, Long> blobs = new HashMap<>();
    private final Map<Long, Long> contentOctets = new HashMap<>();

    private AccountCheck(Snapshot now) {
        this.now = now;
    }

    static List<String> run(Store store, AccountId id) throws StoreException {
        AccountCheck check = store.read(id.partition(), now -> {
            AccountCheck walk = new AccountCheck(now);
            walk.account();
            return walk;
        });
        for (Map.Entry<BlobId, Long> blob : check.blobs.entrySet()) {
            Optional<Blob> open = store.blobs().open(blob.getKey());
            if (open.isEmpty()) {
                check.fault("blob " + blob.getKey() + " is not in the store");
            } else {
                try (Blob bytes = open.get()) {
                    check.same("size of blob " + blob.getKey(), blob.getValue(), bytes.size());
                }
            }
        }
        return List.copyOf(check.faults);
    }

    private void account() throws StoreException {
        Optional<Versioned> record = now.get(Keys.ACCOUNT);
        if (record.isEmpty()) {
            if (!now.range(Key.of('b'), Key.of('z').afterPrefix(), 1, false).isEmpty()) {
                fault("there is no account, but something of it is there");
            }
            return;
        }
        AccountState account = AccountState.decode(record.get().bytes());
        if (account.removed) {
            return;
        }
        for (Entry entry : MailboxTree.rows(now, Keys.CONTENTS)) {
            long id = entry.key().u64At(1);
            Content content = ContentFormat.decode(id, entry.value().bytes());
            projection(id, content);
            contentOctets.put(id, content.prefix().length + content.blobOctets());
            blobs.put(content.blob(), content.blobOctets());
        }
        List<MailboxState> mailboxes = MailboxTree.all(now);
        names(mailboxes);
        long octets = 0;
        long count = 0;
        for (MailboxState mailbox : mailboxes) {
            mailbox(account, mailbox);
            octets += mailbox.octets;
            count += mailbox.messages;
            atMost("number of mailbox " + mailbox.id, mailbox.id, account.nextMailbox - 1);
            atMost("UIDVALIDITY of mailbox " + mailbox.id, mailbox.uidValidity, account.uidValidity);
        }
        same("octets used", account.octets, octets);
        same("messages used", account.messages, count);
        for (Entry entry : MailboxTree.rows(now, Keys.DELETED)) {
            MailboxState state =
                    MailboxState.decode(entry.key().u32At(1), entry.value().bytes());
            rows("deleted mailbox " + state.id, RowTable.load(now, state), account);
        }
        for (Entry entry : MailboxTree.rows(now, Keys.HISTORY)) {
            HistoryRecord history = HistoryRecord.decode(entry.value().bytes());
            rows("the history of mailbox " + history.mailbox(), List.of(history.rows()), account);
        }
        messages();
        log(account);
        strays();
    }

    /** That a stored projection can be read; whether it is right is {@link Account#checkProjections}' question. */
    private void projection(long id, Content content) {
        if (!content.projection().isCurrent()) {
            return;
        }
        try {
            Projection projection = Projection.of(content.projection().bytes(), content.prefix());
            projection.preview();
            projection.threadKeys();
            if (projection.isWhole()) {
                projection.envelope();
                projection.headerIndex();
                PartPlace place = projection.structure().place();
                same(
                        "end of the projection of content " + id,
                        place.bodyEnd(),
                        content.prefix().length + content.blobOctets());
            }
        } catch (StoreException damaged) {
            fault("content " + id + ": " + damaged.getMessage());
        }
    }

    private void names(List<MailboxState> mailboxes) throws StoreException {
        Map<String, Long> wanted = new HashMap<>();
        Set<Role> roles = new HashSet<>();
        for (MailboxState mailbox : mailboxes) {
            wanted.put(mailbox.parent + "/" + mailbox.leaf, mailbox.id);
            for (Role role : mailbox.roles) {
                if (!roles.add(role)) {
                    fault("two mailboxes have the role " + role);
                }
            }
        }
        same("names of mailboxes", wanted.size(), mailboxes.size());
        Optional<TreeState> tree = TreeState.kept(now);
        String counted = TreeState.counted(now).toString();
        if (tree.isPresent() && !tree.get().toString().equals(counted)) {
            fault("the record of all mailboxes says " + tree.get() + ", but there are " + counted);
        }
        Map<String, Long> there = new HashMap<>();
        for (Entry entry : MailboxTree.rows(now, Keys.NAMES)) {
            there.put(
                    entry.key().u32At(1) + "/" + entry.key().textAt(5),
                    new Unpacker("a name", entry.value().bytes()).number());
        }
        if (!wanted.equals(there)) {
            fault("the names lead to other mailboxes than there are");
        }
        MailboxTree.list(now);
        if (!Optional.of(MailboxId.INBOX.number()).equals(MailboxTree.find(now, MailboxName.INBOX))) {
            fault("INBOX is not mailbox 1");
        }
    }

    private void mailbox(AccountState account, MailboxState mailbox) throws StoreException {
        String name = "mailbox " + mailbox.id;
        Directory directory = Directory.read(now, mailbox.id);
        same("blocks of " + name, mailbox.blocks, directory.blocks().size());
        List<Directory.Block> blocks = new ArrayList<>();
        for (Entry entry : MailboxTree.rows(now, Keys.blocks(mailbox.id))) {
            Rows rows = BlockFormat.decode(entry.value().bytes());
            same("key of a block of " + name, entry.key().u32At(5), rows.firstUid());
            blocks.add(Directory.Block.of(rows));
        }
        if (!blocks.equals(directory.blocks())) {
            fault("the directory of " + name + " names other blocks than there are");
        }
        long loose = RowTable.loose(now, mailbox.id, 1, Uid.MAX).size();
        same("loose rows of " + name, mailbox.loose, loose);
        List<Rows> rows = RowTable.load(now, mailbox);
        rows(name, rows, account);
        counters(name, mailbox, rows);
        atMost("highest MODSEQ of " + name, mailbox.highestModSeq, account.counter);
        long keywordBits = Keywords.NONE.mask(Flag.SYSTEM);
        Keywords keywords = Plan.readKeywords(now, mailbox.id);
        keywordBits |= keywords.mask(keywords.names());
        for (Rows block : rows) {
            for (Row row : block.toList()) {
                if ((row.flags() & ~keywordBits) != 0) {
                    fault(name + " UID " + row.uid() + " has a keyword that the mailbox does not know");
                }
                place(mailbox, row);
            }
        }
    }

    private void counters(String name, MailboxState mailbox, List<Rows> rows) {
        MailboxState counted = new MailboxState(mailbox.id, mailbox.uidValidity, 0, "");
        long uid = 0;
        for (Rows block : rows) {
            for (Row row : block.toList()) {
                counted.count(row, 1);
                if (row.uid() <= uid) {
                    fault(name + " has UID " + row.uid() + " behind UID " + uid);
                }
                uid = row.uid();
                atMost("MODSEQ of UID " + uid + " in " + name, row.modSeq(), mailbox.highestModSeq);
            }
        }
        atMost("last UID of " + name, uid, mailbox.uidNext - 1);
        same("messages of " + name, mailbox.messages, counted.messages);
        same("unseen of " + name, mailbox.unseen, counted.unseen);
        same("deleted of " + name, mailbox.deleted, counted.deleted);
        same("octets of " + name, mailbox.octets, counted.octets);
    }

    private void place(MailboxState mailbox, Row row) throws StoreException {
        Optional<Versioned> record = now.get(Keys.message(row.id()));
        if (record.isPresent()) {
            MessageFormat.Place place =
                    MessageFormat.decode(row.id(), record.get().bytes());
            if (!place.equals(new MessageFormat.Place(mailbox.id, row.uid(), row.content()))) {
                fault("message " + row.id() + " is said to be at " + place + " but is in mailbox " + mailbox.id
                        + ", UID " + row.uid());
            }
        }
    }

    /** Rows wherever they are: each message once, with its content. */
    private void rows(String where, List<Rows> all, AccountState account) {
        for (Rows rows : all) {
            for (Row row : rows.toList()) {
                if (messages.put(row.id(), row.content()) != null) {
                    fault("message " + row.id() + " of " + where + " is in two places");
                }
                atMost("id of a message of " + where, row.id(), account.nextMessage - 1);
                same("size of message " + row.id(), row.size(), contentOctets.getOrDefault(row.content(), -1L));
            }
        }
    }

    private void messages() throws StoreException {
        Map<Long, Long> sharers = new HashMap<>();
        messages.values().forEach(content -> sharers.merge(content, 1L, Long::sum));
        Map<Long, Long> shares = new HashMap<>();
        contentOctets.keySet().forEach(content -> shares.put(content, 1L));
        for (Entry entry : MailboxTree.rows(now, Keys.SHARES)) {
            long more = new Unpacker("shares", entry.value().bytes()).number();
            shares.merge(entry.key().u64At(1), more, Long::sum);
        }
        if (!sharers.equals(shares)) {
            fault("contents are shared by other numbers of messages than they say");
        }
        Map<Long, Long> records = new HashMap<>();
        for (Entry entry : MailboxTree.rows(now, Keys.MESSAGES)) {
            long id = entry.key().u64At(1);
            records.put(id, MessageFormat.decode(id, entry.value().bytes()).content());
        }
        if (!records.equals(messages)) {
            fault("there are records of " + records.size() + " messages, but " + messages.size() + " messages");
        }
    }

    private void log(AccountState account) throws StoreException {
        long next = account.floor + 1;
        for (Entry entry : MailboxTree.rows(now, Keys.LOG)) {
            long number = entry.key().u64At(1);
            same("number in the change log", number, next);
            next = number + 1;
            ChangeFormat.decode(number, entry.value().bytes());
        }
        same("end of the change log", next - 1, account.counter);
    }

    /** Rows of mailboxes that are no longer there. */
    private void strays() throws StoreException {
        for (char table : "bekx".toCharArray()) {
            Key end = Key.of(table).afterPrefix();
            Key from = Key.of(table);
            List<Entry> next;
            for (next = now.range(from, end, 1, false); !next.isEmpty(); next = now.range(from, end, 1, false)) {
                long mailbox = next.getFirst().key().u32At(1);
                if (now.get(Keys.mailbox(mailbox)).isEmpty()
                        && now.get(Keys.deleted(mailbox)).isEmpty()) {
                    fault("table " + table + " has rows of mailbox " + mailbox + ", which does not exist");
                }
                from = Key.of(table).u32(mailbox).afterPrefix();
            }
        }
    }

    private void same(String what, long one, long other) {
        if (one != other) {
            fault(what + ": " + one + " in one place, " + other + " in another");
        }
    }

    private void atMost(String what, long value, long most) {
        if (value > most) {
            fault(what + " is " + value + ", above " + most);
        }
    }

    private void fault(String fault) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(fault);
        }
    }
}
