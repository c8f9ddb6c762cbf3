package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.pennypost.store.StoreException;

/** What an account should be, as simply as it can be said. */
final class Model {
    record Item(long id, long content, Set<Flag> flags, long size) {
        Item with(Set<Flag> other) {
            return new Item(id, content, other, size);
        }
    }

    static final class Box {
        final TreeMap<Long, Item> items = new TreeMap<>();
        long uidNext = 1;

        long add(Item item) {
            items.put(uidNext, item);
            return uidNext++;
        }

        Item item(long uid) {
            return Objects.requireNonNull(items.get(uid));
        }

        List<Long> asked(UidSet uids) {
            return items.keySet().stream().filter(uids::contains).toList();
        }
    }

    record Gone(MailboxId mailbox, Item item) {}

    final Map<MailboxId, Box> boxes = new HashMap<>();
    final Map<Long, Gone> history = new HashMap<>();

    Box box(MailboxId id) {
        return boxes.computeIfAbsent(id, _ -> new Box());
    }

    long append(MailboxId mailbox, long id, long size, Set<Flag> flags) {
        return box(mailbox).add(new Item(id, id, flags, size));
    }

    UidSet flags(MailboxId mailbox, UidSet uids, FlagChange change) {
        Box box = box(mailbox);
        UidSet.Builder changed = new UidSet.Builder();
        for (long uid : box.asked(uids)) {
            Item item = box.item(uid);
            Set<Flag> flags = new HashSet<>(change.how() == FlagChange.How.REPLACE ? Set.of() : item.flags);
            if (change.how() == FlagChange.How.REMOVE) {
                flags.removeAll(change.flags());
            } else {
                flags.addAll(change.flags());
            }
            if (!flags.equals(item.flags)) {
                changed.add(uid);
                box.items.put(uid, item.with(flags));
            }
        }
        return changed.build();
    }

    UidSet expunge(MailboxId mailbox, UidSet uids, Predicate<Item> which) {
        Box box = box(mailbox);
        UidSet.Builder gone = new UidSet.Builder();
        for (long uid : box.asked(uids)) {
            Item item = box.item(uid);
            if (which.test(item)) {
                box.items.remove(uid);
                history.put(item.id, new Gone(mailbox, item));
                gone.add(uid);
            }
        }
        return gone.build();
    }

    /** @param firstId the id of the first copy, or 0 to move */
    UidSet transfer(MailboxId from, UidSet uids, MailboxId to, long firstId) {
        UidSet.Builder given = new UidSet.Builder();
        long id = firstId;
        for (long uid : box(from).asked(uids)) {
            Item item = box(from).item(uid);
            if (firstId == 0) {
                box(from).items.remove(uid);
                given.add(box(to).add(item));
            } else {
                given.add(box(to).add(new Item(id++, item.content, item.flags, item.size)));
            }
        }
        return given.build();
    }

    void delete(MailboxId mailbox) {
        expunge(mailbox, UidSet.ALL, _ -> true);
        boxes.remove(mailbox);
    }

    /** Restored in the order of the rows of each record, which is that of {@code order}. */
    void restore(List<Removed> order, Set<MessageId> wanted) {
        for (Removed removed : order) {
            if (wanted.contains(removed.message().id())) {
                Gone gone = Objects.requireNonNull(
                        history.remove(removed.message().id().number()));
                Set<Flag> flags = new HashSet<>(gone.item.flags);
                flags.remove(Flag.DELETED);
                MailboxId target = boxes.containsKey(gone.mailbox) ? gone.mailbox : MailboxId.INBOX;
                box(target).add(gone.item.with(flags));
            }
        }
    }

    void assertSame(Account account) throws StoreException {
        long octets = 0;
        long messages = 0;
        for (Mailbox mailbox : account.mailboxes()) {
            Box box = box(mailbox.id());
            MailboxView view = account.view(mailbox.id()).orElseThrow();
            assertSame(box, view);
            assertThat(mailbox.messages()).isEqualTo(box.items.size());
            assertThat(mailbox.uidNext()).isEqualTo(box.uidNext);
            octets += mailbox.octets();
            messages += mailbox.messages();
        }
        assertThat(account.usage()).isEqualTo(new Usage(octets, messages));
    }

    private static void assertSame(Box box, MailboxView view) {
        List<String> expected = new ArrayList<>();
        box.items.forEach((uid, item) ->
                expected.add(uid + " " + item.id + " " + item.content + " " + sorted(item.flags) + " " + item.size));
        List<String> found = new ArrayList<>();
        for (Message message : view) {
            found.add(message.uid().number() + " " + message.id().number() + " "
                    + message.content().number() + " " + sorted(message.flags()) + " " + message.sizeOctets());
        }
        assertThat(found).isEqualTo(expected);
    }

    private static List<String> sorted(Set<Flag> flags) {
        return flags.stream().map(Flag::name).sorted().toList();
    }
}
